"""`wae watttime`: how clean electricity is, where and when."""

import dataclasses
import re
from typing import Any

import click
from componentize_py_types import Err
from wit_world.imports import account, emissions
from wit_world.imports.emissions import Index, Signal

from shared import cleaning, listing, output, table
from shared.errors import Failure
from shared.group import Group
from shared.json_option import json_option
from shared.terminal import Terminal
from shared.tool import Service, examples
from tools.watttime.commands import (
    account_commands,
    best,
    documents,
    each,
    errors,
    parameters,
    places,
    requests,
    series_commands,
    views,
)

_REGION = re.compile(r"[A-Z]+_[A-Z0-9_]+")


def _meaning(word: str) -> str | None:
    return f"index {word}" if _REGION.fullmatch(word) else None


@click.group(
    "watttime",
    cls=Group,
    meaning=_meaning,
    invoke_without_command=True,
    epilog=examples(
        "wae watttime best CAISO_NORTH --window 90m",
        "wae watttime forecast CAISO_NORTH",
        "wae watttime index CAISO_NORTH PJM_DC ERCOT_NORTHCENTRAL",
    ),
)
@click.pass_context
def watttime(context: click.Context) -> None:
    """Find out when electricity is clean, with WattTime.

    You need an account: WATTTIME_USER and WATTTIME_PASSWORD, or a WATTTIME_TOKEN. Forecasts and
    history of regions other than CAISO_NORTH need a paid plan.

    Set WATTTIME_REGION to your grid region; if no place is given, you are asked.
    """
    if context.invoked_subcommand is None:
        output.write_lines([context.get_help()])


@watttime.command(
    epilog=examples("wae watttime region --lat 37.4 --lon -122.1", "wae watttime region --here")
)
@parameters.place
@parameters.signal
@json_option("region", "name", "latitude", "longitude", "place", "source")
@click.pass_obj
def region(terminal: Terminal, /, as_json: bool, **options: Any) -> None:
    """Find the grid region of a place."""
    located, place = places.locate(terminal, options)
    document = documents.region(located, place)
    if as_json:
        output.write_json(document)
    elif terminal.stdout_tty:
        facts = [("Region", cleaning.line(located.code)), ("Name", cleaning.line(located.name))]
        output.write_lines(table.pairs(facts, terminal.columns))
    else:
        output.write_fields(document.items())


@watttime.command(
    epilog=examples(
        "wae watttime index CAISO_NORTH",
        "wae watttime index CAISO_NORTH PJM_DC ERCOT_NORTHCENTRAL --json",
    )
)
@parameters.regions
@parameters.signal
@json_option(Index, "error")
@click.pass_context
def index(context: click.Context, /, as_json: bool, **options: Any) -> None:
    """Show how dirty electricity is now.

    From 0 to 100, compared with what else the region sees: 0 is cleanest. Many regions are asked
    for at once.
    """
    terminal, signal = context.obj, options["signal"]
    codes = places.regions(terminal, options)
    indexes = each.ask(terminal, codes, _one_index, emissions.indexes, signal)
    for one in each.good(indexes):
        requests.tell_warnings(terminal, one.warnings)
    if as_json:
        output.write_json([_index_document(code, signal, one) for code, one in indexes.items()])
    elif terminal.stdout_tty:
        output.write_lines(views.indexes(each.good(indexes), terminal))
    else:
        rows = [(one.region, one.percentile, one.time) for one in each.good(indexes)]
        output.write_fields(rows)
    context.exit(each.tell(terminal, indexes))


@watttime.command(epilog=examples("wae watttime access", "wae watttime access --json"))
@json_option(emissions.Access)
@click.pass_obj
def access(terminal: Terminal, as_json: bool) -> None:
    """List what the account may see."""
    listed = requests.ask(terminal, emissions.my_access)
    chosen = listing.named(listed, lambda one: one.region, "region", terminal)
    if as_json:
        output.write_json([dataclasses.asdict(one) for one in chosen])
    elif terminal.stdout_tty:
        output.write_lines(views.access(chosen, terminal))
    else:
        output.write_fields(documents.access_rows(chosen))


for _command in (
    best.best,
    series_commands.forecast,
    series_commands.historical,
    account_commands.register,
    account_commands.login,
):
    watttime.add_command(_command)


COMMAND = watttime
SERVICE = Service(
    name="WattTime",
    servers=(errors.SERVER, places.SERVER),
    credentials=(errors.USERS, (errors.PASSWORD,)),
    public=False,
    ask=lambda: emissions.my_access() if errors.token() else account.login(),
    explain=errors.failure,
    instead=(errors.TOKEN,),
)


def _one_index(code: str, signal: Signal) -> Index:
    (result,) = emissions.indexes([code], signal)
    if isinstance(result, Err):
        raise Err(result.value)
    return result.value


def _index_document(code: str, signal: Signal, outcome: Index | Failure) -> dict[str, Any]:
    if isinstance(outcome, Failure):
        return documents.no_index(code, signal, each.message(outcome))
    return documents.index(outcome)
