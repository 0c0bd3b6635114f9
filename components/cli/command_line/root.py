"""The `wae` command line: from arguments to an exit code."""

import dataclasses
from collections.abc import Iterator, Sequence

import click

from command_line import menu, sections
from command_line.answers import Choice
from command_line.config import config
from command_line.menu import Section
from command_line.tools import TOOLS
from completion.command import completion
from doctor.command import doctor
from help.command import help_
from shared import errors, installed_tools, output
from shared.errors import Failure
from shared.terminal import Terminal
from shared.tool import examples

# Text that is wider than this is hard to read.
_WIDEST_HELP = 100


@click.group(
    "wae",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        *(f"wae {tool.described.examples[0].command}" for tool in TOOLS if tool.described.examples)
    ),
)
@click.pass_context
def wae(context: click.Context) -> None:
    """Tools in a sandbox: none can read your files, each reaches only its own hosts.

    Without a command, on a terminal: a menu. Its answers can be piped into 'wae menu'.
    """
    if context.invoked_subcommand is not None:
        return
    terminal = context.obj
    if terminal.interactive and terminal.stdout_tty:
        _menu(terminal)
    else:
        output.write_lines([context.get_help()])


@click.command("menu", epilog=examples("wae menu", "printf '1\\n1\\n24\\n' | wae menu"))
@click.pass_context
def menu_(context: click.Context) -> None:
    """Choose from a menu, and be asked for what is needed.

    The same as 'wae' alone on a terminal, but answers may also come from a pipe, one per line. The
    exit code is then that of the last entry chosen.

    First the tool, then what it does: '2 ?' lists the options of 2, '2 --json' sets one. Ctrl-D
    goes back.
    """
    terminal = context.obj
    if terminal.interactive:
        _menu(terminal)
    else:
        context.exit(_menu(dataclasses.replace(terminal, scripted=True)))


def _menu(terminal: Terminal) -> int:
    try:
        installed = installed_tools.functions(terminal.services)
    except Failure as failure:  # the toolbox's own entries are there all the same
        terminal.tell(str(failure))
        installed = []
    names = {one.tool for one in installed}
    own = Section("settings", "which are set, and checks", [*_own()])
    items = [*sections.of_tools(TOOLS), *sections.of_installed(installed), own]

    def chosen(arguments: Sequence[str]) -> int:
        if arguments[0] in names:
            return installed_tools.run(terminal.services, [*arguments])
        return run(arguments, terminal)

    return menu.serve(Section("wae", "", items), terminal, chosen)


def _own() -> Iterator[Choice | Section]:
    """What wae does itself, as far as it can within the toolbox."""
    here = ("config list", "config path", "doctor")
    for path in here:
        command: click.Command = wae
        for word in path.split():
            assert isinstance(command, click.Group)
            command = command.commands[word]
        yield Choice(f"{path}: {sections.about(command)}", tuple(path.split()), (), command)


for _tool in TOOLS:
    wae.add_command(_tool.command)
for _command in (
    completion,
    config,
    doctor(TOOLS),
    help_,
    menu_,
):
    wae.add_command(_command)


def run(arguments: Sequence[str], terminal: Terminal) -> int:
    """Runs one command line (without the program's name) and returns its exit code.

    Raises `OSError` where the results cannot be written.
    """
    width = min(terminal.columns, _WIDEST_HELP)
    try:
        with wae.make_context(
            "wae", list(arguments), obj=terminal, terminal_width=width
        ) as context:
            wae.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        terminal.tell("")
        return errors.FAILED
    except click.UsageError as error:
        terminal.tell(errors.usage(error))
        return errors.USAGE
    except Failure as failure:
        terminal.tell(str(failure))
        return failure.code
    return 0
