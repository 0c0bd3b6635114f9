"""What a change of a contract means for those who call it."""

import pytest

from wae.binary.types import Enum, Func, Interface, Named, Own, Primitive, Resource, TypeDef
from wae.compose.changes import ADDITION, BREAKING, SAME, Change, changes

U8, TEXT = Primitive("u8"), Primitive("string")
NAME = "a:b/c@0.1.0"
LEVEL = TypeDef(Enum(("low", "high")))


def contract(name: str = NAME, **items: Func | TypeDef) -> dict[str, Interface]:
    return {name: Interface(dict(items))}


OLD = contract(level=LEVEL, f=Func((("x", Named(NAME, "level")),), None), g=Func((), U8))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, [(SAME, "f"), (SAME, "g")]),
        (contract(level=LEVEL, f=OLD[NAME].items["f"]), [(SAME, "f"), (BREAKING, "g")]),
        (
            contract(level=TypeDef(Enum(("low",))), f=OLD[NAME].items["f"], g=Func((), U8)),
            [(BREAKING, "f"), (SAME, "g")],
        ),
        (
            contract(level=LEVEL, f=OLD[NAME].items["f"], g=Func((), U8, True)),
            [(SAME, "f"), (BREAKING, "g")],
        ),
        (
            contract(grade=LEVEL, f=Func((("x", Named(NAME, "grade")),), None), g=Func((), U8)),
            [(SAME, "f"), (SAME, "g")],
        ),
        (
            contract(**OLD[NAME].items, h=Func((), TEXT)),
            [(SAME, "f"), (SAME, "g"), (ADDITION, "h")],
        ),
        ({}, [(BREAKING, "")]),
        ({**OLD, "a:b/d@0.1.0": Interface({})}, [(SAME, "f"), (SAME, "g"), (ADDITION, "")]),
    ],
)
def test_each_function(new: dict[str, Interface], expected: list[tuple[str, str]]) -> None:
    """A type that a function mentions counts by what it is, not by its name; a function that is new
    is an addition, one that is gone or another breaks."""
    assert expected == [(change.kind, change.name) for change in changes(OLD, new)]


def test_versions() -> None:
    """Another patch is the same contract, another track is another one."""
    later = "a:b/c@0.1.7"
    old = contract(r=TypeDef(Resource(1)), f=Func((), Own(Named(NAME, "r"))))
    new = contract(later, r=TypeDef(Resource(7)), f=Func((), Own(Named(later, "r"))))
    assert [Change(SAME, later, "r"), Change(SAME, later, "f")] == changes(old, new)
    assert [
        Change(BREAKING, NAME, "", "a:b/c@0.2.0 is another track"),
        Change(ADDITION, "a:b/c@0.2.0", ""),
    ] == changes(old, contract("a:b/c@0.2.0"))
