"""Questions to a service: with an account, a notice while it is waited for, and errors."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from componentize_py_types import Err
from wit_world.imports import emissions

from shared import cleaning, wording
from shared.terminal import Terminal
from tools.watttime.commands import credentials, errors, sources
from tools.watttime.commands.errors import FREE_REGION
from tools.watttime.commands.sources import WATTTIME, Choice

_Answer = TypeVar("_Answer")


class Told(Protocol):
    """What the contract's answers have beside their numbers."""

    signal: emissions.Signal
    warnings: list[str]
    missing: int


def ask(
    terminal: Terminal, choice: Choice, question: Callable[..., _Answer], *arguments: Any
) -> _Answer:
    """The answer to `question(*arguments)`. Raises `Failure`."""
    return _accepted(_tried(terminal, choice, question, *arguments), choice)


def ask_about(
    terminal: Terminal,
    choice: Choice,
    region: str,
    question: Callable[..., _Answer],
    *arguments: Any,
    so_far: str = "",
) -> _Answer:
    """The answer to `question(region, *arguments)`; `so_far` is shown while it is waited for.

    Where the plan does not cover the region, a person may choose the one that every plan
    covers. Raises `Failure`.
    """
    answer = _tried(terminal, choice, question, region, *arguments, so_far=so_far)
    refused = choice.source is WATTTIME and _is_failure(answer, emissions.Error_Forbidden)
    if refused and region != FREE_REGION and terminal.interactive:
        terminal.tell(f"The account's plan does not cover {cleaning.line(region)}.")
        if agreed(terminal, f"Look at {FREE_REGION} instead?"):
            return ask(terminal, choice, question, FREE_REGION, *arguments)
    return _accepted(answer, choice)


def agreed(terminal: Terminal, question: str) -> bool:
    """Whether a person says yes; nothing is no."""
    return terminal.ask(f"{question} [y/N]").lower() in ("y", "yes")


def tell_about(terminal: Terminal, answers: Sequence[Told]) -> None:
    """What the service wants people to know, and that values are missing: each once."""
    tell_warnings(terminal, [(one.signal, text) for one in answers for text in one.warnings])
    tell_missing(terminal, sum(one.missing for one in answers))


def tell_warnings(terminal: Terminal, warnings: Sequence[tuple[emissions.Signal, str]]) -> None:
    """What the services want people to know, each once."""
    for signal, warning in dict.fromkeys(warnings):
        name = sources.of(signal).server.name
        terminal.tell(f"wae: {name} warns: {cleaning.line(warning)}")


def tell_missing(terminal: Terminal, missing: int) -> None:
    """That values are missing in what is shown: once, however many they are."""
    if missing:
        verb = "is" if missing == 1 else "are"
        values = wording.count(missing, "value")
        terminal.tell(f"wae: {values} of the answer {verb} missing, and left out.")


def _tried(
    terminal: Terminal,
    choice: Choice,
    question: Callable[..., _Answer],
    *arguments: Any,
    so_far: str = "",
) -> _Answer | emissions.Failure:
    """The answer, or the contract's failure."""
    credentials.complete(terminal, choice)
    with terminal.waiting(f"Asking {choice.source.server.briefly()}… {so_far}".rstrip()):
        try:
            return question(*arguments)
        except Err as error:
            failure: emissions.Failure = error.value
            return failure


def _accepted(answer: _Answer | emissions.Failure, choice: Choice) -> _Answer:
    if not isinstance(answer, emissions.Failure):
        return answer
    failure = errors.failure(answer, choice.source.server, choice.other)
    if _is_failure(answer, emissions.Error_Unauthorized):
        credentials.forget()
    raise failure


def _is_failure(answer: object, reason: type[emissions.Error]) -> bool:
    return isinstance(answer, emissions.Failure) and isinstance(answer.reason, reason)
