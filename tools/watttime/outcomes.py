"""Answers beside errors of the contract, for several regions or pieces."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from componentize_py_types import Err, Ok, Result
from wit_world.exports import emissions as contract

T = TypeVar("T")
U = TypeVar("U")
Outcome = Result[T, contract.Error]


def of(steps: Callable[[], T]) -> Outcome[T]:
    """What the steps return, or the error that they raise."""
    try:
        return Ok(steps())
    except Err as error:
        return error


def then(outcome: Outcome[T], read: Callable[[T], U]) -> Outcome[U]:
    """What `read` makes of it, or what went wrong."""
    return outcome if isinstance(outcome, Err) else of(lambda: read(outcome.value))


def value(outcome: Outcome[T]) -> T:
    """Raises `Err` where it is one."""
    if isinstance(outcome, Err):
        raise outcome
    return outcome.value


def each(
    regions: Sequence[str],
    ask: Callable[[list[Outcome[dict[str, str]]]], list[Outcome[object]]],
    query: Callable[[str], dict[str, str]],
    read: Callable[[object, str], T],
) -> list[Outcome[T]]:
    """What `read` makes of the answer to the query for each region, asked side by side."""
    answers = ask([of(partial(query, region)) for region in regions])
    return [
        then(answer, partial(_read, read, region))
        for region, answer in zip(regions, answers, strict=True)
    ]


def _read(read: Callable[[object, str], T], region: str, answer: object) -> T:
    return read(answer, region)
