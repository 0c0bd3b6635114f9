"""The schema that a reply has to fit: as JSON, in a file, or in a short form; and the check."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import click
import fastjsonschema
from fastjsonschema import JsonSchemaDefinitionException, JsonSchemaValueException

import json_text
from json_text import BadJson
from shared import cleaning
from shared.errors import Failure
from tools.openai.commands import input_file

_LARGEST = 1024 * 1024
_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_FIELD = re.compile(r"\s*(?P<name>[^\s:]+)(?:\s+(?P<type>\w+))?\s*(?::\s*(?P<about>.*\S))?\s*")
# What maps names of somebody's to schemas, what holds no schema, and what would not be checked.
_NAMED = ("properties", "patternProperties", "$defs", "definitions", "dependencies")
_VALUES = ("enum", "const", "default", "examples", "required")
_UNCHECKED = (
    *("prefixItems", "dependentRequired", "dependentSchemas", "minContains", "maxContains"),
    *("unevaluatedItems", "unevaluatedProperties", "$dynamicRef", "$recursiveRef"),
)
# What the library stumbles over where a keyword has a value of another type than it takes.
_SENSELESS = (AttributeError, KeyError, TypeError, ValueError, RecursionError)


@dataclass(frozen=True)
class Schema:
    """A JSON Schema, as text for the server, and what checks a value."""

    text: str
    _check: Callable[[object], object]

    def value(self, reply: str) -> object:
        """The JSON of a reply. Raises `Failure` where it is none, or does not fit."""
        try:
            value = json_text.parse(reply)
            self._check(value)
        except BadJson as error:
            raise _unfit(f"is {error}") from None
        except JsonSchemaValueException as error:
            where = str(error.name).removeprefix("data").removeprefix(".")
            what = cleaning.line(error.message.removeprefix(str(error.name)))
            raise _unfit(f"does not fit the schema: {where or 'it'} {what}") from None
        except RecursionError:
            raise _unfit("is nested too deeply for the schema") from None
        return value


def given(text: str, *, many: bool) -> Schema:
    """The schema of an option: a JSON object, the name of a `.json` file, or fields; `many` for a
    list of such, in an object's `items`, since the API takes objects only.

    Raises `click.UsageError` for what is no schema, `Failure` for a file that cannot be read.
    """
    schema = _written(text)
    if many:
        items = {"type": "array", "items": schema}
        schema = _object({"items": items})
    for name in _keywords(schema):
        if name in _UNCHECKED:
            raise click.UsageError(f"The schema has {name!r}, by which no reply can be checked.")
    try:
        check = fastjsonschema.compile(schema, use_default=False)
    except (JsonSchemaDefinitionException, re.error) as error:
        raise _senseless(str(error)) from None
    except _SENSELESS:
        raise _senseless("a keyword has a value of another type") from None
    return Schema(json.dumps(schema, ensure_ascii=False), check)


def _written(text: str) -> dict[str, Any]:
    if text.lower().endswith(".json"):
        content = input_file.read(text, _LARGEST, "Name a file with a JSON schema")
        return _parsed(content.decode("utf-8", "replace"))
    return _parsed(text) if text.lstrip().startswith("{") else _fields(text)


def _parsed(text: str) -> dict[str, Any]:
    try:
        value = json_text.parse(text)
    except BadJson as error:
        raise _senseless(f"it is {error}") from None
    if not isinstance(value, dict):
        raise _senseless("it is not a JSON object")
    return value


def _fields(text: str) -> dict[str, Any]:
    """`name, age int, bio: a short text`, with commas or each on a line: an object's schema."""
    properties = {}
    for part in filter(str.strip, text.split("\n" if "\n" in text.strip() else ",")):
        match = _FIELD.fullmatch(part)
        kind = _TYPES.get(match["type"] or "str") if match else None
        if match is None or kind is None:
            known = ", ".join(_TYPES)
            raise _senseless(f"{part.strip()!r} is not 'NAME [TYPE][: ABOUT]'; types are {known}")
        if match["name"] in properties:
            raise _senseless(f"{match['name']!r} is there twice")
        about = {"description": match["about"]} if match["about"] else {}
        properties[match["name"]] = {"type": kind, **about}
    if not properties:
        raise _senseless("it is empty")
    return _object(properties)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def _keywords(schema: object) -> Iterator[str]:
    """The keywords in a schema and in those within it. Raises `click.UsageError` for a reference
    that leads out of it."""
    if isinstance(schema, list):
        for each in schema:
            yield from _keywords(each)
    if not isinstance(schema, dict):
        return
    for name, value in schema.items():
        yield name
        if name == "$ref" and not str(value).startswith("#"):
            raise _senseless(f"it refers to {value!r}, which is not in it")
        if name in _NAMED and isinstance(value, dict):
            yield from _keywords([*value.values()])
        elif name not in _VALUES:
            yield from _keywords(value)


def _senseless(why: str) -> click.UsageError:
    return click.UsageError(f"Invalid schema: {cleaning.line(why)}.")


def _unfit(what: str) -> Failure:
    return Failure(f"The reply {what}", "Ask again, or choose another model")
