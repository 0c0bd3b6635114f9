"""Functions as a language model gets to know them: names that it can write, words to choose by,
schemas that stand alone."""

from __future__ import annotations

import json
import re

from wae.contract.compact import compact
from wae.contract.docs import summary
from wae.contract.examples import NoExample
from wae.contract.examples import arguments as example_arguments
from wae.contract.model import Contract, Function, is_handle_free
from wae.contract.schema import Schema, Schemas, arguments, kinds

RESULT = "result"
_OBJECT = {"type": "object"}
"""The member of a tool's structured result that holds what the function returned."""

_CLAUSE = re.compile(r"[^:;,.(]*")
_LONGEST_TITLE = 70
_QUOTED = re.compile("`([^`]+)`")


def title(function: Function) -> str:
    """What a function does, in a few words: the first clause that its contract says of it."""
    clause = _CLAUSE.match(summary(function.doc))
    words = clause[0].strip() if clause else ""
    return words if 0 < len(words) <= _LONGEST_TITLE else function.title


def words(contract: Contract, function: Function) -> str:
    """What the contract says of a function, else of its interface; its name where it is silent.

    A function of the same interface is called by its tool's name.
    """

    def called(quoted: re.Match[str]) -> str:
        other = contract.interfaces[function.interface].functions.get(quoted[1])
        if other is None or not is_handle_free(other):
            return quoted[0]
        return f"`{contract.names.tool(other.interface, other.name)}`"

    text = function.doc or contract.interfaces[function.interface].doc or function.title
    paragraphs = (" ".join(one.split()) for one in _QUOTED.sub(called, text).split("\n\n"))
    return "\n\n".join(paragraphs)


def example(contract: Contract, function: Function) -> str | None:
    """The arguments of the shortest call as JSON, if the contract's words have enough for it."""
    try:
        given = example_arguments(contract, function)
    except NoExample:
        return None
    return json.dumps(given, ensure_ascii=False, separators=(",", ":"))


def arguments_schema(contract: Contract, function: Function) -> Schema:
    """The schema of a function's arguments, an object, with all that it refers to."""
    schemas = Schemas("#/$defs/", contract.docs, contract.names)
    schema = arguments(schemas, function.parameters)
    whole = {**schema, "$defs": schemas.definitions} if schemas.definitions else schema
    return compact(whole)


def result_schema(function: Function) -> Schema:
    """An outline of an object whose ``result`` is what a function returns: what kind of value that
    is, unless it is an object. All that is valid under the whole schema is valid under this one."""
    kind = kinds(function.returned)
    return {"type": "object"} | ({"properties": {RESULT: kind}} if kind != _OBJECT else {})
