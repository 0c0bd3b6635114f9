"""Tools, as a model sees them, from an app's contract and from what is behind its functions."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wae.contract.model import Contract, Function, is_plain
from wae.contract.schema import Schema
from wae.contract.tools import arguments_schema, result_schema, words
from wae.faces.mcp.powers import Power, key


@dataclass(frozen=True)
class Tool:
    """A function as a tool. ``result`` is the schema of what it returns.

    ``sealed``: what it can reach changes nothing and tells nobody: clocks and random numbers.
    """

    name: str
    function: Function
    description: str
    arguments: Schema
    result: Schema
    sealed: bool


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
    """The functions that take and give plain values, as far as they are chosen."""
    found = []
    for function in filter(is_plain, contract.functions()):
        name = contract.names.tool(function.interface, function.name)
        if choice.takes(name):
            found.append(_tool(name, function, contract, powers[key(function)]))
    return found


def _tool(name: str, function: Function, contract: Contract, power: Power) -> Tool:
    return Tool(
        name,
        function,
        f"{words(contract, function)}\n\n{power.words}",
        arguments_schema(contract, function),
        result_schema(contract, function),
        power.sealed,
    )
