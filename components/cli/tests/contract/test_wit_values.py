"""JSON and JSON Schema of every shape that a type of a contract has."""

# ruff: noqa: UP006, UP007, UP035, UP045 -- the types are as componentize-py writes them

import json
from dataclasses import dataclass
from enum import Enum, Flag, auto
from typing import List, Optional, Tuple, Union

import pytest
from componentize_py_types import Err, Ok, Result, Some

from contract import json_schema, json_values, shapes
from contract.json_values import Mismatch
from contract.shapes import Unsupported


class Colour(Enum):
    """An enum."""

    RED = 0
    DARK_GREEN = 1


class Rights(Flag):
    """Flags."""

    READ = auto()
    WRITE_ALL = auto()


@dataclass
class Point:
    """A record."""

    x: int
    y: Optional[float]


@dataclass
class Shape_Nothing:
    """A case without a payload."""


@dataclass
class Shape_At:
    """A case with a record."""

    value: Point


@dataclass
class Shape_NameOfIt:
    """A case with an option."""

    value: Optional[str]


Shape = Union[Shape_Nothing, Shape_At, Shape_NameOfIt]


class Thing:
    """A resource."""


# The type, JSON, and the value that it stands for.
VALUES = {
    "bool": (bool, True, True),
    "u32": (int, 4_294_967_295, 4_294_967_295),
    "u32 as a float": (int, 3.0, 3),
    "f64": (float, 1.5, 1.5),
    "f64 as a whole number": (float, 2, 2.0),
    "string": (str, "日本", "日本"),
    "list<u8>": (bytes, "AP8=", b"\x00\xff"),
    "list": (List[str], ["a", "b"], ["a", "b"]),
    "list of records": (List[Point], [{"x": 1}], [Point(1, None)]),
    "tuple": (Tuple[str, int], ["a", 1], ("a", 1)),
    "option": (Optional[int], 1, 1),
    "no option": (Optional[int], None, None),
    "option of an option": (Optional[Some[Optional[int]]], {"some": 1}, Some(1)),
    "option of no option": (Optional[Some[Optional[int]]], {"some": None}, Some(None)),
    "enum": (Colour, "dark-green", Colour.DARK_GREEN),
    "flags": (Rights, ["read", "write-all"], Rights.READ | Rights.WRITE_ALL),
    "no flags": (Rights, [], Rights(0)),
    "record": (Point, {"x": 1, "y": 0.5}, Point(1, 0.5)),
    "case": (Shape, "nothing", Shape_Nothing()),
    "case with a payload": (Shape, {"at": {"x": 1, "y": 2.0}}, Shape_At(Point(1, 2.0))),
    "case with an option": (Shape, {"name-of-it": None}, Shape_NameOfIt(None)),
    "option of a variant": (Optional[Shape], "nothing", Shape_Nothing()),
    "variant of one case": (Shape_At, {"at": {"x": 1, "y": 2.0}}, Shape_At(Point(1, 2.0))),
    "ok": (Result[int, str], {"ok": 1}, Ok(1)),
    "error": (Result[int, str], {"error": "e"}, Err("e")),
    "ok without a payload": (Result[None, str], "ok", Ok(None)),
    "option of a result": (Optional[Result[int, None]], "error", Err(None)),
}
WRONG = {
    "bool": (bool, 1, "it must be true or false"),
    "u32 below": (int, -1, "it must be a whole number from 0 to 4294967295"),
    "u32 above": (int, 2**32, "it must be a whole number from 0 to 4294967295"),
    "u32 is no bool": (int, True, "it must be a whole number from 0 to 4294967295"),
    "u32 is no fraction": (int, 1.5, "it must be a whole number from 0 to 4294967295"),
    "f64": (float, "1", "it must be a number"),
    "f64 is no bool": (float, False, "it must be a number"),
    "f64 too large": (float, 10**400, "it must be a number of 64 bits"),
    "f64 infinite": (float, float("inf"), "it must be a number of 64 bits"),
    "string": (str, 1, "it must be a text"),
    "half of a surrogate pair": (str, "\ud800", "it must be Unicode text"),
    "list<u8>": (bytes, "?", "it must be base64"),
    "list<u8>, not ASCII": (bytes, "é", "it must be base64"),
    "list": (List[str], "a", "it must be a list"),
    "list's item": (List[str], ["a", 1], "it[1] must be a text"),
    "tuple": (Tuple[str, int], ["a"], "it must be a list of 2"),
    "option of an option": (Optional[Some[Optional[int]]], 1, "it must be an object"),
    "enum": (Colour, "blue", "it must be one of red, dark-green"),
    "enum is no list": (Colour, ["red"], "it must be one of red, dark-green"),
    "flags": (Rights, ["fly"], "it must be one of read, write-all"),
    "flags are a list": (Rights, "read", "it must be a list"),
    "record": (Point, [], "it must be an object"),
    "record lacks": (Point, {"y": 1}, "it lacks 'x'"),
    "record has not": (Point, {"x": 1, "z": 1}, "it has no 'z'; it has x, y"),
    "record's field": (Point, {"x": 1, "y": "2"}, "it.y must be a number"),
    "case": (Shape, "circle", "it must be one of nothing, at, name-of-it"),
    "case is a number": (Shape, 1, "it must be one of nothing, at, name-of-it"),
    "two cases": (Shape, {"at": 1, "b": 2}, "it must be one of nothing, at, name-of-it"),
    "case lacks its payload": (Shape, "at", "it must be an object with the key 'at'"),
    "case's payload": (Shape, {"at": {"x": "1"}}, "it.at.x must be a whole number from 0 to "
                       "4294967295"),
    "result": (Result[int, str], {"fine": 1}, "it must be one of ok, error"),
}  # fmt: skip
U32 = {"type": "integer", "minimum": 0, "maximum": 4_294_967_295}
POINT = {
    "type": "object",
    "properties": {"x": U32, "y": {"type": "number"}},
    "required": ["x"],
    "additionalProperties": False,
}


