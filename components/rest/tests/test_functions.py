"""The functions that the component calls are those of the contracts, with the same types."""

import json
import runpy
from pathlib import Path

import pytest
from componentize_py_types import Err, Ok

from functions import DOCUMENT, functions
from schema_shapes import Shapes
from wae.contract.json_values import from_json, to_json
from wae.contract.model import streamed
from wae.contract.openapi import paths
from wae.contract.shapes import (
    Enumeration,
    Flags,
    Group,
    NoShape,
    Option,
    Record,
    Result,
    Sequence,
    Variant,
)

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "openapi"))


def form(shape):
    """What a shape, or None, is without the classes that it is made of."""
    match shape:
        case Record(name, fields=fields):
            return (name, [(field.name, form(field.shape)) for field in fields])
        case Variant(name, cases=cases):
            return (name, [(case.name, form(case.shape)) for case in cases])
        case Enumeration(name, labels=labels) | Flags(name, labels=labels):
            return (type(shape).__name__, name, labels)
        case Sequence(item, length):
            return ("list", form(item), length)
        case Group(items):
            return ("tuple", [form(item) for item in items])
        case Option(some, wrapped):
            return ("option", form(some), wrapped)
        case Result(ok, error):
            return ("result", form(ok), form(error))
    return shape


def test_description_is_fresh():
    """`openapi.json` is what `scripts/openapi` writes."""
    assert SCRIPT["description"]() == (ROOT / "components/rest/openapi.json").read_text()


def test_types():
    """Each function has the parameters, result and stream of its contract."""
    contract = SCRIPT["imported_contract"]()
    ours = functions(DOCUMENT)
    expected = {}
    for path, function in paths(contract).items():
        stream = streamed(contract, function)
        result = Result(None, function.result.error) if stream else function.result
        parameters = [(p.name, form(p.shape)) for p in function.parameters]
        item = form(stream.item if stream else None)
        expected[path] = (function.title, parameters, form(result), item)
    assert expected == {
        path: (
            f.title,
            [(p.name, form(p.shape)) for p in f.parameters],
            form(f.result),
            form(f.item),
        )
        for path, f in ours.items()
    }


def test_results_inside_of_results():
    """A result in a list is read and written with the bindings' classes."""
    shape = functions(DOCUMENT)["/watttime/emissions/indexes"].result
    document = [{"error": {"server": None, "reason": {"not-found": "x"}}}]
    found = from_json(shape, document)
    assert [Err] == [type(each) for each in found]
    assert document == to_json(shape, found)


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "boolean"}, "bool"),
        ({"type": "integer", "minimum": -128, "maximum": 127}, "s8"),
        ({"type": "string", "minLength": 1, "maxLength": 1}, "char"),
        ({"anyOf": [{"type": "number"}, {"type": "string", "enum": ["NaN"]}]}, "f64"),
    ],
)
def test_scalars(schema, kind):
    """Scalars that no contract has today."""
    assert kind == Shapes({}).of(schema).kind


def test_others():
    """Bytes, tuples and results without payloads; what has no shape ends the build."""
    text = {"type": "string", "contentEncoding": "base64"}
    assert b"\xff" == from_json(Shapes({}).of(text), "/w==")
    pair = Shapes({}).of({"type": "array", "prefixItems": [text, {"type": "boolean"}]})
    assert (b"", True) == from_json(pair, ["", True])
    nothing = Shapes({}).result({"type": "null"}, {"type": "null"})
    assert [{"ok": None}, {"error": None}] == [to_json(nothing, v) for v in (Ok(None), Err(None))]
    with pytest.raises(NoShape):
        Shapes({}).of({"not": {}})


def test_document_is_json():
    """Every function is described."""
    assert [*DOCUMENT["paths"]] == [*functions(DOCUMENT)]
    json.dumps(DOCUMENT, allow_nan=False)
