"""What a language model gets to know of a function: a title, words, an example."""

from pathlib import Path
from typing import Any

import pytest

from wae.contract.model import Contract, Function, make_contract
from wae.contract.tools import arguments_schema, example, result_schema, title, words
from wae.kit.docs.sources import describe

WIT = """
package a:b@1.0.0;

/// What there is.
interface things {
    enum colour { red, green }
    record wish {
        /// Such as `lamp`.
        name: string,
        /// 1 or more, such as 3.
        count: u32,
        /// Such as `green`.
        colour: colour,
        note: option<string>,
    }
    resource river { next: func() -> option<string>; }

    /// Finds a thing: its size, its weight. For several
    /// use `find-all`, or `open`.
    ///
    /// More of it.
    ///
    /// - `name`: such as `lamp` or `chair`.
    /// - `limit`: 10 without it.
    find: func(name: string, limit: option<u8>) -> result<list<string>, string>;
    /// Finds things.
    ///
    /// - `wishes`: what is wanted.
    find-all: func(wishes: list<wish>) -> f64;
    /// Opens it.
    open: func() -> river;
    silent: func(value: string);
    /// Weighs, such as 900 or more.
    ///
    /// - `weight`: such as 300.
    weigh: func(weight: u8);
    /// Does so very much, at so many places and so many times, that no title would ever hold it.
    long: func();
}
"""


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    folder = tmp_path_factory.mktemp("wit")
    Path(folder, "a.wit").write_text(WIT)
    described = describe(str(folder), str(folder))
    return make_contract(described.type, described.docs)


def function(contract: Contract, name: str) -> Function:
    return contract.interfaces["a:b/things@1.0.0"].functions[name]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("find", "Finds a thing"),
        ("find-all", "Finds things"),
        ("silent", "things.silent"),
        ("long", "Does so very much"),
    ],
)
def test_titles(contract: Contract, name: str, expected: str) -> None:
    """The first clause of what the contract says; its name where that is silent."""
    assert expected == title(function(contract, name))


def test_words(contract: Contract) -> None:
    """Paragraphs on a line; another tool goes by its name, and what is no tool does not."""
    expected = (
        "Finds a thing: its size, its weight. For several use `b_things_find-all`, or `open`.\n\n"
        "More of it."
    )
    assert expected == words(contract, function(contract, "find"))
    assert "What there is." == words(contract, function(contract, "silent"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("find", '{"name":"lamp"}'),
        ("find-all", '{"wishes":[{"name":"lamp","count":3,"colour":"green"}]}'),
        ("long", "{}"),
        ("silent", None),
        ("weigh", None),
    ],
)
def test_examples(contract: Contract, name: str, expected: str | None) -> None:
    """The shortest call, of the values that the words have; none where a word is missing, or is no
    value of the type."""
    assert expected == example(contract, function(contract, name))


@pytest.mark.parametrize(
    ("name", "kind"), [("find", "array"), ("find-all", ["number", "string"]), ("silent", "null")]
)
def test_results(contract: Contract, name: str, kind: Any) -> None:
    """What kind of value a result is, in an object."""
    expected = {"type": "object", "properties": {"result": {"type": kind}}}
    assert expected == result_schema(function(contract, name))


def test_arguments(contract: Contract) -> None:
    """They stand alone, and say what may be left out."""
    assert {
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "such as `lamp` or `chair`."},
            "limit": {
                "type": "integer",
                "minimum": 0,
                "maximum": 255,
                "description": "10 without it.",
            },
        },
        "required": ["name"],
        "additionalProperties": False,
    } == arguments_schema(contract, function(contract, "find"))
