"""What the contract asks, of WattTime.

Every function raises `Err` with an error of the contract."""

from collections.abc import Callable, Sequence
from functools import partial

from componentize_py_types import Ok
from wit_world.exports import emissions as contract

import access
import outcomes
import place
import series
import service
import shapes
from outcomes import Outcome, T

NAME = "WattTime"
URL = service.ORIGIN
#: Who is asked where nothing else is said.
OWN: str | None = None
SETTINGS = "WATTTIME_USER and WATTTIME_PASSWORD"

Signal = contract.Signal


def locate(latitude: float, longitude: float, signal: Signal) -> contract.Region:
    """The region of a place."""
    query = place.query(latitude, longitude, ("latitude", "longitude"))
    return shapes.region(service.get("region-from-loc", query, signal))


def indexes(regions: Sequence[str], signal: Signal) -> list[Outcome[contract.Index]]:
    """How clean it is now, as the service ranks it."""
    return _each(regions, "signal-index", signal, service.of_region, shapes.index)


def forecasts(regions: Sequence[str], signal: Signal, hours: int) -> list[Outcome[contract.Series]]:
    """The next hours."""

    def query(region: str) -> dict[str, str]:
        series.check(hours)
        return service.of_region(region) | {"horizon_hours": str(hours)}

    return _each(regions, "forecast", signal, query, shapes.series)


def historical(region: str, signal: Signal, start: str | None, end: str | None) -> contract.Series:
    """What was measured from `start` (or for a day) to before `end` (or to now), in pieces."""

    def ask(spans: Sequence[series.Span]) -> list[Outcome[object]]:
        queries = [Ok(service.of_region(region) | series.query(span)) for span in spans]
        return service.get_each("historical", queries, signal)

    whole = series.span(start, end)
    read = partial(shapes.series, region=region, signal=signal)
    return series.collected(whole, series.LONGEST_PIECE, service.CONCURRENCY, ask, read)


def my_access() -> list[contract.Access]:
    """What the account may see."""
    return access.of_account(service.get("my-access", {}))


def unset(words: str) -> str:
    """What is lacking, as `wae:http` says it."""
    return words


def _each(
    regions: Sequence[str],
    endpoint: str,
    signal: Signal,
    query: Callable[[str], dict[str, str]],
    read: Callable[[object, str, Signal], T],
) -> list[Outcome[T]]:
    ask = partial(service.get_each, endpoint, signal=signal)
    return outcomes.each(regions, ask, query, lambda value, region: read(value, region, signal))
