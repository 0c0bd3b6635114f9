"""`wae watttime`: how clean electricity is, where and when."""

import dataclasses
from typing import Any

import click
from componentize_py_types import Err
from wit_world.imports import account, emissions
from wit_world.imports.emissions import Index, Signal

import cleaning
import output
import table
import watttime_account_commands
import watttime_asking
import watttime_best
import watttime_documents
import watttime_errors
import watttime_options
import watttime_place
import watttime_series_commands
import watttime_views
from errors import Failure
from terminal import Terminal
from tool import Entry, Question, Service, Tool, examples


@click.group(
    "watttime",
    invoke_without_command=True,
    epilog=examples(
        "wae watttime best --region CAISO_NORTH --window 90m",
        "wae watttime forecast --region CAISO_NORTH",
        "wae watttime index CAISO_NORTH PJM_DC ERCOT_NORTHCENTRAL",
    ),
)
@click.pass_context
def watttime(context: click.Context) -> None:
    """Find out when electricity is clean, with WattTime.

    It takes an account: WATTTIME_USER and WATTTIME_PASSWORD. Forecasts and history of other
    regions than CAISO_NORTH take a plan that is not free.

    Set WATTTIME_REGION to your grid region; where no place is given, you are asked.
    """
    if context.invoked_subcommand is None:
        output.write_lines([context.get_help()])


@watttime.command(
    epilog=examples("wae watttime region --lat 37.4 --lon -122.1", "wae watttime region --here")
)
@watttime_options.place
@watttime_options.signal
@watttime_options.as_json
@click.pass_obj
def region(terminal: Terminal, as_json: bool, **options: Any) -> None:
    """Find the grid region of a place."""
    found, place = watttime_place.locate(terminal, options)
    document = watttime_documents.region(found, place)
    if as_json:
        output.write_json(document)
    elif terminal.shown:
        facts = [("Region", cleaning.line(found.code)), ("Name", cleaning.line(found.name))]
        output.write_lines(table.facts(facts))
    else:
        output.write_fields(document.items())


@watttime.command(
    epilog=examples(
        "wae watttime index --region CAISO_NORTH",
        "wae watttime index CAISO_NORTH PJM_DC ERCOT_NORTHCENTRAL --json",
    )
)
@click.argument("codes", metavar="[REGION]...", nargs=-1)
@click.option("--region", "regions", multiple=True, metavar="CODE", help="The same as REGION.")
@watttime_options.place
@watttime_options.signal
@watttime_options.as_json
@click.pass_context
def index(
    context: click.Context,
    codes: tuple[str, ...],
    regions: tuple[str, ...],
    as_json: bool,
    **options: Any,
) -> None:
    """Show how dirty electricity is now.

    From 0 to 100, compared with what else the region sees: 0 is cleanest. Many regions are asked
    for at once.
    """
    terminal = context.obj
    wanted = [*codes, *regions]
    only = watttime_place.region(terminal, {**options, "region": wanted[0] if wanted else None})
    found = _indexes(terminal, wanted or [only], options["signal"])
    good = [one for one in found.values() if isinstance(one, Index)]
    for one in good:
        watttime_asking.tell_warnings(terminal, one.warnings)
    if as_json:
        output.write_json(
            [_index_document(code, options["signal"], one) for code, one in found.items()]
        )
    elif terminal.shown:
        output.write_lines(watttime_views.indexes(good, terminal))
    else:
        output.write_fields([(one.region, one.percentile, one.time) for one in good])
    failures = {code: one for code, one in found.items() if isinstance(one, Failure)}
    for code, failure in failures.items():
        terminal.tell(f"wae: {cleaning.line(code)}: {_message(failure)}")
    if failures:
        context.exit(next(iter(failures.values())).code)


@watttime.command(epilog=examples("wae watttime access", "wae watttime access --json"))
@watttime_options.as_json
@click.pass_obj
def access(terminal: Terminal, as_json: bool) -> None:
    """List what the account may see."""
    found = watttime_asking.ask(terminal, emissions.my_access)
    if as_json:
        output.write_json([dataclasses.asdict(one) for one in found])
    elif terminal.shown:
        output.write_lines(watttime_views.access(found, terminal))
    else:
        output.write_fields(watttime_documents.access_rows(found))


for _command in (
    watttime_best.best,
    watttime_series_commands.forecast,
    watttime_series_commands.historical,
    watttime_account_commands.register,
    watttime_account_commands.login,
):
    watttime.add_command(_command)

TOOL = Tool(
    watttime,
    (
        Entry(
            "WattTime: the best time to run something",
            ("watttime", "best"),
            (Question("How long it takes", "--window", "60m"),),
        ),
        Entry("WattTime: forecast", ("watttime", "forecast")),
        Entry("WattTime: how clean it is now", ("watttime", "index")),
        Entry("WattTime: make an account", ("watttime", "register")),
    ),
    Service(
        name="WattTime",
        credentials=(watttime_errors.USERS, (watttime_errors.PASSWORD,)),
        public=False,
        ask=lambda: account.login(),
        explain=watttime_errors.failure,
    ),
)


def _indexes(terminal: Terminal, codes: list[str], signal: Signal) -> dict[str, Index | Failure]:
    """The index of each region, or why there is none; one alone raises the `Failure`."""
    if len(codes) == 1:
        return {codes[0]: watttime_asking.ask_about(terminal, codes[0], _one_index, signal)}
    results = watttime_asking.ask(terminal, _all_indexes, codes, signal)
    return {
        code: watttime_errors.failure(one.value) if isinstance(one, Err) else one.value
        for code, one in zip(codes, results, strict=True)
    }


def _all_indexes(codes: list[str], signal: Signal) -> list[Any]:
    """The results; raises `Err` where the account was not accepted, for that fails all of them."""
    results = emissions.indexes(codes, signal)
    for one in results:
        if isinstance(one, Err) and isinstance(one.value, emissions.Error_Unauthorized):
            raise Err(one.value)
    return results


def _one_index(code: str, signal: Signal) -> Index:
    (result,) = emissions.indexes([code], signal)
    if isinstance(result, Err):
        raise Err(result.value)
    return result.value


def _index_document(code: str, signal: Signal, found: Index | Failure) -> dict[str, Any]:
    if isinstance(found, Failure):
        return watttime_documents.no_index(code, signal, _message(found))
    return watttime_documents.index(found)


def _message(failure: Failure) -> str:
    return str(failure).removeprefix("wae: ")
