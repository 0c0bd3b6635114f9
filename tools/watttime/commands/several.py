"""Forecasts of several regions, shown together."""

from collections.abc import Mapping
from typing import Any

from wit_world.imports.emissions import Series

from shared import output
from shared.errors import Failure
from shared.terminal import Terminal
from tools.watttime.commands import comparison, curves, documents, each, requests, views
from tools.watttime.commands.comparison import Candidate


def show(
    terminal: Terminal,
    forecasts: Mapping[str, Series | Failure],
    options: dict[str, Any],
    form: str,
    now: float,
) -> None:
    """In the form that is asked for; without one, compared on a terminal. Raises `Failure` where
    they cannot be."""
    known = each.good(forecasts)
    requests.tell_about(terminal, known)
    candidates = [_candidate(one, options["window"], now) for one in known]
    if form == "as_json":
        output.write_json([_document(code, options, one) for code, one in forecasts.items()])
    elif form == "as_csv":
        output.write_text(documents.series_csv(*known))
    elif form == "fields":
        output.write_fields(
            (one.region, *row) for one in known for row in documents.series_rows(one)
        )
    elif form == "as_table":
        comparison.comparable(candidates)
        output.write_lines(views.several_tables(known, terminal))
    elif options["as_chart"]:
        for one in known:
            _draw(one, options["window"], now, terminal)
    else:
        output.write_lines(comparison.lines(candidates, now, terminal))


def _document(code: str, options: dict[str, Any], outcome: Series | Failure) -> dict[str, Any]:
    if isinstance(outcome, Failure):
        return documents.no_series(code, options["signal"], each.message(outcome))
    return documents.series(outcome) | {"error": None}


def _candidate(series: Series, length: int, now: float) -> Candidate:
    curve = curves.curve(series)
    best = curve.lowest(length, now) if curve else None
    current = curve.average(now, now + length) if curve else None
    return Candidate(series.region, series.units, best, current)


def _draw(series: Series, length: int, now: float, terminal: Terminal) -> None:
    curve = curves.curve(series)
    if curve is not None:
        best = curve.lowest(length, now)
        output.write_lines([*views.series_chart(series, curve, best, now, terminal), ""])
