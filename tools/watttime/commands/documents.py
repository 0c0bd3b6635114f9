"""Answers of `wae:watttime` for programs: JSON documents and fields of rows."""

import csv
import dataclasses
import io
from typing import Any

from wit_world.imports.emissions import Access, Advice, Index, Region, Series, Signal, Window
from wit_world.imports.location import Place

from shared import cleaning
from tools.watttime.commands import units
from tools.watttime.commands.power import Job


def region(located: Region, place: Place) -> dict[str, Any]:
    """Code and name of the region, and the place that it was looked up for."""
    return {
        "region": located.code,
        "name": located.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "place": place.name or None,
        "source": place.source or None,
    }


def index(one: Index) -> dict[str, Any]:
    """The record's fields; `error` is null."""
    return {**dataclasses.asdict(one), "signal": one.signal.name.lower(), "error": None}


def index_row(one: Index) -> tuple[object, ...]:
    """Region, percentile and time; and the value, where the signal has one."""
    row = (one.region, one.percentile, one.time)
    return row if one.value is None else (*row, one.value)


def no_index(code: str, signal: Signal, problem: str) -> dict[str, Any]:
    """The same keys for a region without an answer."""
    fields = dict.fromkeys(field.name for field in dataclasses.fields(Index))
    known = {"region": code, "signal": signal.name.lower(), "warnings": []}
    return {**fields, **known, "error": problem}


def series(one: Series) -> dict[str, Any]:
    """The record's fields."""
    return {**dataclasses.asdict(one), "signal": one.signal.name.lower()}


def no_series(code: str, signal: Signal, problem: str) -> dict[str, Any]:
    """The same keys for a region without an answer, and `error`."""
    fields = dict.fromkeys(field.name for field in dataclasses.fields(Series))
    known = {"region": code, "signal": signal.name.lower(), "points": [], "warnings": []}
    return {**fields, **known, "error": problem}


def series_rows(one: Series) -> list[tuple[object, ...]]:
    """Time and value of each point."""
    return [(point.time, point.value) for point in one.points]


def series_csv(*series: Series) -> str:
    """CSV (RFC 4180) with a heading; every row has all that is needed to read it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("time", "value", "units", "region", "signal"))
    for one in series:
        rest = (cleaning.cell(one.units), cleaning.cell(one.region), one.signal.name.lower())
        writer.writerows((cleaning.cell(point.time), point.value, *rest) for point in one.points)
    return text.getvalue()


#: The fields of `advice` and `no_advice`.
ADVICE = (
    *("region", "signal", "units", "period", "generated_at", "model_date", "wait_seconds"),
    *("best", "now", "worst", "saved_against_now", "saved_against_worst", "job", "missing"),
    "warnings",
)


def advice(one: Advice, wait: int, job: Job | None) -> dict[str, Any]:
    """The three windows, `wait` in seconds, what the best one saves, and what a job causes."""
    return {
        "region": one.region,
        "signal": one.signal.name.lower(),
        "units": one.units,
        "period": one.period,
        "generated_at": one.generated_at,
        "model_date": one.model_date,
        "wait_seconds": wait,
        "best": _window(one.best, one.units),
        "now": _window(one.now, one.units),
        "worst": _window(one.worst, one.units),
        "saved_against_now": saved(one.now, one),
        "saved_against_worst": saved(one.worst, one),
        "job": job and {**dataclasses.asdict(job), **_saved_by(job)},
        "missing": one.missing,
        "warnings": one.warnings,
    }


def no_advice(code: str, signal: Signal, problem: str) -> dict[str, Any]:
    """The same keys for a region without an answer, and `error`."""
    known = {"region": code, "signal": signal.name.lower(), "warnings": []}
    return {**dict.fromkeys(ADVICE), **known, "error": problem}


def compared_row(one: Advice, wait: int, job: Job | None) -> tuple[object, ...]:
    """One of several regions: where, when, how much; what a job causes there."""
    averages = (one.best.average, one.now.average, one.worst.average)
    amounts = (job.unit, job.best, job.now, job.worst) if job else ()
    return (one.region, wait, one.best.start, one.best.end, one.units, *averages, *amounts)


def saved(other: Window, one: Advice) -> dict[str, float | None]:
    """What the best window saves against another: in percent, units, and g/kWh for CO2."""
    amount = other.average - one.best.average
    percent = 100 * amount / other.average if other.average > 0 else None
    grams = units.grams_per_kwh(amount, one.units)
    return {"percent": percent, "amount": amount, "grams_per_kwh": grams}


def advice_rows(best: Advice, wait: int, job: Job | None) -> list[tuple[object, ...]]:
    """The same as rows: a name, and its values."""
    windows = {"best": best.best, "now": best.now, "worst": best.worst}
    rows: list[tuple[object, ...]] = [
        ("region", best.region),
        ("signal", best.signal.name.lower()),
        ("units", best.units),
        ("wait_seconds", wait),
        *((name, one.start, one.end, one.average) for name, one in windows.items()),
        ("saved_against_now", *saved(best.now, best).values()),
        ("saved_against_worst", *saved(best.worst, best).values()),
    ]
    if job:
        rows += [
            ("job", job.watts, job.kilowatt_hours, job.unit),
            ("job_amounts", job.best, job.now, job.worst),
            ("job_saved", *_saved_by(job).values()),
        ]
    return rows


def access_rows(listed: list[Access]) -> list[tuple[object, ...]]:
    """Region, name, signal and endpoints."""
    return [(one.region, one.name, one.signal, ",".join(one.endpoints)) for one in listed]


def _saved_by(job: Job) -> dict[str, float]:
    return {
        "saved_against_now": job.now - job.best,
        "saved_against_worst": job.worst - job.best,
    }


def _window(window: Window, unit: str) -> dict[str, Any]:
    grams = units.grams_per_kwh(window.average, unit)
    return {**dataclasses.asdict(window), "grams_per_kwh": grams}
