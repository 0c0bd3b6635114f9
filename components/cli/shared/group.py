"""Groups of commands, and what was meant by a word that is none."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

import click

# What is longer is no misspelt command.
_LONGEST = 60
# From 0 to 1: the farther away a command is, the more alike has its name to be.
_NEAR, _VERY_NEAR = 0.6, 0.8


class Group(click.Group):
    """A group that knows which of its commands takes a word: `meaning` gives the command, and what
    of the word it takes (`repo cli/cli`), or None."""

    def __init__(
        self, *arguments: Any, meaning: Callable[[str], str | None] | None = None, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._meaning = meaning

    def meaning(self, word: str) -> str | None:
        """The command line below the group that takes the word."""
        return self._meaning(word) if self._meaning else None


def meant(context: click.Context, word: str) -> str | None:
    """The command line that somebody meant by a word that is no command of the context's group: its
    command of a similar name, another group's command of that name, a command that takes the word,
    or one of a similar name elsewhere."""
    group = context.command
    if not isinstance(group, click.Group) or len(word) > _LONGEST or not word.isprintable():
        return None
    root = context.find_root()
    everywhere = list(_commands(root.command, root.command_path))
    own = {f"{context.command_path} {name}": name for name in group.commands}
    return (
        _similar(word, own, _NEAR)
        or _called(word, everywhere)
        or _taking(word, context, everywhere)
        or _similar(word, {path: path.rpartition(" ")[2] for path, _ in everywhere}, _VERY_NEAR)
    )


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """All commands below one, with their paths."""
    for name, child in getattr(command, "commands", {}).items():
        yield f"{path} {name}", child
        yield from _commands(child, f"{path} {name}")


def _similar(word: str, names: dict[str, str], likeness: float) -> str | None:
    near = get_close_matches(word.lower(), names.values(), 1, likeness)
    return next((path for path, name in names.items() if near and name == near[0]), None)


def _called(word: str, commands: list[tuple[str, click.Command]]) -> str | None:
    return next((path for path, _ in commands if path.rpartition(" ")[2] == word.lower()), None)


def _taking(
    word: str, context: click.Context, commands: list[tuple[str, click.Command]]
) -> str | None:
    """The group's own command that takes the word; at the root, that of any group below."""
    groups = [(context.command_path, context.command)]
    if context.parent is None:
        groups += [(path, command) for path, command in commands if path.count(" ") == 1]
    for path, group in groups:
        if isinstance(group, Group) and (rest := group.meaning(word)):
            return f"{path} {rest}"
    return None
