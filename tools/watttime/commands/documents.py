"""Answers of `wae:watttime` for programs: JSON documents and fields of rows."""

import csv
import dataclasses
import io
from typing import Any

from wit_world.imports.emissions import Access, Advice, Index, Region, Series, Signal, Window
from wit_world.imports.location import Place

from shared import cleaning
from tools.watttime.commands import units


def region(found: Region, place: Place) -> dict[str, Any]:
    """Code and name of the region, and the place that it was looked up for."""
    return {
        "region": found.code,
        "name": found.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "place": place.name or None,
        "source": place.source or None,
    }


def index(found: Index) -> dict[str, Any]:
    """The record's fields; `error` is null."""
    return {**dataclasses.asdict(found), "signal": found.signal.name.lower(), "error": None}


def no_index(code: str, signal: Signal, problem: str) -> dict[str, Any]:
    """The same keys for a region without an answer."""
    fields = dict.fromkeys(field.name for field in dataclasses.fields(Index))
    known = {"region": code, "signal": signal.name.lower(), "warnings": []}
    return {**fields, **known, "error": problem}


def series(found: Series) -> dict[str, Any]:
    """The record's fields."""
    return {**dataclasses.asdict(found), "signal": found.signal.name.lower()}


def series_rows(found: Series) -> list[tuple[object, ...]]:
    """Time and value of each point."""
    return [(point.time, point.value) for point in found.points]


def series_csv(found: Series) -> str:
    """CSV (RFC 4180) with a heading; every row has all that is needed to read it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("time", "value", "units", "region", "signal"))
    rest = (cleaning.cell(found.units), cleaning.cell(found.region), found.signal.name.lower())
    writer.writerows((cleaning.cell(point.time), point.value, *rest) for point in found.points)
    return text.getvalue()


def advice(found: Advice, wait: int) -> dict[str, Any]:
    """The three windows, `wait` in seconds, and what the best one saves."""
    return {
        "region": found.region,
        "signal": found.signal.name.lower(),
        "units": found.units,
        "period": found.period,
        "generated_at": found.generated_at,
        "model_date": found.model_date,
        "wait_seconds": wait,
        "best": _window(found.best, found.units),
        "now": _window(found.now, found.units),
        "worst": _window(found.worst, found.units),
        "saved_against_now": saved(found.now, found),
        "saved_against_worst": saved(found.worst, found),
        "missing": found.missing,
        "warnings": found.warnings,
    }


def saved(other: Window, found: Advice) -> dict[str, float | None]:
    """What the best window saves against another: in percent, units, and g/kWh for CO2."""
    amount = other.average - found.best.average
    percent = 100 * amount / other.average if other.average > 0 else None
    grams = units.grams_per_kwh(amount, found.units)
    return {"percent": percent, "amount": amount, "grams_per_kwh": grams}


def advice_rows(found: Advice, wait: int) -> list[tuple[object, ...]]:
    """The same as rows: a name, and its values."""
    windows = {"best": found.best, "now": found.now, "worst": found.worst}
    return [
        ("region", found.region),
        ("signal", found.signal.name.lower()),
        ("units", found.units),
        ("wait_seconds", wait),
        *((name, one.start, one.end, one.average) for name, one in windows.items()),
        ("saved_against_now", *saved(found.now, found).values()),
        ("saved_against_worst", *saved(found.worst, found).values()),
    ]


def access_rows(found: list[Access]) -> list[tuple[object, ...]]:
    """Region, name, signal and endpoints."""
    return [(one.region, one.name, one.signal, ",".join(one.endpoints)) for one in found]


def _window(window: Window, unit: str) -> dict[str, Any]:
    grams = units.grams_per_kwh(window.average, unit)
    return {**dataclasses.asdict(window), "grams_per_kwh": grams}
