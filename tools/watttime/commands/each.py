"""Questions about several regions: what is known of each, or why nothing is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from componentize_py_types import Err
from wit_world.imports import emissions

from shared import cleaning
from shared.errors import Failure
from shared.terminal import Terminal
from tools.watttime.commands import errors, requests
from tools.watttime.commands.sources import Choice

_Answer = TypeVar("_Answer")


def ask(
    terminal: Terminal,
    choice: Choice,
    regions: Sequence[str],
    one: Callable[..., _Answer],
    many: Callable[..., list[Any]],
    *arguments: Any,
) -> dict[str, _Answer | Failure]:
    """What `one(region, *arguments)` gives for each region, or why not. Several are asked for by
    `many`, at once; one alone raises the `Failure`, and so does an account that is not accepted."""
    codes = list(dict.fromkeys(regions))
    if len(codes) == 1:
        return {codes[0]: requests.ask_about(terminal, choice, codes[0], one, *arguments)}

    def each() -> list[Any]:
        results = many(codes, *arguments)
        for result in results:
            if isinstance(result, Err) and _is_about_the_account(result.value):
                raise Err(result.value)
        return results

    return {
        code: errors.failure(result.value, choice.source.server, choice.other)
        if isinstance(result, Err)
        else result.value
        for code, result in zip(codes, requests.ask(terminal, choice, each), strict=True)
    }


def good(outcomes: Mapping[str, _Answer | Failure]) -> list[_Answer]:
    """The answers among them."""
    return [one for one in outcomes.values() if not isinstance(one, Failure)]


def tell(terminal: Terminal, outcomes: Mapping[str, object]) -> int:
    """Tells the failures, and returns the exit code: the first one's, 0 without any."""
    failures = {code: one for code, one in outcomes.items() if isinstance(one, Failure)}
    for code, failure in failures.items():
        terminal.tell(f"wae: {cleaning.line(code)}: {message(failure)}")
    return next((failure.code for failure in failures.values()), 0)


def message(failure: Failure) -> str:
    """What it says, without the program's name."""
    return str(failure).removeprefix("wae: ")


def _is_about_the_account(failure: emissions.Failure) -> bool:
    return isinstance(failure.reason, emissions.Error_Unauthorized)
