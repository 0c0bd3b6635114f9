"""Tools, as a model sees them, from an app's contract and from what is behind its functions."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wae.contract.many import list_forms
from wae.contract.model import Contract, Function, is_handle_free
from wae.contract.schema import Schema
from wae.contract.tools import arguments_schema, example, result_schema, title, words
from wae.faces.mcp.powers import Power, key


@dataclass(frozen=True)
class Tool:
    """A function as a tool. ``result`` is an outline of what it returns."""

    name: str
    title: str
    function: Function
    description: str
    arguments: Schema
    result: Schema
    power: Power


@dataclass(frozen=True)
class Choice:
    """Which tools to offer: patterns of names, as in a shell. Those denied go before those allowed;
    without any allowed, all are."""

    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()

    def takes(self, name: str) -> bool:
        """Whether the tool is offered."""
        allowed = not self.allow or _any(name, self.allow)
        return allowed and not _any(name, self.deny)


def _any(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def tools(contract: Contract, powers: Mapping[str, Power], choice: Choice) -> list[Tool]:
    """The functions that take and give plain values, as far as they are chosen.

    What does for a list what another one does is offered by its whole name only (decision 90).
    """
    listed = []
    plain = [*filter(is_handle_free, contract.functions())]
    lists = list_forms(plain)
    for function in plain:
        name = contract.names.tool(function.interface, function.name)
        if choice.takes(name) and (function not in lists or name in choice.allow):
            listed.append(_tool(name, function, contract, powers[key(function)]))
    return listed


def distinct(apps: Iterable[tuple[str, list[Tool]]]) -> list[list[Tool]]:
    """The tools of several apps, each with its name: one that another app's has already is called
    by its app, too."""
    taken: set[str] = set()
    found = []
    for app, offered in apps:
        prefix = app.removesuffix(".wasm").replace("-", "_")
        clash = any(tool.name in taken for tool in offered)
        named = [replace(tool, name=f"{prefix}_{tool.name}") if clash else tool for tool in offered]
        taken |= {tool.name for tool in named}
        found.append(named)
    return found


def _tool(name: str, function: Function, contract: Contract, power: Power) -> Tool:
    given = example(contract, function) if function.parameters else None
    lines = [words(contract, function), f"Example: {given}" if given else "", power.words]
    return Tool(
        name,
        title(function),
        function,
        "\n".join(filter(None, lines)),
        arguments_schema(contract, function),
        result_schema(function),
        power,
    )
