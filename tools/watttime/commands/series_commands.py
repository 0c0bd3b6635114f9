"""`wae watttime forecast` and `historical`: a signal over time, for people and programs."""

import math
import time
from typing import Any

import click
from wit_world.imports import emissions
from wit_world.imports.emissions import Series

from drawing import plot
from joined_series import UnitsDiffer, joined
from shared import cleaning, durations, moments, output, whole_file, wording
from shared.durations import Duration
from shared.errors import Failure
from shared.moments import Moment
from shared.terminal import Terminal
from shared.tool import WholeNumber, examples
from tools.watttime.commands import (
    curves,
    documents,
    each,
    parameters,
    places,
    requests,
    several,
    sources,
    units,
    views,
)
from tools.watttime.commands.sources import Choice

_DAY = 86_400
# What the contract gives at most.
_LONGEST = 3660 * _DAY
_FORMS = ("as_chart", "as_table", "as_json", "as_csv")
_window = click.option(
    "--window",
    type=Duration(60, 32 * _DAY),
    default="60m",
    metavar="TIME",
    help="Mark the lowest stretch of this length (default 60m).",
)


@click.command(
    "forecast",
    epilog=examples(
        "wae watttime forecast CAISO_NORTH",
        "wae watttime forecast --hours 48 --window 3h --plot forecast.svg",
        "wae watttime forecast CAISO_NORTH PJM_DC ERCOT_NORTHCENTRAL",
    ),
)
@parameters.regions
@parameters.signal
@click.option(
    "--hours",
    type=WholeNumber(minimum=1),
    default=24,
    metavar="N",
    help="How far to look ahead: 1 to 72 (default 24).",
)
@_window
@parameters.form
@click.pass_context
def forecast(context: click.Context, /, **options: Any) -> None:
    """Show the forecast of the next hours.

    Several regions, which are asked at once, are compared by their lowest stretch; --chart,
    --table, --json and --csv show all values.
    """
    terminal = context.obj
    form = _form(options, terminal)
    regions, choice = places.regions(terminal, options)
    options["signal"] = choice.signal
    asked = (choice.signal, options["hours"])
    if options["plot"] and len(set(regions)) > 1:
        raise click.UsageError("--plot draws one region.")
    questions = (emissions.forecast, emissions.forecast_all)
    forecasts = each.ask(terminal, choice, regions, *questions, *asked)
    if len(forecasts) == 1:
        (series,) = each.good(forecasts)
        _show(terminal, series, options, form, now=time.time())
    else:
        several.show(terminal, forecasts, options, form, time.time())
    context.exit(each.tell(terminal, forecasts))


@click.command(
    "historical",
    epilog=examples(
        "wae watttime historical CAISO_NORTH",
        "wae watttime historical --last 7d --plot week.svg",
        "wae watttime historical --start 2025-01-01 --end 2026-01-01 --csv",
    ),
)
@parameters.region
@parameters.signal
@click.option(
    "--start",
    type=Moment(),
    metavar="TIME",
    help="A day, which is its midnight, or an RFC 3339 time.",
)
@click.option("--end", type=Moment(), metavar="TIME", help="The same (default: now).")
@click.option(
    "--last",
    type=Duration(60, _LONGEST),
    metavar="TIME",
    help="How far to look back instead: 90m, 24h (the default), 365d.",
)
@_window
@parameters.form
@click.pass_obj
def historical(terminal: Terminal, /, **options: Any) -> None:
    """Show what was.

    WattTime gives 32 days at a time, Electricity Maps 10: what is longer is asked for in pieces,
    several at once.
    """
    form = _form(options, terminal)
    start, end = _span(options, time.time())
    region, choice = places.region(terminal, options)
    _show(terminal, _history(terminal, region, choice, start, end), options, form, None)


