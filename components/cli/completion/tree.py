"""What can be typed after `wae`: commands, options, and what they take."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import click

_HELP_NAMES = ["-h", "--help"]
# What an argument is called that names a file.
_FILE_NAMES = ("FILE", "PICTURE", "DIR", "FOLDER", "PATH")


@dataclass(frozen=True)
class Values:
    """What may stand in a place: one of the words, or the name of a file."""

    words: tuple[str, ...] = ()
    files: bool = False


@dataclass(frozen=True)
class Option:
    """An option's names and help, and what it takes; None for a flag."""

    names: tuple[str, ...]
    help: str
    values: Values | None


@dataclass(frozen=True)
class Node:
    """A command, with those below it and the values of its arguments."""

    name: str
    help: str
    options: tuple[Option, ...] = ()
    commands: tuple["Node", ...] = ()
    arguments: Values = Values()

    def below(self, path: str = "") -> Iterable[tuple[str, "Node"]]:
        """The node and all below it, each with its path: `wae github repo`."""
        mine = f"{path} {self.name}".strip()
        yield mine, self
        for command in self.commands:
            yield from command.below(mine)


def of_click(command: click.Command, name: str) -> Node:
    """The node of a command of our own."""
    context = click.Context(command, info_name=name, help_option_names=_HELP_NAMES)
    parameters = command.get_params(context)
    children = command.commands if isinstance(command, click.Group) else {}
    arguments = [_values(each) for each in parameters if isinstance(each, click.Argument)]
    return Node(
        name,
        command.get_short_help_str(100),
        tuple(_option(each) for each in parameters if isinstance(each, click.Option)),
        tuple(of_click(child, key) for key, child in sorted(children.items()) if not child.hidden),
        arguments[0] if arguments else Values(),
    )


def with_host(root: Node, information: dict[str, Any]) -> Node:
    """The same with the commands and the options that the host adds, as it describes them."""
    theirs = tuple(_node_of_host(each) for each in information.get("commands", ()))
    more = tuple(map(_option_of_host, information.get("options", ())))
    return replace(root, commands=root.commands + theirs, options=root.options + more)


def with_help(root: Node) -> Node:
    """The same, where `help` takes the names of the commands as well."""
    names = tuple(command.name for command in root.commands)
    return replace(root, commands=tuple(_taking(each, names) for each in root.commands))


def _taking(node: Node, names: tuple[str, ...]) -> Node:
    if node.name != "help":
        return node
    return replace(node, arguments=Values(node.arguments.words + names))


def _option(option: click.Option) -> Option:
    names = (*option.opts, *option.secondary_opts)
    flag = option.is_flag or option.count
    return Option(names, option.help or "", None if flag else _values(option))


def _values(parameter: click.Parameter) -> Values:
    words = getattr(parameter.type, "choices", ())
    files = isinstance(parameter.type, (click.Path, click.File))
    what = (parameter.metavar or "").strip("[]").partition(".")[0]
    return Values(tuple(words), files or what in _FILE_NAMES)


def _node_of_host(fact: dict[str, Any]) -> Node:
    options = tuple(map(_option_of_host, fact["options"]))
    commands = tuple(map(_node_of_host, fact.get("commands", ())))
    return Node(fact["name"], fact["help"], options, commands, Values(files=fact["files"]))


def _option_of_host(fact: dict[str, Any]) -> Option:
    values = Values(files=fact["files"]) if fact["takes_value"] else None
    return Option(tuple(fact["names"]), fact["help"], values)
