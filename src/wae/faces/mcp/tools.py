"""Tools, as a model sees them, from an app's contract and from what is behind its functions."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wae.contract.model import Contract, Function, is_plain
from wae.contract.names import interface_parts
from wae.contract.schema import Schema, Schemas
from wae.contract.shapes import Option, Result
from wae.faces.mcp.powers import Power, key

_LONGEST_NAME = 64


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
    plain = [function for function in contract.functions() if is_plain(function)]
    found = []
    for function, name in zip(plain, tool_names(plain), strict=True):
        if choice.takes(name):
            found.append(_tool(name, function, contract, powers[key(function)]))
    return found


def tool_names(functions: list[Function]) -> list[str]:
    """A name for each: ``password_generator_generate``, distinct, of the characters allowed."""
    names: list[str] = []
    for function in functions:
        parts = [*filter(None, interface_parts(function.interface)), function.name]
        name = re.sub(r"[^A-Za-z0-9_-]", "-", "_".join(parts))[:_LONGEST_NAME]
        number = 2
        while name in names:
            name, number = f"{name[: _LONGEST_NAME - 4]}_{number}", number + 1
        names.append(name)
    return names


def _tool(name: str, function: Function, contract: Contract, power: Power) -> Tool:
    text = function.doc or contract.interfaces[function.interface].doc or function.title
    result = function.result.ok if isinstance(function.result, Result) else function.result
    return Tool(
        name,
        function,
        f"{text}\n\n{power.words}",
        _whole(contract, lambda schemas: _arguments(schemas, function)),
        _whole(
            contract,
            lambda schemas: _object(
                {"result": {"type": "null"} if result is None else schemas.of(result)}, ["result"]
            ),
        ),
        power.sealed,
    )


def _whole(contract: Contract, make: Any) -> Schema:
    """A schema that has everything it refers to with it."""
    schemas = Schemas("#/$defs/", contract.docs)
    schema: Schema = make(schemas)
    return {**schema, "$defs": schemas.definitions} if schemas.definitions else schema


def _arguments(schemas: Schemas, function: Function) -> Schema:
    needed = [p.name for p in function.parameters if not isinstance(p.shape, Option)]
    return _object({p.name: schemas.of(p.shape) for p in function.parameters}, needed)


def _object(members: dict[str, Schema], required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": members,
        "required": required,
        "additionalProperties": False,
    }
