"""`wae openai models`: what the server offers."""

import dataclasses

import click
from wit_world.imports.models import Model

from shared import output
from shared.json_option import json_option
from shared.terminal import Terminal
from shared.tool import examples
from tools.openai.commands import key, views
from tools.openai.commands.models import choice


@click.command(epilog=examples("wae openai models", "wae openai models --json"))
@json_option(Model)
@click.pass_obj
def models(terminal: Terminal, as_json: bool) -> None:
    """List the server's models."""
    key.need(terminal)
    offered = choice.listed(terminal)
    if as_json:
        output.write_json([dataclasses.asdict(one) for one in offered])
    elif terminal.stdout_tty:
        output.write_lines(views.models(offered, terminal))
    else:
        output.write_fields([*vars(one).values()] for one in offered)
    if not offered:
        terminal.tell_person("There are no models.")
