"""The commands of a tool that has none of its own: made of its contract (`wae.tools.command`)."""

from collections.abc import Callable
from typing import Any

import click
from componentize_py_types import Err

from shared import output
from shared.errors import Failure
from shared.group import Group
from shared.table import LAYOUT
from shared.terminal import Terminal
from shared.tool import examples
from wae.contract import own
from wae.contract.model import Function
from wae.contract.shapes import Enum
from wae.errors import UsageError
from wae.tools import fields
from wae.tools.command import Command, Failed, commands
from wae.tools.description import Tool
from wae.tools.help import JSON, without_records
from wae.tools.options import Opt
from wae.tools.results import Screen
from wae.tools.words import metavar, unwrap_option

_PROGRAM = "wae"


def group(tool: Tool) -> click.Group:
    """`wae dice`, with a command for each function."""
    contract = own.imports(lambda name: name in tool.interfaces)
    lines = [f"{_PROGRAM} {example.command}" for example in tool.examples]
    made = Group(
        tool.name,
        help=f"{tool.about[0].upper()}{tool.about[1:]}.",
        epilog=examples(*lines) if lines else None,
        callback=_show_help,
        invoke_without_command=True,
    )
    for command in commands(contract, f"{_PROGRAM} {tool.name}", lines):
        made.add_command(_Contracted(command, _caller(own.imported(command.function))))
    return made


class _Contracted(click.Command):
    """A command that reads its words itself; its parameters are for others to know."""

    def __init__(self, made: Command, call: Callable[[Function, list[Any]], Any]) -> None:
        flag = click.Option([JSON[0]], is_flag=True, help=JSON[1])
        chosen = click.Option([f"--{fields.OPTION}"], metavar=fields.METAVAR, help=fields.HELP)
        parameters: list[click.Parameter] = [
            *map(_option, without_records(made.options)),
            flag,
            chosen,
        ]
        super().__init__(made.name, help=made.doc, params=parameters)
        self._made = made
        self._call = call
        self._words: list[str] = []

    def get_help(self, ctx: click.Context) -> str:
        return self._made.help(ctx.terminal_width or 80).rstrip("\n")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        self._words = args
        return []

    def invoke(self, ctx: click.Context) -> None:
        terminal: Terminal = ctx.obj
        screen = Screen(terminal.stdout_tty, ctx.terminal_width or terminal.columns, LAYOUT)
        try:
            done = self._made.run(self._words, self._call, screen)
        except UsageError as error:
            raise click.UsageError(". ".join(filter(None, (error.message, error.hint)))) from None
        if done.problem:
            raise Failure(done.problem, code=done.code)
        output.write_text(done.output)


@click.pass_context
def _show_help(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        output.write_lines([context.get_help()])


def _caller(run: Callable[..., Any]) -> Callable[[Function, list[Any]], Any]:
    def call(function: Function, values: list[Any]) -> Any:
        try:
            return run(*values)
        except Err as error:
            raise Failed(error.value) from None

    return call


def _option(option: Opt) -> click.Option:
    """The option as completion and the menu know options."""
    name = f"--{option.name}"
    bare = unwrap_option(option.shape)
    if option.is_switch:
        return click.Option([name], is_flag=True, help=option.doc)
    kind = click.Choice(bare.labels) if isinstance(bare, Enum) else click.STRING
    shape, needed = metavar(option.shape), option.is_needed
    return click.Option([name], metavar=shape, help=option.doc, type=kind, required=needed)
