"""A function called with JSON: what REST and MCP have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wae.contract.json_readers import reader
from wae.contract.json_values import InvalidValue, from_json, to_json
from wae.contract.json_writers import writer
from wae.contract.shapes import Option, Result

if TYPE_CHECKING:
    from wae.contract.model import Function
    from wae.contract.shapes import Shape

_LONGEST = 100


def prepare(function: Function) -> None:
    """Makes what converts its values, for components while they are built: no call has to then."""
    for parameter in function.parameters:
        reader(parameter.shape)
    error = function.result.error if isinstance(function.result, Result) else None
    for shape in (function.returned, error):
        if shape is not None:
            writer(shape)


def values(function: Function, arguments: dict[str, Any]) -> list[Any]:
    """The values of the parameters, from JSON by name. Raises InvalidValue."""
    known = [parameter.name for parameter in function.parameters]
    for name in arguments:
        if name not in known:
            takes = ", ".join(known) or "nothing"
            problem = f"{function.title} has no such parameter: it takes {takes}"
            raise InvalidValue(name[:_LONGEST], problem)
    converted = []
    for parameter in function.parameters:
        if parameter.name not in arguments and not isinstance(parameter.shape, Option):
            raise InvalidValue(parameter.name, "is missing")
        given = arguments.get(parameter.name)
        converted.append(from_json(parameter.shape, given, parameter.name))
    return converted


def result_json(function: Function, value: Any) -> Any:
    """What the function returned, as JSON; null if it returns nothing."""
    shape = function.returned
    return None if shape is None else to_json(shape, value)


def error_json(function: Function, value: Any) -> Any:
    """The error that the function returned, as JSON; null if it has no payload."""
    shape = error_shape(function)
    return None if shape is None else to_json(shape, value)


def error_shape(function: Function) -> Shape | None:
    """The shape of the errors of a function that returns some; None if they have no payload."""
    assert isinstance(function.result, Result)
    return function.result.error
