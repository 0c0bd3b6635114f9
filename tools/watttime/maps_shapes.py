"""Electricity Maps' JSON into the records of the contract, by way of WattTime's (`shapes`).

Every function raises `Err` (`unexpected`) where what was asked for is not in an answer.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from wit_world.exports import emissions as contract

import shapes
from json_fields import Fields, stamp

SIGNAL = contract.Signal.CARBON_INTENSITY
# What values are in, as the service documents it; not every answer says so.
UNITS = "gCO2eq/kWh"

_PERIODS = {"5_minutes": 300, "15_minutes": 900, "hourly": 3600}
_ESTIMATED = "some of the values are estimates"
_INTENSITY = "carbon-intensity/"


def zone(value: object) -> str:
    """The zone that an answer is about."""
    code = Fields(value).text("zone")
    if not code:
        shapes.mismatch("the answer has no zone")
    return code


def zones(value: object) -> list[contract.Access]:
    """The zones of a list, and what of them may be asked for."""
    if not isinstance(value, dict):
        shapes.mismatch("the answer is no list of zones")
    rows = []
    for code, one in value.items():
        fields = Fields(one)
        paths = [path for path in fields.array("access") if isinstance(path, str)]
        names = [fields.text("zoneName"), fields.text("countryName")]
        rows.append(
            contract.Access(
                signal=SIGNAL.name.lower(),
                region=code,
                name=", ".join(name for name in names if name),
                endpoints=[
                    path.strip("/").removeprefix("v3/").removeprefix(_INTENSITY)
                    for path in paths
                    if path == "*" or _INTENSITY in path
                ],
            )
        )
    return rows


def forecast(value: object, zone: str, end: datetime) -> contract.Series:
    """What begins before the end."""
    whole = _series(value, "forecast", zone)
    return replace(whole, points=[each for each in whole.points if each.time < stamp(end)])


def past(value: object, zone: str, span: tuple[datetime, datetime]) -> contract.Series:
    """What begins in the span."""
    key = "history" if "history" in Fields(value) else "data"
    return _series(value, key, zone, span)


def index(value: object, zone: str) -> contract.Index:
    """The latest of the last 24 hours, and how many of the others are lower; of equal ones half."""
    series = _series(value, "history", zone)
    if len(series.points) < 2:
        shapes.mismatch("the answer has too few values to compare")
    *others, latest = series.points
    lower = sum(one.value < latest.value for one in others)
    equal = sum(one.value == latest.value for one in others)
    estimated = any(
        Fields(entry).flag("isEstimated") and Fields(entry).moment("datetime") == _time(latest)
        for entry in Fields(value).array("history")
    )
    percentile = 100 * (lower + equal / 2) / len(others)
    return _index(series, latest, percentile, estimated=estimated)


def latest(value: object, zone: str) -> contract.Index:
    """The latest value alone, with nothing to compare it with."""
    about = value if isinstance(value, dict) else {}
    series = _series({**about, "latest": [value]}, "latest", zone)
    [only] = series.points
    return _index(series, only, None, estimated=bool(series.warnings))


def _index(
    series: contract.Series, point: contract.Point, percentile: float | None, *, estimated: bool
) -> contract.Index:
    return contract.Index(
        region=series.region,
        signal=SIGNAL,
        time=point.time,
        percentile=percentile,
        units=None if percentile is None else "percentile",
        period=series.period,
        generated_at=series.generated_at,
        model_date=None,
        warnings=["the value is an estimate"] if estimated else [],
        value=point.value,
    )


def _series(
    value: object, key: str, zone: str, span: tuple[datetime, datetime] | None = None
) -> contract.Series:
    answer = Fields(value)
    entries = answer.optional_array(key)
    if entries is None:
        shapes.mismatch(f"the answer has no {key}")
    values = [entry if isinstance(entry, dict) else {} for entry in entries]
    estimated = any(entry.get("isEstimated") is True for entry in values)
    data = [
        {"point_time": entry.get("datetime"), "value": entry.get("carbonIntensity")}
        for entry in values
    ]
    meta: dict[str, Any] = {
        "region": answer.text("zone"),
        "units": answer.text("unit") or UNITS,
        "data_point_period_seconds": _PERIODS.get(answer.text("temporalGranularity") or ""),
        "generated_at": answer.text("updatedAt"),
        "warnings": [_ESTIMATED] if estimated else [],
    }
    return shapes.series({"data": data, "meta": meta}, zone, SIGNAL, span, usual=3600)


def _time(point: contract.Point) -> datetime:
    return datetime.fromisoformat(point.time)
