"""What the contract asks, of Electricity Maps (https://app.electricitymaps.com/developer-hub/api).
Every function raises `Err` with an error of the contract.

`wae:http` adds the key. The free plan covers one zone, and no forecasts.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import compress
from urllib.parse import urlencode

from componentize_py_types import Err, Ok
from wit_world.exports import emissions as contract

import maps_shapes
import outcomes
import place
import series
import service
import times
from outcomes import Outcome

NAME = "Electricity Maps"
# `wae:http` puts the setting here, or the default where it is not set.
URL = "{$ELECTRICITY_MAPS_API_URL|https://api.electricitymaps.com}"
#: The service's own server.
OWN: str | None = "https://api.electricitymaps.com"
SETTINGS = "ELECTRICITY_MAPS_API_KEY"
#: Pieces asked for at once; how often one may ask is not told.
CONCURRENCY = 4
#: The forecasts that there are, in hours.
HORIZONS = (6, 24, 48, 72)
#: What `/past-range` answers at most by the hour, and what `/history` has.
LONGEST_PIECE = timedelta(days=10)
RECENT = timedelta(hours=24)
#: What a question may take from whoever asks for the last 24 hours.
ON_THE_WAY = timedelta(minutes=1)

Signal = contract.Signal

# Of each answer that may be asked for, a field that no error has.
_ANSWERS = ("zone", "forecast", "history", "data")
# Else a zone that is not known is answered with that of whoever asks.
_STRICT = {"shouldUseFallbackCallerLookup": "false"}
_INTENSITY = "carbon-intensity/"


def locate(latitude: float, longitude: float, _: Signal) -> contract.Region:
    """The zone of a place; its name only where the list of zones can be read."""
    where = place.query(latitude, longitude, ("lat", "lon"))
    latest = _url(f"{_INTENSITY}latest", where | _STRICT)
    found, zones = service.ask_each([Ok(latest), Ok(_url("zones", {}))], 2, _ANSWERS)
    code = maps_shapes.zone(outcomes.value(found))
    names = [] if not isinstance(zones, Ok) else maps_shapes.zones(zones.value)
    return contract.Region(code, next((one.name for one in names if one.region == code), ""))


def indexes(regions: Sequence[str], _: Signal) -> list[Outcome[contract.Index]]:
    """How clean it is now, compared with the last 24 hours; where the plan does not cover these,
    without comparison."""

    def ask(
        endpoint: str, zones: Sequence[str], read: Callable[[object, str], contract.Index]
    ) -> list[Outcome[contract.Index]]:
        return outcomes.each(zones, partial(_ask, f"{_INTENSITY}{endpoint}"), _of_zone, read)

    found = ask("history", regions, maps_shapes.index)
    refused = [isinstance(one, Err) and _is_refusal(one.value) for one in found]
    latest = iter(ask("latest", [*compress(regions, refused)], maps_shapes.latest))
    return [next(latest) if again else one for one, again in zip(found, refused, strict=True)]


def forecasts(regions: Sequence[str], _: Signal, hours: int) -> list[Outcome[contract.Series]]:
    """The next hours, of the shortest forecast that has them."""

    def query(region: str) -> dict[str, str]:
        series.check(hours)
        return _of_zone(region) | {"horizonHours": str(min(h for h in HORIZONS if h >= hours))}

    def read(value: object, region: str) -> contract.Series:
        return maps_shapes.forecast(value, region, times.now() + timedelta(hours=hours))

    return outcomes.each(regions, partial(_ask, f"{_INTENSITY}forecast"), query, read)


def historical(region: str, _: Signal, start: str | None, end: str | None) -> contract.Series:
    """What was from `start` (or for a day) to before `end` (or to now): of the last 24 hours, which
    more plans cover, or in pieces."""
    whole = series.span(start, end)
    recent = whole[0] >= times.now() - RECENT - ON_THE_WAY
    endpoint = f"{_INTENSITY}history" if recent else f"{_INTENSITY}past-range"

    def ask(spans: Sequence[series.Span]) -> list[Outcome[object]]:
        queries = [_of_zone(region) | ({} if recent else series.query(span)) for span in spans]
        return _ask(endpoint, [Ok(query) for query in queries])

    read = partial(maps_shapes.past, zone=region)
    return series.collected(whole, LONGEST_PIECE, CONCURRENCY, ask, read)


def my_access() -> list[contract.Access]:
    """The zones that the key is for."""
    [answer] = service.ask_each([Ok(_url("zones", {}))], 1, _ANSWERS)
    return maps_shapes.zones(outcomes.value(answer))


def unset(_: str) -> str:
    """What is lacking: the service says no more than that it does not accept it."""
    return f"{SETTINGS} is not set for this server"


def _is_refusal(error: contract.Error) -> bool:
    return isinstance(error, contract.Error_Forbidden)


def _ask(endpoint: str, queries: Sequence[Outcome[dict[str, str]]]) -> list[Outcome[object]]:
    urls = [outcomes.then(query, partial(_url, endpoint)) for query in queries]
    return service.ask_each(urls, CONCURRENCY, _ANSWERS)


def _of_zone(region: str) -> dict[str, str]:
    return {"zone": service.of_region(region)["region"]} | _STRICT


def _url(endpoint: str, query: dict[str, str]) -> str:
    return f"{URL}/v3/{endpoint}" + (f"?{urlencode(query)}" if query else "")