def _history(terminal: Terminal, region: str, choice: Choice, start: float, end: float) -> Series:
    """The whole of it, with the days that are there already as a notice while others are waited
    for. Raises `Failure` where a part of it fails."""
    parts: list[Series] = []
    source = choice.source
    days, at_once = math.ceil((end - start) / _DAY), source.days * _DAY
    while (at := start + len(parts) * at_once) < end:
        stretch = map(moments.stamp, (at, min(at + at_once, end)))
        done = len(parts) * source.days
        so_far = f"{wording.number(done)} of {wording.number(days)} days" if done else ""
        part = requests.ask_about(
            terminal, choice, region, emissions.historical, choice.signal, *stretch, so_far=so_far
        )
        region = part.region
        parts.append(part)
    try:
        return joined(parts)
    except UnitsDiffer as error:
        raise Failure(
            f"The answers of {source.server.called()} do not fit together: {error}"
        ) from None


def _form(options: dict[str, Any], terminal: Terminal) -> str:
    """Which of `_FORMS` to show, `fields`, or nothing besides a picture.

    Raises `click.UsageError` for options that exclude each other.
    """
    chosen = [form for form in _FORMS if options[form]]
    if len(chosen) > 1:
        raise click.UsageError("Choose one of --chart, --table, --json and --csv.")
    if options["force"] and not options["plot"]:
        raise click.UsageError("--force goes with --plot only.")
    if options["plot"] == whole_file.STDOUT:
        if chosen:
            raise click.UsageError("--plot - goes without --chart, --table, --json and --csv.")
    elif options["plot"] and not options["plot"].lower().endswith(".svg"):
        raise click.UsageError("--plot draws SVG: give a file name that ends in .svg.")
    if chosen or options["plot"]:
        return "".join(chosen)
    return "as_chart" if terminal.stdout_tty else "fields"


def _span(options: dict[str, Any], now: float) -> tuple[float, float]:
    """Start and end in seconds since 1970."""
    start, end, last = options["start"], options["end"], options["last"]
    if last is not None and (start, end) != (None, None):
        raise click.UsageError("--last does not go with --start and --end.")
    if end is not None and start is None:
        raise click.UsageError("--end goes with --start only.")
    if start is None:
        return now - (last or _DAY), now
    end = now if end is None else end
    if end <= start:
        raise click.UsageError("The end must come after the start.")
    if end - start > _LONGEST:
        raise click.UsageError(f"These are more than {wording.number(_LONGEST // _DAY)} days.")
    return start, end


def _show(
    terminal: Terminal, series: Series, options: dict[str, Any], form: str, now: float | None
) -> None:
    requests.tell_about(terminal, [series])
    if options["plot"]:
        picture = _picture(terminal, series, options["window"], now)
        whole_file.write(options["plot"], picture.encode(), options["force"])
        if options["plot"] != whole_file.STDOUT:
            terminal.tell_person(f"Saved {cleaning.line(options['plot'])}.")
    if form == "as_json":
        output.write_json(documents.series(series))
    elif form == "as_csv":
        output.write_text(documents.series_csv(series))
    elif form == "fields":
        output.write_fields(documents.series_rows(series))
    elif not series.points:
        terminal.tell_person("There are no values.")
    elif form == "as_table":
        output.write_lines(views.series_table(series, terminal))
    elif form == "as_chart":
        curve = curves.curve(series)
        assert curve is not None  # it has points
        best = curve.lowest(options["window"], now or 0)
        output.write_lines(views.series_chart(series, curve, best, now, terminal))


def _picture(terminal: Terminal, series: Series, length: int, now: float | None) -> str:
    curve = curves.curve(series)
    if curve is None:
        raise Failure("There are no values to draw", "Ask for another time")
    best = curve.lowest(length, now or 0)
    what = "history" if now is None else "forecast"
    captions = plot.Captions(
        title=f"{cleaning.line(series.region)}: {what} of {parameters.NAMES[series.signal]}",
        subtitle=", ".join(_origin(series, terminal)),
        unit=units.name(series.units),
        best=f"lowest {durations.show(length)}: {views.lowest(best, terminal)}" if best else "",
    )
    return plot.draw(curve, captions, now=now, best=best, zone=terminal.zone)


def _origin(series: Series, terminal: Terminal) -> list[str]:
    parts = [f"{sources.of(series.signal).server.name}, {series.signal.name.lower()}"]
    if series.generated_at:
        parts.append(f"generated {wording.day_and_time(series.generated_at, terminal.zone)}")
    if series.model_date:
        parts.append(f"model of {cleaning.line(series.model_date)}")
    return parts
