"""Signals over time: what is expected, and what was."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from componentize_py_types import Err, Ok, Result
from wit_world.exports import emissions as contract

import failures
import service
import shapes
import times
from joined_series import UnitsDiffer, joined

# What the API answers at most (docs.watttime.org, `/v3/forecast` and `/v3/historical`).
LONGEST_FORECAST = 72
LONGEST_PIECE = timedelta(days=32)
# A million values; WattTime has fewer years than these.
LONGEST_HISTORY = timedelta(days=3660)
USUAL_HISTORY = timedelta(days=1)
Span = tuple[datetime, datetime]


def query(region: str, hours: int) -> dict[str, str]:
    """What asks for the next hours. Raises `Err` (`invalid`) for what cannot be asked for."""
    if not 1 <= hours <= LONGEST_FORECAST:
        problem = f"a forecast is for 1 to {LONGEST_FORECAST} hours, not {hours}"
        raise Err(contract.Error_Invalid(problem))
    return service.of_region(region) | {"horizon_hours": str(hours)}


def historical(
    region: str, signal: contract.Signal, start: str | None, end: str | None
) -> contract.Series:
    """What was measured from `start` (or for a day) to before `end` (or to now).

    Raises `Err` with an error of the contract, which names the piece that failed.
    """
    asked = None if start is None else _moment("start", start)
    last = datetime.fromtimestamp(int(time.time()), UTC) if end is None else _moment("end", end)
    first = asked or last - USUAL_HISTORY
    if last <= first:
        raise Err(contract.Error_Invalid("the end is not after the start"))
    if last - first > LONGEST_HISTORY:
        problem = f"at most {LONGEST_HISTORY.days} days can be asked for at once"
        raise Err(contract.Error_Invalid(problem))
    spans = pieces(first, last)
    parts: list[contract.Series] = []
    for batch in batched(spans, service.CONCURRENCY):
        queries = [Ok(service.of_region(region) | _span(span)) for span in batch]
        answers = service.get_each("historical", queries, signal)
        for span, answer in zip(batch, answers, strict=True):
            parts.append(_part(answer, region, signal, span, alone=len(spans) == 1))
    try:
        return joined(parts)
    except UnitsDiffer as error:
        shapes.mismatch(str(error))


def pieces(first: datetime, last: datetime) -> list[Span]:
    """Spans that follow each other from `first` to `last`, each as long as the API answers."""
    starts = [first]
    while last - starts[-1] > LONGEST_PIECE:
        starts.append(starts[-1] + LONGEST_PIECE)
    return [*pairwise([*starts, last])]


def batched(spans: list[Span], size: int) -> Iterator[list[Span]]:
    """So many of them at a time: what fails ends it, and what was read need not be kept."""
    for at in range(0, len(spans), size):
        yield spans[at : at + size]


def _part(
    answer: Result[object, contract.Error],
    region: str,
    signal: contract.Signal,
    span: Span,
    *,
    alone: bool,
) -> contract.Series:
    try:
        if isinstance(answer, Err):
            raise answer
        return shapes.series(answer.value, region, signal, span)
    except Err as error:
        where = "{start} to {end}".format(**_span(span))
        raise Err(error.value if alone else failures.about(where, error.value)) from None


def _span(span: Span) -> dict[str, str]:
    return {"start": times.show(span[0]), "end": times.show(span[1])}


def _moment(name: str, text: str) -> datetime:
    try:
        return times.parse(text)
    except times.BadTime:
        problem = f"the {name} is not a time such as 2026-11-22T09:00:00Z"
        raise Err(contract.Error_Invalid(problem)) from None
