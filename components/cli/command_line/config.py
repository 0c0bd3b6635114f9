"""`wae config`: which settings there are, where they are set, and where things are kept."""

from dataclasses import asdict, dataclass

import click

from help.settings_list import SETTINGS
from shared import cleaning, host_information, output, setting_place, table
from shared.errors import Failure
from shared.json_option import json_option
from shared.table import Column
from shared.terminal import Terminal
from shared.tool import examples
from wae.tools.description import Setting

_ELSEWHERE = "Run the command with wae"


@click.group(
    "config",
    invoke_without_command=True,
    epilog=examples("wae config set OPENAI_API_KEY", "wae config list", "wae config path"),
)
@click.pass_context
def config(context: click.Context) -> None:
    """Set and find settings.

    'wae help settings' explains where they are looked for.
    """
    if context.invoked_subcommand is None:
        output.write_lines([context.get_help()])


@config.command(epilog=examples("wae config path", "wae config path --json"))
@json_option("name", "path", "exists")
@click.pass_obj
def path(terminal: Terminal, as_json: bool) -> None:
    """Show where things are kept, and whether they exist."""
    paths = host_information.read().get("paths")
    if paths is None:
        raise Failure(
            "The program that runs the toolbox does not say where it keeps things",
            _ELSEWHERE,
        )
    if as_json:
        output.write_json(paths)
    elif terminal.stdout_tty:
        rows = [(one["name"], _exists(one), cleaning.line(one["path"])) for one in paths]
        columns = [Column("FOR"), Column("EXISTS"), Column("PATH")]
        output.write_lines(table.lines(columns, rows, terminal.columns))
    else:
        output.write_fields((one["name"], one["exists"], one["path"]) for one in paths)


@dataclass(frozen=True)
class _Known:
    """A setting, and where it is set: `environment`, `folder`, `configuration`, or nowhere.

    `problem` is why that cannot be told. The value of a `secret` is nothing that others may see.
    """

    name: str
    about: str
    source: str | None
    problem: str | None
    secret: bool


@config.command("list", epilog=examples("wae config list", "wae config list --json"))
@json_option(_Known)
@click.pass_obj
def list_(terminal: Terminal, as_json: bool) -> None:
    """List settings, and where each is set.

    Values are never shown.
    """
    known = [_look(one) for one in SETTINGS]
    if as_json:
        output.write_json([asdict(one) for one in known])
    elif terminal.stdout_tty:
        columns = [Column("SETTING"), Column("SET IN"), Column("FOR", prose=True)]
        rows = [
            (one.name, one.problem or _PLACES.get(one.source or "", ""), one.about) for one in known
        ]
        output.write_lines(table.lines(columns, rows, terminal.columns))
    else:
        output.write_fields((one.name, one.source, one.problem, one.about) for one in known)


@config.command(
    "set",
    epilog=examples(
        "wae config set OPENAI_API_KEY",
        "wae config set GH_TOKEN < token",
        "wae config set WATTTIME_REGION DE",
    ),
)
@click.argument("name", metavar="NAME")
@click.argument("value", metavar="[VALUE]", required=False)
@json_option("name", "file", "source")
def set_(name: str, value: str | None, as_json: bool) -> None:
    """Set a setting for good.

    Without VALUE, it is asked for, or read from standard input. Keys and passwords, which others
    could see on the command line, go without it, and are typed unseen. The value goes into the
    file .env in the configuration folder, which only you can read. The rest of the file stays as
    it is.
    """
    raise _not_here("written")


@config.command(epilog=examples("wae config unset OPENAI_API_KEY"))
@click.argument("name", metavar="NAME")
@json_option("name", "file", "source")
def unset(name: str, as_json: bool) -> None:
    """Remove what 'wae config set' has set."""
    raise _not_here("removed")


def _not_here(done: str) -> Failure:
    """What only wae itself does: the toolbox cannot write to the configuration folder."""
    return Failure(f"No setting is {done} by the toolbox alone", _ELSEWHERE)


_PLACES = {
    "environment": "the environment",
    "folder": ".env here",
    "configuration": "the configuration folder",
}


def _look(one: Setting) -> _Known:
    try:
        return _Known(one.name, one.about, setting_place.source(one.name), None, one.secret)
    except Failure as failure:
        problem = str(failure).removeprefix("wae: ")
        return _Known(one.name, one.about, None, problem, one.secret)


def _exists(fact: dict[str, object]) -> str:
    return "yes" if fact["exists"] else "no"
