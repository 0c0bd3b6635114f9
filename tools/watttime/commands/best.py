"""`wae watttime best`: when to run a job, and waiting for it."""

import math
import time
from typing import Any

import click
from wit_world.imports import emissions

from shared import durations, output, wording
from shared.durations import Duration
from shared.terminal import Terminal
from shared.tool import examples
from tools.watttime.commands import (
    countdown,
    curves,
    documents,
    parameters,
    places,
    requests,
    views,
)

_HOUR, _MOST = 3_600, 72 * 3_600


@click.command(
    "best",
    epilog=examples(
        "wae watttime best --window 90m --within 24h",
        "wae watttime best CAISO_NORTH --json",
        "wae watttime best --window 2h --wait && make train",
    ),
)
@parameters.region
@parameters.signal
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
@parameters.as_json
@click.pass_obj
def best(terminal: Terminal, /, **options: Any) -> None:
    """Say when to run a job, and how much that saves."""
    if options["window"] > options["within"]:
        raise click.UsageError("--window cannot be longer than --within.")
    region = places.region(terminal, options)
    advice = requests.ask_about(
        terminal,
        region,
        emissions.best,
        options["signal"],
        options["window"] // 60,
        options["within"] // _HOUR,
    )
    requests.tell_warnings(terminal, advice.warnings)
    requests.tell_missing(terminal, advice.missing)
    start = curves.moment(advice.best.start)
    left = max(0, math.ceil(start - time.time()))
    if options["as_json"]:
        output.write_json(documents.advice(advice, left))
    elif terminal.stdout_tty:
        output.write_lines(views.advice(advice, left, terminal))
    else:
        output.write_fields(documents.advice_rows(advice, left))
    if options["wait"] and left:
        _wait(terminal, left, start, curves.moment(advice.best.end))


def _wait(terminal: Terminal, left: int, start: float, end: float) -> None:
    when = wording.clock_time(int(start), terminal.zone)
    terminal.tell(f"wae: Waiting until {when}, for {durations.show(left)}.")
    countdown.wait_until(start, terminal)
    if time.time() >= end:
        terminal.tell("wae: The best time is over: the clock was set, or the machine slept.")
