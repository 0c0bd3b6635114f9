"""Examples in the description of endpoints: those of the contract's words."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from wae.contract.model import make_contract
from wae.contract.openapi import describe
from wae.kit.docs import sources

WIT = """
package a:b@1.0.0;

interface shop {
    enum colour { red, green }
    variant size {
        /// Such as `XL`.
        letters(string),
        /// Such as `42`.
        number(u8),
        any,
    }
    record wish {
        /// Such as `lamp`.
        name: string,
        /// Such as 3.
        count: u64,
        size: size,
        /// Such as `soon`.
        note: option<string>,
    }
    record all { wish: wish }

    /// - `wishes`: what is wanted.
    order: func(wishes: list<wish>);
    /// - `names`: such as `lamp`.
    /// - `colour`: such as `green`.
    /// - `most`: such as 9.5, or all.
    find: func(names: list<string>, colour: colour, most: option<f64>) -> list<wish>;
    /// - `colour`: such as `blue`.
    /// - `weight`: such as `nan`.
    /// - `count`: such as 256.
    wrong: func(colour: colour, weight: f64, count: u8);
    none: func();
    silent: func(value: string);
}

world w { export shop; }
"""
SHOP = "/b/shop/"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("wit")
    Path(folder, "a.wit").write_text(WIT)
    described = sources.describe(str(folder), str(folder))
    return describe("shop", make_contract(described.type, described.docs), token=False)


def body(document: dict[str, Any], function: str) -> dict[str, Any]:
    content = document["paths"][SHOP + function]["post"]["requestBody"]["content"]
    given: dict[str, Any] = content["application/json"]
    return given


def examples(body: dict[str, Any]) -> dict[str, Any]:
    members = body["schema"]["properties"].items()
    return {name: schema["examples"] for name, schema in members if "examples" in schema}


def test_a_body_is_the_shortest_call(document: dict[str, Any]) -> None:
    """It has what is needed, lists have one item, and it is none where the words lack a value."""
    wish = {"name": "lamp", "count": 3, "size": {"letters": "XL"}}
    assert {"wishes": [wish]} == body(document, "order")["example"]
    assert {"names": ["lamp"], "colour": "green"} == body(document, "find")["example"]
    assert {} == body(document, "none")["example"]
    assert "example" not in body(document, "silent")
    assert "example" not in body(document, "wrong")


def test_values_have_those_of_their_words(document: dict[str, Any]) -> None:
    """Parameters, fields and cases do, optional ones too; not where the words' is no such value."""
    expected = {"names": [["lamp"]], "colour": ["green"], "most": [9.5]}
    assert expected == examples(body(document, "find"))
    assert {} == examples(body(document, "wrong"))
    schemas = document["components"]["schemas"]
    wish = schemas["b.shop.wish"]["properties"]
    assert (["lamp"], ["soon"]) == (wish["name"]["examples"], wish["note"]["examples"])
    letters, number, _ = schemas["b.shop.size"]["oneOf"]
    assert (["XL"], [42]) == tuple(
        next(iter(case["properties"].values()))["examples"] for case in (letters, number)
    )


def test_all_are_valid(document: dict[str, Any]) -> None:
    """Each example fits the schema that it stands beside, and the description is OpenAPI."""
    validate(document, cls=OpenAPIV31SpecValidator)
    checked = 0
    for function in ("order", "find", "none"):
        given = body(document, function)
        schema = {**document, **given["schema"]}
        jsonschema.Draft202012Validator(schema).validate(given["example"])
    found = list(_with_examples(document))
    for schema in found:
        for example in schema["examples"]:
            jsonschema.Draft202012Validator({**document, **schema}).validate(example)
            checked += 1
    assert 7 <= checked


def _with_examples(node: Any) -> Any:
    if isinstance(node, dict):
        if isinstance(node.get("examples"), list):
            yield node
        for inner in node.values():
            yield from _with_examples(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _with_examples(inner)
