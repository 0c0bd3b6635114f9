"""What the fakes of `wae:watttime` answer: a day that is cleanest in its night."""

import dataclasses
import math
from collections.abc import Callable

from componentize_py_types import Err, Ok
from wit_world.imports import account, answers, emissions, location
from wit_world.imports.emissions import (
    Access,
    Advice,
    Error_NotFound,
    Failure,
    Index,
    Point,
    Region,
    Series,
    Signal,
    Window,
)
from wit_world.imports.location import Place
from wit_world.imports.presence import Source

from shared import moments

#: 2026-11-22 10:07 UTC, in seconds since 1970.
NOW = 1_795_342_020
_FIRST = NOW - 120
REGION = Region("CAISO_NORTH", "California \x1b[31mISO\x1b[0m Northern")
PLACE = Place(37.4, -122.07, "Mountain View, California, US", "ipinfo.io")
WARNING = "Values are \x1b[2Jestimated"
ADVICE = Advice(
    region="CAISO_NORTH",
    signal=Signal.CO2_MOER,
    units="lbs_co2_per_mwh",
    period=300,
    generated_at="2026-11-22T10:05:00Z",
    model_date="2026-03-01",
    now=Window("2026-11-22T10:05:00Z", "2026-11-22T11:05:00Z", 800.0),
    best=Window("2026-11-22T13:30:00Z", "2026-11-22T14:30:00Z", 400.0),
    worst=Window("2026-11-22T18:00:00Z", "2026-11-22T19:00:00Z", 1000.0),
    missing=0,
    warnings=[],
)
ACCESS = [
    Access("co2_moer", "CAISO_NORTH", "California ISO Northern", ["forecast", "historical"]),
    Access("co2_moer", "PJM_DC", "Washington\x07, DC", ["signal-index"]),
]


def install(replace: Callable[..., None]) -> None:
    """Makes these the answers of the imports."""
    replace(answers, "provide", None)
    replace(emissions, "locate", REGION)
    replace(emissions, "indexes", indexes)
    replace(emissions, "forecast", series)
    replace(emissions, "forecast_all", forecasts)
    replace(emissions, "historical", lambda *asked: series(*asked[:2]))
    replace(emissions, "best", ADVICE)
    replace(emissions, "best_all", best_all)
    replace(emissions, "my_access", ACCESS)
    replace(account, "register", "User 'mona' created")
    replace(account, "login", None)
    replace(location, "by_address", PLACE)


def account_in(source: Source) -> Callable[[str], Source | None]:
    """User name and password are set there, and nothing else is."""
    return {"WATTTIME_USER": source, "WATTTIME_PASSWORD": source}.get


def series(
    region: str, signal: Signal, hours: float = 24, period: int = 300, **changes: object
) -> Series:
    """A wave of one day, between 400 and 1000, from the period in which `NOW` is."""
    amount = int(hours * 3600 / period)
    points = [
        Point(
            moments.stamp(_FIRST + number * period),
            round(700 + 300 * math.cos(number * period / 86_400 * 2 * math.pi), 2),
        )
        for number in range(amount)
    ]
    return Series(
        **{
            "region": region,
            "signal": signal,
            "units": "lbs_co2_per_mwh",
            "period": period,
            "points": points,
            "missing": 0,
            "generated_at": "2026-11-22T10:05:00Z",
            "generated_at_period": 300,
            "model_date": "2026-03-01",
            "warnings": [],
            **changes,
        }
    )


def index(code: str, signal: Signal, percentile: float) -> Index:
    """The index of a region just now."""
    time = "2026-11-22T10:05:00Z"
    return Index(code, signal, time, percentile, "percentile", 300, time, "2026-03-01", [], None)


def indexes(codes: list[str], signal: Signal) -> list[object]:
    """An index for each region; there is no region NOWHERE."""
    return [_known(code, index(code, signal, 62.5)) for code in codes]


def forecasts(codes: list[str], signal: Signal, hours: int) -> list[object]:
    """Waves, each a hundred lower than the one before; there is no region NOWHERE."""
    waves = []
    for number, code in enumerate(codes):
        wave = series(code, signal, hours)
        points = [Point(each.time, each.value - 100 * number) for each in wave.points]
        waves.append(_known(code, dataclasses.replace(wave, points=points)))
    return waves


def best_all(codes: list[str], signal: Signal, minutes: int, hours: int) -> list[object]:
    """The advice for each region, where each is half as dirty as the one before."""

    def lowered(window: Window, number: int) -> Window:
        return dataclasses.replace(window, average=window.average * 0.5**number)

    return [
        _known(
            code,
            dataclasses.replace(
                ADVICE,
                region=code,
                signal=signal,
                **{name: lowered(getattr(ADVICE, name), n) for name in ("now", "best", "worst")},
            ),
        )
        for n, code in enumerate(codes)
    ]


def _known(code: str, answer: object) -> object:
    if code == "NOWHERE":
        return Err(Failure(None, Error_NotFound(f"no region {code}")))
    return Ok(answer)
