"""What a change of a contract means for those who call it."""

import pytest

from wae.binary.types import (
    ComponentType,
    Enum,
    Func,
    Interface,
    Item,
    Named,
    Own,
    Primitive,
    Resource,
    TypeDef,
)
from wae.compose.changes import ADDITION, BREAKING, SAME, Change, Surface, import_changes
from wae.compose.changes import changes as changes_of
from wae.compose.interfaces import Interfaces

U8, TEXT = Primitive("u8"), Primitive("string")
NAME = "a:b/c@0.1.0"
LEVEL = TypeDef(Enum(("low", "high")))


def contract(name: str = NAME, **items: Func | TypeDef) -> dict[str, Interface]:
    return {name: Interface(dict(items))}


def changes(old: Interfaces, new: Interfaces) -> list[Change]:
    return changes_of(Surface(old), Surface(new))


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


def world(level: TypeDef, **items: Item) -> Surface:
    """An app with a type, and a function that takes it, outside of any interface."""
    f = Func((("x", Named("", "level")),), None)
    return Surface.of(ComponentType({"level": level}, {"f": f, **items}))


def test_what_is_in_no_interface() -> None:
    """It counts as what is in one does, whoever says what its types are."""
    old, more, other = world(LEVEL), world(LEVEL, g=OLD[NAME].items["g"]), world(TypeDef(U8))
    assert [Change(SAME, "", "f")] == changes_of(old, old)
    assert [Change(SAME, "", "f"), Change(ADDITION, "", "g")] == changes_of(old, more)
    assert [Change(SAME, "", "f"), Change(BREAKING, "", "g", "is gone")] == changes_of(more, old)
    assert [(BREAKING, "f")] == [(each.kind, each.title) for each in changes_of(old, other)]
    assert [(BREAKING, "f")] == [(c.kind, c.title) for c in changes_of(old, Surface({}))]


def test_imports_in_no_interface() -> None:
    """One more of them breaks whoever runs the app; types ask nothing of anybody."""
    old = Surface.of(ComponentType({"log": Func((), None)}, {})).imports or {}
    new = Surface.of(ComponentType({"level": LEVEL, "say": Func((), None)}, {})).imports or {}
    assert [
        Change(ADDITION, "", "log", "is no longer needed", is_import=True),
        Change(BREAKING, "", "say", "is needed now", is_import=True),
    ] == import_changes(old, new)
    assert [] == import_changes({}, contract(level=LEVEL))


def test_types_of_other_interfaces() -> None:
    """A type that an app only imports, and its functions use, counts by what it is, too."""
    shared = "a:b/types@0.1.0"

    def app(level: TypeDef) -> Surface:
        exported = Interface(
            {
                "level": TypeDef(Named(shared, "level")),
                "f": Func((("x", Named(NAME, "level")),), None),
            }
        )
        return Surface.of(ComponentType({shared: Interface({"level": level})}, {NAME: exported}))

    assert [(SAME, "f")] == [(c.kind, c.name) for c in changes_of(app(LEVEL), app(LEVEL))]
    changed = app(TypeDef(Enum(("low",))))
    assert [(BREAKING, "f")] == [(c.kind, c.name) for c in changes_of(app(LEVEL), changed)]
