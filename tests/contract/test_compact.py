"""Schemas for language models: shorter ones, which accept what the whole ones do."""

from itertools import pairwise
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from tests.contract.test_round_trip import shapes_and_values

from wae.contract.compact import compact
from wae.contract.json_values import to_json
from wae.contract.schema import Schema, Schemas, kinds, whole_object
from wae.contract.shapes import Option, Record, Sequence, Shape, Tuple, Variant
from wae.contract.shapes import Result as ResultShape


def whole(shape: Shape) -> Schema:
    """The schema of an argument of this shape."""
    schemas = Schemas("#/$defs/")
    required = [] if isinstance(shape, Option) else ["value"]
    schema = whole_object({"value": schemas.of(shape)}, required)
    return {**schema, "$defs": schemas.definitions}


def sparse(shape: Shape, value: Any) -> Any:
    """A value's JSON without members that are null because they are absent."""
    match shape:
        case Option(some, wrapped):
            if value is None or not wrapped:
                return value if value is None else sparse(some, value)
            return {"some": sparse(some, value["some"])}
        case Record(fields=fields):
            return {
                field.name: sparse(field.shape, value[field.name])
                for field in fields
                if value[field.name] is not None or not isinstance(field.shape, Option)
            }
        case Sequence(item):
            return [sparse(item, one) for one in value]
        case Tuple(items):
            return [sparse(item, one) for item, one in zip(items, value, strict=True)]
        case Variant(cases=cases) if isinstance(value, dict):
            [(name, payload)] = value.items()
            inner = next(case.shape for case in cases if case.name == name)
            return value if inner is None else {name: sparse(inner, payload)}
        case ResultShape(ok, error):
            [(name, payload)] = value.items()
            inner = ok if name == "ok" else error
            return value if inner is None else {name: sparse(inner, payload)}
        case _:
            return value


@settings(max_examples=80)
@given(shapes_and_values())
def test_every_value_can_be_said(pairs: list[tuple[Shape, Any]]) -> None:
    """The JSON of every value, absent members left out, is valid under the short schema, which is a
    valid one and no longer than the whole."""
    for shape, value in pairs:
        long = whole(shape)
        short = compact(long)
        assert len(str(short)) <= len(str(long))
        jsonschema.Draft202012Validator.check_schema(short)
        given_value = sparse(shape, to_json(shape, value))
        absent = given_value is None and isinstance(shape, Option)
        jsonschema.Draft202012Validator(short).validate({} if absent else {"value": given_value})


@settings(max_examples=80)
@given(shapes_and_values())
def test_nothing_else_can_be_said(pairs: list[tuple[Shape, Any]]) -> None:
    """What is valid under the short schema is valid under the whole one."""
    for (shape, _), other in pairwise(pairs):
        long = whole(shape)
        candidate = {"value": sparse(other[0], to_json(*other))}
        if jsonschema.Draft202012Validator(compact(long)).is_valid(candidate):
            jsonschema.Draft202012Validator(long).validate(candidate)


@settings(max_examples=80)
@given(shapes_and_values())
def test_kinds(pairs: list[tuple[Shape, Any]]) -> None:
    """The JSON of every value is of one of the kinds of its shape."""
    for shape, value in pairs:
        jsonschema.Draft202012Validator(kinds(shape)).validate(to_json(shape, value))


NUMBER = {"type": "integer", "minimum": 0}
DESCRIBED = {**NUMBER, "description": "its"}
NULL = {"type": "null"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (
            whole_object({"a": {"anyOf": [NUMBER, {"type": "null"}], "description": "of\n a"}}, []),
            {
                "type": "object",
                "properties": {"a": {**NUMBER, "description": "of a"}},
                "additionalProperties": False,
            },
        ),
        (
            {"anyOf": [{"type": "string", "enum": ["x"]}, {"type": "null"}]},
            {"type": ["string", "null"], "enum": ["x", None]},
        ),
        (
            {"$ref": "#/$defs/a", "description": "mine", "$defs": {"a": DESCRIBED}},
            {**NUMBER, "description": "mine"},
        ),
        (
            {
                "type": "array",
                "prefixItems": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}],
                "$defs": {"a": {"items": {"$ref": "#/$defs/b"}}, "b": NUMBER},
            },
            {
                "type": "array",
                "prefixItems": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}],
                "$defs": {"a": {"items": NUMBER}},
            },
        ),
        (
            {"anyOf": [{"$ref": "#/$defs/a"}, NULL], "$defs": {"a": {"oneOf": [NUMBER]}}},
            {"anyOf": [{"oneOf": [NUMBER]}, {"type": "null"}]},
        ),
    ],
    ids=["left out", "null is one more", "used once", "used twice", "no type of its own"],
)  # fmt: skip
def test_shorter(schema: Schema, expected: Schema) -> None:
    """What is said once is said where it is used; null is a type among others, or not said."""
    assert expected == compact(schema)
