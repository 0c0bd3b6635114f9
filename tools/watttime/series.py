"""Signals over time: what is expected, and what was."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

from componentize_py_types import Err
from wit_world.exports import emissions as contract

import failures
import outcomes
import shapes
import times
from joined_series import UnitsDiffer, joined
from outcomes import Outcome

# What WattTime answers at most (docs.watttime.org, `/v3/forecast` and `/v3/historical`). Forecasts
# of Electricity Maps are as long.
LONGEST_FORECAST = 72
LONGEST_PIECE = timedelta(days=32)
# A million values; WattTime has fewer years than these.
LONGEST_HISTORY = timedelta(days=3660)
USUAL_HISTORY = timedelta(days=1)
Span = tuple[datetime, datetime]


def check(hours: int) -> None:
    """Raises `Err` (`invalid`) for hours that no forecast is for."""
    if not 1 <= hours <= LONGEST_FORECAST:
        problem = f"a forecast is for 1 to {LONGEST_FORECAST} hours, not {hours}"
        raise Err(contract.Error_Invalid(problem))


def span(start: str | None, end: str | None) -> Span:
    """From `start` (or for a day) to `end` (or to now). Raises `Err` (`invalid`)."""
    asked = None if start is None else _moment("start", start)
    last = times.now() if end is None else _moment("end", end)
    first = asked or last - USUAL_HISTORY
    if last <= first:
        raise Err(contract.Error_Invalid("the end is not after the start"))
    if last - first > LONGEST_HISTORY:
        problem = f"at most {LONGEST_HISTORY.days} days can be asked for at once"
        raise Err(contract.Error_Invalid(problem))
    return first, last


def query(span: Span) -> dict[str, str]:
    """What asks for a span."""
    return {"start": times.show(span[0]), "end": times.show(span[1])}


def collected(
    whole: Span,
    longest: timedelta,
    at_once: int,
    ask: Callable[[Sequence[Span]], list[Outcome[object]]],
    read: Callable[..., contract.Series],
) -> contract.Series:
    """What `read(answer, span=...)` makes of the answers for the pieces of a span, as one.

    Raises `Err` with an error of the contract, which names the piece that failed.
    """
    spans = pieces(*whole, longest)
    parts: list[contract.Series] = []
    for batch in batched(spans, at_once):
        for span, answer in zip(batch, ask(batch), strict=True):
            outcome = outcomes.then(answer, partial(read, span=span))
            parts.append(_part(outcome, span, alone=len(spans) == 1))
    try:
        return joined(parts)
    except UnitsDiffer as error:
        shapes.mismatch(str(error))


def pieces(first: datetime, last: datetime, longest: timedelta = LONGEST_PIECE) -> list[Span]:
    """Spans that follow each other from `first` to `last`, each as long as an API answers."""
    starts = [first]
    while last - starts[-1] > longest:
        starts.append(starts[-1] + longest)
    return [*pairwise([*starts, last])]


def batched(spans: list[Span], size: int) -> Iterator[list[Span]]:
    """So many of them at a time: what fails ends it, and what was read need not be kept."""
    for at in range(0, len(spans), size):
        yield spans[at : at + size]


def _part(outcome: Outcome[contract.Series], span: Span, *, alone: bool) -> contract.Series:
    if isinstance(outcome, Err) and not alone:
        where = "{start} to {end}".format(**query(span))
        raise Err(failures.about(where, outcome.value))
    return outcomes.value(outcome)


def _moment(name: str, text: str) -> datetime:
    try:
        return times.parse(text)
    except times.BadTime:
        problem = f"the {name} is not a time such as 2026-11-22T09:00:00Z"
        raise Err(contract.Error_Invalid(problem)) from None
