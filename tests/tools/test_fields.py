"""`--fields`: some fields of a result."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playing import contract_of

from wae.errors import UsageError
from wae.tools import fields
from wae.tools.command import Command, commands
from wae.tools.results import Screen

WIT = """
package a:shop;
interface shop {
    record item { name: string, price: u32, tags: list<string> }
    one: func() -> item;
    many: func(fields: option<u32>) -> list<item>;
    maybe: func() -> option<item>;
    count: func() -> u32;
}
world w { export shop; }
"""
ROWS = [{"a": 1, "b": [2]}, {"b": 3, "c": None}]


@pytest.fixture
def shop(tmp_path: Path) -> dict[str, Command]:
    return {one.name: one for one in commands(contract_of(WIT, tmp_path), "wae shop")}


def item(command: Command) -> object:
    shape = command.function.returned
    while not hasattr(shape, "fields"):
        shape = getattr(shape, "item", None) or shape.some  # type: ignore[union-attr]
    return shape.made(name="x", price=3, tags=[])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("one", {"price": 3, "name": "x"}), ("many", [{"price": 3, "name": "x"}])],
)
def test_of_a_contract(shop: dict[str, Command], name: str, expected: object) -> None:
    """JSON with these fields, in the order in which they are named; no `--json` is needed."""
    command = shop[name]
    value = [item(command)] if name == "many" else item(command)
    done = command.run(["--fields", "price, name"], lambda *_: value, Screen())
    assert expected == json.loads(done.output)
    assert [*json.loads(done.output)] == [*expected]  # type: ignore[call-overload]


def test_nothing_is_called_for_what_is_unknown(shop: dict[str, Command]) -> None:
    """Which fields there are is known before."""
    for name, words in (
        ("one", "The result has no field prize. Did you mean price? It has name, price, tags"),
        ("count", "The result has no fields. Leave --fields out"),
    ):
        with pytest.raises(UsageError) as caught:
            shop[name].run(["--fields=prize"], lambda *_: pytest.fail("called"), Screen())
        assert f"wae: {words}" == caught.value.line()


def test_of_nothing(shop: dict[str, Command]) -> None:
    """Where there is no result, and in an empty list, are no fields, and that is no error."""
    for name, value, expected in (("maybe", None, None), ("many", [], [])):
        done = shop[name].run(["--fields=name"], lambda *_, v=value: v, Screen())
        assert expected == json.loads(done.output)


def test_a_parameter_of_that_name(shop: dict[str, Command]) -> None:
    """It has an underscore."""
    assert "--fields_ N" in shop["many"].help(80)
    assert "--fields NAMES" in shop["many"].help(80)


def test_of_values() -> None:
    """What some objects of a list lack is left out of these."""
    assert [{"a": 1}, {}] == fields.choose(ROWS, ["a"])
    assert [] == fields.choose([], ["a"])


@pytest.mark.parametrize("text", ["", ",", " , "])
def test_no_names(text: str) -> None:
    with pytest.raises(UsageError, match="--fields needs names"):
        fields.names(text)


@given(st.dictionaries(st.text(), st.integers(), min_size=1), st.data())
def test_any_object(value: dict[str, int], data: st.DataObject) -> None:
    """The chosen fields have their values, and are all that is left."""
    wanted = data.draw(st.lists(st.sampled_from([*value]), min_size=1, unique=True))
    assert wanted == [*fields.choose(value, wanted)]
    assert all(value[name] == left for name, left in fields.choose(value, wanted).items())
