"""What the menu has: each tool with its entries and all its other commands."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import click

from command_line.answers import Choice
from command_line.menu import Section
from shared.installed_tools import InstalledFunction
from shared.tool import Tool
from wae.tools.description import Entry, Question


def of_tools(tools: Iterable[Tool]) -> list[Section]:
    """A section for each: first what its own entries say, then the commands that these leave."""
    return [of_tool(tool) for tool in tools]


def of_tool(tool: Tool) -> Section:
    """The entries of a tool, and its other commands."""
    name = tool.described.name
    entries = [_entry(entry, tool.command) for entry in tool.described.menu]
    taken = {_words(entry) for entry in tool.described.menu}
    rest = of_command(tool.command, (name,), taken)
    return Section(name, tool.described.about, [*entries, *rest])


def of_command(
    command: click.Command, path: tuple[str, ...], taken: Iterable[tuple[str, ...]] = ()
) -> list[Choice | Section]:
    """The commands below one, without those at `taken`; groups of them are sections."""
    items: list[Choice | Section] = []
    for name, child in getattr(command, "commands", {}).items():
        below = (*path, name)
        if isinstance(child, click.Group):
            if inner := of_command(child, below, taken):
                items.append(Section(name, about(child), inner))
        elif not child.hidden and below not in taken:
            items.append(Choice(f"{name}: {about(child)}", below, _needed(child), child))
    return items


def of_installed(functions: Sequence[InstalledFunction]) -> Iterator[Section]:
    """A section for each installed tool."""
    for tool, group in groupby(functions, key=lambda one: one.tool):
        choices = [
            Choice(
                " ".join(one.command[1:]),
                tuple(one.command),
                tuple(Question(f"--{name}", "", f"--{name}") for name in one.asks),
            )
            for one in group
        ]
        yield Section(tool, "installed", choices)


def _entry(entry: Entry, command: click.Command) -> Choice:
    """In its tool's section the label does not say the tool again."""
    for word in entry.arguments[1:]:
        command = getattr(command, "commands", {}).get(word, command)
    label = entry.label.partition(": ")[2] or entry.label
    return Choice(label, entry.arguments, entry.questions, command)


def _words(entry: Entry) -> tuple[str, ...]:
    return tuple(word for word in entry.arguments if not word.startswith("-"))


def _needed(command: click.Command) -> tuple[Question, ...]:
    """A question for each parameter that the command cannot do without."""
    questions = []
    for parameter in command.params:
        if parameter.required:
            option = None if isinstance(parameter, click.Argument) else parameter.opts[0]
            text = option or parameter.make_metavar(click.Context(command)).strip(".[]")
            questions.append(Question(text, "", option))
    return tuple(questions)


def about(command: click.Command) -> str:
    """What it does, to stand after its name."""
    text = command.get_short_help_str(60).rstrip(".")
    return text[:1].lower() + text[1:]
