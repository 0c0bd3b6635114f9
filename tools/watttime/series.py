"""Signals over time: what is expected, and what was."""

import time
from datetime import UTC, datetime, timedelta

from componentize_py_types import Err
from wit_world.exports import emissions as contract

import service
import shapes
import times

# What the API answers at most (docs.watttime.org, `/v3/forecast` and `/v3/historical`).
LONGEST_FORECAST = 72
LONGEST_HISTORY = timedelta(days=32)
USUAL_HISTORY = timedelta(days=1)


def forecast(region: str, signal: contract.Signal, hours: int) -> contract.Series:
    """The next hours. Raises `Err` with an error of the contract."""
    if not 1 <= hours <= LONGEST_FORECAST:
        problem = f"a forecast is for 1 to {LONGEST_FORECAST} hours, not {hours}"
        raise Err(contract.Error_Invalid(problem))
    query = service.of_region(region) | {"horizon_hours": str(hours)}
    return shapes.series(service.get("forecast", query, signal), region, signal)


def historical(
    region: str, signal: contract.Signal, start: str | None, end: str | None
) -> contract.Series:
    """What was measured from `start` (or for a day) to `end` (or to now).

    Raises `Err` with an error of the contract.
    """
    asked = None if start is None else _moment("start", start)
    last = datetime.fromtimestamp(int(time.time()), UTC) if end is None else _moment("end", end)
    first = asked or last - USUAL_HISTORY
    if last <= first:
        raise Err(contract.Error_Invalid("the end is not after the start"))
    if last - first > LONGEST_HISTORY:
        problem = f"at most {LONGEST_HISTORY.days} days can be asked for at once"
        raise Err(contract.Error_Invalid(problem))
    query = service.of_region(region) | {"start": times.show(first), "end": times.show(last)}
    return shapes.series(service.get("historical", query, signal), region, signal)


def _moment(name: str, text: str) -> datetime:
    try:
        return times.parse(text)
    except times.BadTime:
        problem = f"the {name} is not a time such as 2026-11-22T09:00:00Z"
        raise Err(contract.Error_Invalid(problem)) from None
