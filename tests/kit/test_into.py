"""A component added to manifests that people wrote in their own ways: layout and comments stay."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.kit.into import CannotEdit, with_components

TABLE = '[components.new]\nsource = "new"\n'


def edited(exports: str, before: str = "", after: str = "") -> str:
    text = f'{before}[app]\nname = "x"\nexports = {exports}\nversion = "1"\n{after}'
    return with_components(f'{text}[components.a]\nsource = "a"\n', ["new"], TABLE, "wit")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('["a"]', '["a", "new"]'),
        ("[]", '["new"]'),
        ('[ "a" ]', '[ "a", "new" ]'),
        ("['a', ]", "['a', \"new\", ]"),
        ('["a", { from = "b", name = "c:d/e" }]', '["a", { from = "b", name = "c:d/e" }, "new"]'),
        ('[\n    "a",\n    "b",\n]', '[\n    "a",\n    "b",\n    "new",\n]'),
        ('[\n  "a",  # first ]\n  "b"   # last, and no comma\n]',
         '[\n  "a",  # first ]\n  "b",   # last, and no comma\n  "new"\n]'),
        ('[\n\t"a", # one\n]', '[\n\t"a", # one\n\t"new",\n]'),
        ('["a]", "b#"]', '["a]", "b#", "new"]'),
    ],
)  # fmt: skip
def test_the_list_keeps_its_ways(before: str, after: str) -> None:
    """The new item stands last, as the others are written."""
    assert f"exports = {after}\n" in edited(before)


def test_everything_else_stays() -> None:
    """Nothing but the item and the table is new, to the byte; a folder of contracts if need be."""
    text = edited('["a"]', before="# Ours.\n\n", after="\n# The end.\n")
    assert (
        '# Ours.\n\n[app]\nname = "x"\nexports = ["a", "new"]\nwit = "wit"\nversion = "1"\n\n'
        '# The end.\n[components.a]\nsource = "a"\n\n[components.new]\nsource = "new"\n'
    ) == text


ITEMS = st.lists(st.sampled_from(["a", "b-c", 'd"', "e]", "#f", "g,"]), max_size=4)
SPACES = st.sampled_from(["", " ", "\n", "\n    ", " # why, [not]\n  ", "\t"])


@given(ITEMS, st.lists(SPACES, min_size=12, max_size=12), st.booleans(), st.booleans())
def test_any_layout(items: list[str], spaces: list[str], comma: bool, literal: bool) -> None:
    """However a list is laid out: the result says the same, and the new item; or it is refused."""
    quoted = [f"'{item}'" if literal else f'"{item.replace(chr(34), chr(92) + chr(34))}"'
              for item in items]  # fmt: skip
    parts = []
    for number, item in enumerate(quoted):
        last = number == len(quoted) - 1
        parts.append(f"{spaces[number]}{item}{spaces[number + 4]}" + ("" if last else ","))
    text = "[" + "".join(parts) + ("," if comma and items else "") + spaces[-1] + "]"
    actual = tomllib.loads(edited(text))
    assert [*items, "new"] == actual["app"]["exports"]
    assert {"a", "new"} == {*actual["components"]}


@pytest.mark.parametrize(
    "text",
    [
        'app = { name = "x", exports = ["a"] }\n[components.a]\nsource = "a"\n',
        'app.exports = ["a"]\n[components.a]\nsource = "a"\n',
        '[components.a]\nsource = "a"\n[other]\nexports = ["b"]\n',
        '[app]\nname = """\nexports = ["no"]\n"""\nexports = ["a"]\n[components.a]\nsource = "a"\n',
        '[app]\nexports = ["a"]\n[components]\na = { source = "a" }\nnew = { source = "b" }\n',
    ],
)
def test_refused(text: str) -> None:
    """What cannot be changed with certainty is not changed."""
    with pytest.raises(CannotEdit):
        with_components(text, ["new"], TABLE, "wit")