def closed(name, schema):
    """An object with one key."""
    return {**POINT, "properties": {name: schema}, "required": [name]}


NULL = {"type": "null"}
SCHEMAS = {
    "bool": (bool, {"type": "boolean"}),
    "u32": (int, U32),
    "f64": (float, {"type": "number"}),
    "string": (str, {"type": "string"}),
    "list<u8>": (bytes, {"type": "string", "contentEncoding": "base64"}),
    "list": (List[str], {"type": "array", "items": {"type": "string"}}),
    "tuple": (
        Tuple[bool, int],
        {"type": "array", "prefixItems": [{"type": "boolean"}, U32], "minItems": 2, "maxItems": 2},
    ),
    "option": (Optional[int], {"anyOf": [U32, NULL]}),
    "option of an option": (
        Optional[Some[Optional[int]]],
        {"anyOf": [closed("some", {"anyOf": [U32, NULL]}), NULL]},
    ),
    "enum": (Colour, {"type": "string", "enum": ["red", "dark-green"]}),
    "flags": (
        Rights,
        {"type": "array", "items": {"type": "string", "enum": ["read", "write-all"]}},
    ),
    "record": (Point, POINT),
    "variant": (
        Shape,
        {
            "anyOf": [
                {"type": "string", "enum": ["nothing"]},
                closed("at", POINT),
                closed("name-of-it", {"anyOf": [{"type": "string"}, NULL]}),
            ]
        },
    ),
    "result": (
        Result[None, str],
        {"anyOf": [{"type": "string", "enum": ["ok"]}, closed("error", {"type": "string"})]},
    ),
}


@pytest.mark.parametrize("shape", VALUES)
def test_reads(shape):
    """JSON becomes the value that the bindings take."""
    hint, value, expected = VALUES[shape]
    found = json_values.read(hint, value, "it")
    assert expected == found
    assert type(expected) is type(found)


@pytest.mark.parametrize("shape", VALUES)
def test_writes(shape):
    """What is read and written again is the same; an option that was left out is null."""
    hint, value, _ = VALUES[shape]
    written = json_values.write(json_values.read(hint, value, "it"))
    assert json_values.read(hint, written, "it") == json_values.read(hint, value, "it")
    json.dumps(written, allow_nan=False)


@pytest.mark.parametrize("shape", WRONG)
def test_refuses(shape):
    """What does not fit is refused with where and why, and never reaches the bindings."""
    hint, value, message = WRONG[shape]
    with pytest.raises(Mismatch) as caught:
        json_values.read(hint, value, "it")
    assert message == str(caught.value)


@pytest.mark.parametrize("shape", SCHEMAS)
def test_schema(shape):
    """The schema of each shape."""
    hint, expected = SCHEMAS[shape]
    assert expected == json_schema.of(hint)


def test_numbers_that_json_has_not():
    """Infinity and what is not a number are null."""
    assert [None, None] == json_values.write([float("inf"), float("nan")])


def test_resources_are_not_data():
    """A resource has no schema."""
    with pytest.raises(Unsupported):
        json_schema.of(Thing)
    with pytest.raises(Unsupported):
        json_schema.of(List[Optional[Thing]])


def test_ranges(monkeypatch):
    """A narrower integer has its own range, in the schema and when it is read."""
    place = shapes.place(Point, "x")
    monkeypatch.setitem(shapes.RANGES, place, (1, 9))
    assert {"type": "integer", "minimum": 1, "maximum": 9} == json_schema.of(Point)["properties"][
        "x"
    ]
    with pytest.raises(Mismatch, match=r"^it\.x must be a whole number from 1 to 9$"):
        json_values.read(Point, {"x": 10}, "it")
