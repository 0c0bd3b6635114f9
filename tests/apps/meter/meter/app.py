"""Makes the calls that stdin lists as JSON, `[FUNCTION, ARGUMENT, …]`, and prints what they give.

In the arguments a signal is its number. An outcome is the result, with records as objects, or
`{"error": CASE, "value": …}`.
"""

import dataclasses
import enum
import json
import sys
from collections.abc import Callable
from typing import Any

from componentize_py_types import Err, Ok
from wit_world import exports
from wit_world.imports import account, answers, emissions, location, plain

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "locate": lambda lat, lon, signal: emissions.locate(lat, lon, emissions.Signal(signal)),
    "indexes": lambda regions, signal: emissions.indexes(regions, emissions.Signal(signal)),
    "forecast": lambda where, signal, *rest: emissions.forecast(
        where, emissions.Signal(signal), *rest
    ),
    "historical": lambda where, signal, *rest: emissions.historical(
        where, emissions.Signal(signal), *rest
    ),
    "best": lambda where, signal, *rest: emissions.best(where, emissions.Signal(signal), *rest),
    "forecast-all": lambda regions, signal, *rest: emissions.forecast_all(
        regions, emissions.Signal(signal), *rest
    ),
    "best-all": lambda regions, signal, *rest: emissions.best_all(
        regions, emissions.Signal(signal), *rest
    ),
    "my-access": emissions.my_access,
    "register": account.register,
    "login": account.login,
    "by-address": location.by_address,
    "provide": answers.provide,
    "plain": plain.get,
}


class Main(exports.Main):
    def main(self) -> int:
        json.dump([_outcome(*call) for call in json.loads(sys.stdin.read())], sys.stdout)
        sys.stdout.flush()
        return 0


def _outcome(function: str, *arguments: Any) -> Any:
    try:
        return _value(FUNCTIONS[function](*arguments))
    except Err as error:
        return _value(error)


def _value(value: Any) -> Any:
    match value:
        case Ok():
            return _value(value.value)
        case Err():
            reason = value.value.reason
            case, inner = type(reason).__name__, getattr(reason, "value", None)
            return {"error": case.removeprefix("Error_"), "value": _value(inner)}
        case enum.Enum():
            return value.name
        case list():
            return [_value(each) for each in value]
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value)]
        return {name: _value(getattr(value, name)) for name in names}
    return value
