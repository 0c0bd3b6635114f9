"""Every value of every type survives: as JSON, under its schema, and in the engine's memory."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contract.values import same, values
from tests.strategies import interface_sets

from wae.binary.types import Func, Named, TypeDef
from wae.contract.classes import Classes
from wae.contract.json_values import InvalidValue, from_json, to_json
from wae.contract.schema import Schemas
from wae.contract.shapes import NoShape, Scalar, Shape, holds_handle
from wae.faces.memory import Arguments, read_value


@st.composite
def shapes_and_values(draw: st.DrawFn) -> list[tuple[Shape, Any]]:
    """The types of random interfaces, which take their time, and a value of each."""
    interfaces = draw(interface_sets())
    classes = Classes({name: interface.items for name, interface in interfaces.items()})
    actual = []
    for owner, interface in interfaces.items():
        for name, item in interface.items.items():
            if isinstance(item, TypeDef):
                kinds = [Named(owner, name)]
            elif isinstance(item, Func):
                kinds = [kind for _, kind in item.params]
            for kind in kinds:
                try:
                    shape = classes.shape(kind)
                except NoShape:
                    continue
                if not holds_handle(shape):
                    actual.append(shape)
    return [(shape, draw(values(shape))) for shape in actual]


@settings(max_examples=80)
@given(shapes_and_values())
def test_everywhere(pairs: list[tuple[Shape, Any]]) -> None:
    """A value comes back as it was from JSON text and from the engine's layout; its JSON is valid
    under the schema of its type, which is a valid schema."""
    for shape, value in pairs:
        in_json(shape, value)
        under_its_schema(shape, value)
        in_memory(shape, value)


def in_json(shape: Shape, value: Any) -> None:
    text = json.dumps(to_json(shape, value), allow_nan=False)
    assert same(value, from_json(shape, json.loads(text)))


def under_its_schema(shape: Shape, value: Any) -> None:
    schemas = Schemas("#/$defs/")
    schema = {**schemas.of(shape), "$defs": schemas.definitions}
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(to_json(shape, value))


def in_memory(shape: Shape, value: Any) -> None:
    arguments = Arguments([shape, shape], [value, value], lambda *_: 0)
    for number in range(2):
        pointer = arguments.pointer + 32 * number
        assert same(value, read_value(shape, pointer, lambda *_: None))


@pytest.mark.parametrize(
    ("kind", "value", "json"),
    [
        ("u64", 2**53 - 1, 2**53 - 1),
        ("u64", 2**53, "9007199254740992"),
        ("s64", -(2**63), "-9223372036854775808"),
        ("u32", 2**32 - 1, 2**32 - 1),
    ],
)
def test_large_integers(kind: str, value: int, json: Any) -> None:
    """Beyond 2^53 - 1 an integer is a string of digits; it is read from either form."""
    shape = Scalar(kind)
    assert json == to_json(shape, value)
    assert value == from_json(shape, json) == from_json(shape, value)
    schema = Schemas("#").of(shape)
    for form in (json, value):
        jsonschema.Draft202012Validator(schema).validate(form)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("u64", "-1"), ("u64", "1.0"), ("s64", "01"), ("u64", "1e3"), ("u64", "٣"), ("u64", "9" * 21),
     ("u64", " 1"), ("u64", ""), ("u32", "1"), ("u64", "18446744073709551616")],
)  # fmt: skip
def test_what_is_no_integer(kind: str, text: str) -> None:
    """Other strings are refused, and so are those for smaller types, whose schema has none."""
    with pytest.raises(InvalidValue):
        from_json(Scalar(kind), text)
