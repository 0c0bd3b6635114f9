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
    sources,
    views,
)

_REGION = re.compile(r"[A-Z]+_[A-Z0-9_]+|[A-Z]{2}(-[A-Z0-9]+)*")


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
        "wae watttime index DE FR --source electricity-maps",
    ),
)
@click.pass_context
def watttime(context: click.Context) -> None:
    """Find out when electricity is clean.

    WattTime wants an account: WATTTIME_USER and WATTTIME_PASSWORD, or a WATTTIME_TOKEN. Forecasts
    and history of regions other than CAISO_NORTH need a paid plan. Its co2_moer is what one more
    unit of electricity causes (marginal).

    Electricity Maps has Europe, too, and wants an ELECTRICITY_MAPS_API_KEY. A free one is for one
    zone, such as DE, as it is now; forecasts need a paid plan. Its carbon_intensity
    is what the average unit causes over its life cycle. The two are not to be compared.

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
    located, place = places.locate(terminal, options, sources.choose([], options))
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

    From 0 to 100, compared with what else the region sees: 0 is cleanest. Electricity Maps knows
    the last 24 hours for that. Many regions are asked for at once.
    """
    terminal = context.obj
    codes, choice = places.regions(terminal, options)
    signal = choice.signal
    indexes = each.ask(terminal, choice, codes, _one_index, emissions.indexes, signal)
    warnings = [(signal, text) for one in each.good(indexes) for text in one.warnings]
    requests.tell_warnings(terminal, warnings)
    _tell_uncompared(terminal, each.good(indexes))
    if as_json:
        output.write_json([_index_document(code, signal, one) for code, one in indexes.items()])
    elif terminal.stdout_tty:
        output.write_lines(views.indexes(each.good(indexes), terminal))
    else:
        output.write_fields(map(documents.index_row, each.good(indexes)))
    context.exit(each.tell(terminal, indexes))


@watttime.command(epilog=examples("wae watttime access", "wae watttime access --json"))
@parameters.source
@json_option(emissions.Access)
@click.pass_obj
def access(terminal: Terminal, /, as_json: bool, **options: Any) -> None:
    """List what the account or the key may see."""
    choice = sources.choose([], options)
    listed = requests.ask(terminal, choice, emissions.my_access, choice.signal)
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
SERVICES = (
    Service(
        name="WattTime",
        servers=(errors.SERVER, places.SERVER),
        credentials=(sources.USERS, (sources.PASSWORD,)),
        public=False,
        ask=lambda: emissions.my_access(Signal.CO2_MOER) if errors.token() else account.login(),
        explain=errors.failure,
        instead=(sources.TOKEN,),
    ),
    Service(
        name="Electricity Maps",
        servers=(sources.MAPS.server,),
        credentials=((sources.KEY,),),
        public=False,
        ask=lambda: emissions.my_access(Signal.CARBON_INTENSITY),
        explain=lambda failed: errors.failure(failed, sources.MAPS.server),
    ),
)


def _one_index(code: str, signal: Signal) -> Index:
    (result,) = emissions.indexes([code], signal)
    if isinstance(result, Err):
        raise Err(result.value)
    return result.value


def _tell_uncompared(terminal: Terminal, indexes: list[Index]) -> None:
    """That values are all there is, where the plan covers no more."""
    codes = [cleaning.line(one.region) for one in indexes if one.percentile is None]
    if codes:
        terminal.tell(
            "wae: Your plan covers the value alone, and not what to compare it with: "
            f"{', '.join(codes)}."
        )


def _index_document(code: str, signal: Signal, outcome: Index | Failure) -> dict[str, Any]:
    if isinstance(outcome, Failure):
        return documents.no_index(code, signal, each.message(outcome))
    return documents.index(outcome)
