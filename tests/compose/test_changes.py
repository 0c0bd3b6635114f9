"""What a change of a contract means for those who call it."""

import pytest

from wae.binary.types import Enum, Func, Interface, Named, Own, Primitive, Resource, TypeDef
from wae.compose.changes import ADDITION, BREAKING, SAME, Change, changes, import_changes

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


def test_imports() -> None:
    """What an app asks more of whoever runs it breaks them; so does a function that is
    another. What every program has of WASI, and how much of an interface is used, is left alone."""
    http, poll = "wasi:http/outgoing-handler@0.2.9", "wasi:io/poll@0.2.9"
    old = {**OLD, "wasi:http/outgoing-handler@0.2.0": Interface({})}
    assert [Change(SAME, NAME, "", is_import=True), Change(SAME, http, "", is_import=True)] == (
        import_changes(old, {NAME: OLD[NAME], http: Interface({}), poll: Interface({})})
    )
    assert [Change(BREAKING, http, "", "is needed now, for http", is_import=True)] == (
        import_changes({}, {http: Interface({})})
    )
    assert [Change(BREAKING, NAME, "", "is needed now", is_import=True)] == import_changes({}, OLD)
    assert [Change(ADDITION, NAME, "", "is no longer needed", is_import=True)] == (
        import_changes(OLD, {})
    )
    fewer = contract(level=LEVEL, f=OLD[NAME].items["f"])
    assert [SAME] == [change.kind for change in import_changes(OLD, fewer)]
    other = contract(g=Func((), TEXT))
    assert [(BREAKING, "g")] == [(each.kind, each.name) for each in import_changes(OLD, other)]
