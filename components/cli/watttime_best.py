"""`wae watttime best`: when to run a job, and waiting for it."""

import math
import time
from typing import Any

import click
from wit_world.imports import emissions

import countdown
import durations
import output
import watttime_asking
import watttime_documents
import watttime_options
import watttime_place
import watttime_series
import watttime_views
import wording
from durations import Duration
from terminal import Terminal
from tool import examples

_HOUR, _MOST = 3_600, 72 * 3_600


@click.command(
    "best",
    epilog=examples(
        "wae watttime best --window 90m --within 24h",
        "wae watttime best --region CAISO_NORTH --json",
        "wae watttime best --window 2h --wait && make train",
    ),
)
@watttime_options.region
@watttime_options.place
@watttime_options.signal
@click.option(
    "--window",
    type=Duration(60, _MOST, (60, "minutes")),
    default="60m",
    metavar="TIME",
    help="How long the job takes: 90m, 1h30m, 2h (default 60m).",
)
@click.option(
    "--within",
    type=Duration(_HOUR, _MOST, (_HOUR, "hours")),
    default="24h",
    metavar="TIME",
    help="By when it must be done, in whole hours: up to 72h (default 24h).",
)
@click.option("--wait", is_flag=True, help="Return when the best time has come.")
@watttime_options.as_json
@click.pass_obj
def best(terminal: Terminal, **options: Any) -> None:
    """Say when to run a job, and how much that saves."""
    if options["window"] > options["within"]:
        raise click.UsageError("--window cannot be longer than --within.")
    region = watttime_place.region(terminal, options)
    found = watttime_asking.ask_about(
        terminal,
        region,
        emissions.best,
        options["signal"],
        options["window"] // 60,
        options["within"] // _HOUR,
    )
    watttime_asking.tell_warnings(terminal, found.warnings)
    start = watttime_series.moment(found.best.start)
    left = max(0, math.ceil(start - time.time()))
    if options["as_json"]:
        output.write_json(watttime_documents.advice(found, left))
    elif terminal.shown:
        output.write_lines(watttime_views.advice(found, left, terminal))
    else:
        output.write_fields(watttime_documents.advice_rows(found, left))
    if options["wait"] and left:
        _wait(terminal, left, start, watttime_series.moment(found.best.end))


def _wait(terminal: Terminal, left: int, start: float, end: float) -> None:
    when = wording.clock_time(int(start), terminal.zone)
    terminal.tell(f"wae: Waiting until {when}, for {durations.show(left)}.")
    countdown.wait_until(start, terminal)
    if time.time() >= end:
        terminal.tell("wae: The best time is over: the clock was set, or the machine slept.")
