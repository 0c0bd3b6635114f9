"""`wae watttime best`: when to run a job, and where; and waiting for it."""

import math
import time
from collections.abc import Mapping
from typing import Any

import click
from wit_world.imports import emissions
from wit_world.imports.emissions import Advice

from drawing.curve import Span
from shared import durations, output, wording
from shared.durations import Duration
from shared.errors import Failure
from shared.json_option import json_option
from shared.terminal import Terminal
from shared.tool import examples
from tools.watttime.commands import (
    comparison,
    countdown,
    curves,
    documents,
    each,
    parameters,
    places,
    power,
    requests,
    views,
)
from tools.watttime.commands.comparison import Candidate
from tools.watttime.commands.power import Job, Watts

_HOUR, _MOST = 3_600, 72 * 3_600


def _fields(options: Mapping[str, Any]) -> list[str]:
    return [*documents.ADVICE, *parameters.error(options)]


@click.command(
    "best",
    epilog=examples(
        "wae watttime best --window 90m --within 24h --watts 300",
        "wae watttime best CAISO_NORTH PJM_DC ERCOT_NORTHCENTRAL",
        "wae watttime best --window 2h --wait && make train",
    ),
)
@parameters.regions
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
    help="When it must be done, in whole hours: up to 72h (default 24h).",
)
@click.option(
    "--watts",
    type=Watts(),
    metavar="POWER",
    help="Say what the job causes, in kg of CO2: 300, 300W, 1.5kW.",
)
@click.option("--wait", is_flag=True, help="Wait until the best time.")
@json_option(by=_fields)
@click.pass_context
def best(context: click.Context, /, **options: Any) -> None:
    """Find the best time to run a job, and what that saves.

    With several regions, the one where the job causes least comes first.
    """
    terminal = context.obj
    if options["window"] > options["within"]:
        raise click.UsageError("--window cannot be longer than --within.")
    regions, choice = places.regions(terminal, options)
    options["signal"] = choice.signal
    asked = (choice.signal, options["window"] // 60, options["within"] // _HOUR)
    advice = each.ask(terminal, choice, regions, emissions.best, emissions.best_all, *asked)
    jobs = {one.region: _job(one, options) for one in each.good(advice)}
    requests.tell_about(terminal, each.good(advice))
    if len(advice) == 1:
        (chosen,) = each.good(advice)
        _show(terminal, chosen, jobs[chosen.region], options["as_json"])
    else:
        _compare(terminal, advice, jobs, options)
    code = each.tell(terminal, advice)
    if options["wait"] and not code:
        _wait(terminal, min((_span(one) for one in each.good(advice)), key=_rank))
    context.exit(code)


def _show(terminal: Terminal, advice: Advice, job: Job | None, as_json: bool) -> None:
    left = _left(advice)
    if as_json:
        output.write_json(documents.advice(advice, left, job))
    elif terminal.stdout_tty:
        output.write_lines(views.advice(advice, left, job, terminal))
    else:
        output.write_fields(documents.advice_rows(advice, left, job))


def _compare(
    terminal: Terminal,
    advice: Mapping[str, Advice | Failure],
    jobs: Mapping[str, Job | None],
    options: dict[str, Any],
) -> None:
    """Shows the best first; as JSON also those that failed, last."""
    ranked = sorted(each.good(advice), key=lambda one: _rank(_span(one)))
    candidates = [
        Candidate(one.region, one.units, _span(one), one.now.average, jobs[one.region])
        for one in ranked
    ]
    comparison.comparable(candidates)
    if options["as_json"]:
        known = [
            documents.advice(one, _left(one), jobs[one.region]) | {"error": None} for one in ranked
        ]
        failed = [
            documents.no_advice(code, options["signal"], each.message(one))
            for code, one in advice.items()
            if isinstance(one, Failure)
        ]
        output.write_json([*known, *failed])
    elif terminal.stdout_tty:
        output.write_lines(comparison.lines(candidates, time.time(), terminal))
    else:
        output.write_fields(
            documents.compared_row(one, _left(one), jobs[one.region]) for one in ranked
        )


def _job(advice: Advice, options: dict[str, Any]) -> Job | None:
    watts = options["watts"]
    return None if watts is None else power.job(watts, options["window"], advice)


def _span(advice: Advice) -> Span:
    best = advice.best
    return Span(curves.moment(best.start), curves.moment(best.end), best.average)


def _rank(span: Span) -> tuple[float, float]:
    return span.average, span.start


def _left(advice: Advice) -> int:
    """Whole seconds until the best time."""
    return max(0, math.ceil(_span(advice).start - time.time()))


def _wait(terminal: Terminal, best: Span) -> None:
    left = max(0, math.ceil(best.start - time.time()))
    if not left:
        return
    when = wording.clock_time(int(best.start), terminal.zone)
    terminal.tell(f"wae: Waiting until {when}, for {durations.show(left)}.")
    countdown.wait_until(best.start, terminal)
    if time.time() >= best.end:
        terminal.tell("wae: The best time is over: the clock was set, or the machine slept.")
