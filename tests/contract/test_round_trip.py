"""Every value of every type survives: as JSON, under its schema, and in the engine's memory."""

import json
from typing import Any

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contract.values import same, values
from tests.strategies import interface_sets

from wae.binary.types import Func, Named, TypeDef
from wae.contract.classes import Classes
from wae.contract.json_values import from_json, to_json
from wae.contract.schema import Schemas
from wae.contract.shapes import NoShape, Scalar, Shape, holds_handle
from wae.faces.memory import Arguments, read_value


@st.composite
def shapes_and_values(draw: st.DrawFn) -> tuple[Shape, Any]:
    """A type of a random interface, and a value of it."""
    interfaces = draw(interface_sets())
    classes = Classes({name: interface.items for name, interface in interfaces.items()})
    found = []
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
                    found.append(shape)
    shape = draw(st.sampled_from(found)) if found else Scalar("bool")
    return shape, draw(values(shape))


@settings(max_examples=300)
@given(shapes_and_values())
def test_json(pair: tuple[Shape, Any]) -> None:
    """A value comes back from JSON text as it was."""
    shape, value = pair
    text = json.dumps(to_json(shape, value), allow_nan=False)
    assert same(value, from_json(shape, json.loads(text)))


@settings(max_examples=150)
@given(shapes_and_values())
def test_schema(pair: tuple[Shape, Any]) -> None:
    """The JSON of every value is valid under the schema of its type, which is a valid schema."""
    shape, value = pair
    schemas = Schemas("#/$defs/")
    schema = {**schemas.of(shape), "$defs": schemas.definitions}
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(to_json(shape, value))


@settings(max_examples=300)
@given(shapes_and_values())
def test_memory(pair: tuple[Shape, Any]) -> None:
    """A value comes back from the engine's layout as it was."""
    shape, value = pair
    arguments = Arguments([shape, shape], [value, value], lambda *_: 0)
    for number in range(2):
        pointer = arguments.pointer + 32 * number
        assert same(value, read_value(shape, pointer, lambda *_: None))
