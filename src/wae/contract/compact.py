"""JSON schemas in fewer words, for language models, which read all of them before they call one.

A value has one spelling less: what is optional is left out where it is absent, and not null. That
numbers end with 32 bits is not said; examples are in the descriptions. In all else the short schema
accepts what the long one does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from wae.contract.schema import Schema

_DEFINITIONS = "#/$defs/"
_NULL = {"type": "null"}
_LARGEST_U32 = 2**32 - 1


def compact(schema: Schema) -> Schema:
    """The short form of a schema that stands alone: definitions that are used once stand where they
    are used, and what says nothing is left out."""
    definitions = schema.get("$defs", {})
    used = Counter(_references(schema))
    once = {name: one for name, one in definitions.items() if used[_DEFINITIONS + name] == 1}
    shared = {name: one for name, one in definitions.items() if name not in once}
    whole = {key: value for key, value in schema.items() if key != "$defs"}
    return _short({**whole, "$defs": shared} if shared else whole, once)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _short(schema: Schema, once: dict[str, Schema]) -> Schema:
    name = schema.get("$ref", "").removeprefix(_DEFINITIONS)
    if name in once:
        return _short({**once[name], **_without(schema, "$ref")}, once)
    short = {k: _part(k, value, once) for k, value in schema.items() if k != "examples"}
    if short.get("maximum") == _LARGEST_U32:
        short = _without(short, "maximum")
    if "properties" in short:
        required = short.get("required", [])
        members = short["properties"].items()
        short["properties"] = {n: m if n in required else _given(m) for n, m in members}
        if not required:
            short = _without(short, "required")
    if "anyOf" in short:
        return _joined(short)
    return short


def _part(key: str, value: Any, once: dict[str, Schema]) -> Any:
    match key:
        case "description":
            return " ".join(value.split())
        case "properties" | "$defs":
            return {name: _short(inner, once) for name, inner in value.items()}
        case "anyOf" | "oneOf" | "prefixItems":
            return [_short(inner, once) for inner in value]
        case "items" | "not":
            return _short(value, once)
        case _:
            return value


def _given(schema: Schema) -> Schema:
    """The schema of what may be left out, where it is there."""
    if "anyOf" in schema:
        left = [_given(one) for one in schema["anyOf"] if one != _NULL]
        return _one({**schema, "anyOf": left})
    if isinstance(schema.get("type"), list) and "null" in schema["type"]:
        kinds = [kind for kind in schema["type"] if kind != "null"]
        schema = {**schema, "type": kinds[0] if len(kinds) == 1 else kinds}
        if "enum" in schema:
            schema["enum"] = [one for one in schema["enum"] if one is not None]
    return schema


def _joined(schema: Schema) -> Schema:
    """Alternatives of which null is one more type of another."""
    options: list[Schema] = []
    for one in schema["anyOf"]:
        options += one["anyOf"] if [*one] == ["anyOf"] else [one]
    others = [one for one in options if one != _NULL]
    place = next((at for at, one in enumerate(others) if _takes_null(one)), None)
    if _NULL in options and place is not None:
        others[place] = _nullable(others[place])
        options = others
    return _one({**schema, "anyOf": options})


def _one(schema: Schema) -> Schema:
    """A single alternative is none."""
    if len(schema["anyOf"]) > 1:
        return schema
    return {**schema["anyOf"][0], **_without(schema, "anyOf")}


def _takes_null(schema: Schema) -> bool:
    return "type" in schema and not {"const", "oneOf", "anyOf", "not", "$ref"} & {*schema}


def _nullable(schema: Schema) -> Schema:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    more = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [*kinds, "null"], **more}


def _without(schema: Schema, key: str) -> Schema:
    return {name: value for name, value in schema.items() if name != key}
