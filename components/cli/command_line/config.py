"""`wae config`: where settings and data are kept."""

import click

from shared import cleaning, host_facts, output, table
from shared.errors import Failure
from shared.table import Column
from shared.terminal import Terminal
from shared.tool import examples


@click.group("config", invoke_without_command=True, epilog=examples("wae config path"))
@click.pass_context
def config(context: click.Context) -> None:
    """Find settings and data.

    'wae help settings' lists all settings.
    """
    if context.invoked_subcommand is None:
        output.write_lines([context.get_help()])


@config.command(epilog=examples("wae config path", "wae config path --json"))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def path(terminal: Terminal, as_json: bool) -> None:
    """Show where things are kept, and whether they exist."""
    paths = host_facts.read().get("paths")
    if paths is None:
        raise Failure(
            "The program that runs the toolbox does not tell where it keeps things",
            "Run the command with wae",
        )
    if as_json:
        output.write_json(paths)
    elif terminal.shown:
        rows = [(one["name"], _exists(one), cleaning.line(one["path"])) for one in paths]
        columns = [Column("FOR"), Column("EXISTS"), Column("PATH")]
        output.write_lines(table.lines(columns, rows, terminal.columns))
    else:
        output.write_fields((one["name"], one["exists"], one["path"]) for one in paths)


def _exists(fact: dict[str, object]) -> str:
    return "yes" if fact["exists"] else "no"
