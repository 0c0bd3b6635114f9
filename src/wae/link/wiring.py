"""How a component's core modules hang together: what is instantiated with what.

Source: the component model's ``Binary.md``, Core Definitions and Alias Definitions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from wae.binary.reader import Cursor
from wae.binary.sections import Id, sections
from wae.binary.syntax import CORE_MODULE, read_alias, read_definition
from wae.link.canon import Canon, Reference, read_canon
from wae.link.errors import LinkError
from wae.link.module import FUNC, GLOBAL, MEMORY, TABLE

_DESTRUCTOR = b"\x3f\x7f\x01"  # a resource type with a destructor, which is a core function
_CORE, _CORE_INSTANCE = 0x00, 0x12
T = TypeVar("T")


@dataclass(frozen=True)
class Instantiation:
    """A core instance made of a module; each of its import modules is given an instance."""

    module: int
    arguments: dict[str, int]


@dataclass(frozen=True)
class Bundle:
    """A core instance made of single items."""

    items: dict[str, Reference]


@dataclass(frozen=True)
class Export:
    """A core item that is an instance's export."""

    instance: int
    name: str


@dataclass(frozen=True)
class Verbatim:
    """A section of the component level, or one entry of it: nothing core is in it."""

    id: Id
    payload: bytes


@dataclass(frozen=True)
class Destructible:
    """A resource type; ``destructor`` is a core function."""

    destructor: Reference


Instance: TypeAlias = Instantiation | Bundle
Item: TypeAlias = Export | Canon
Outer: TypeAlias = Verbatim | Destructible | Canon


@dataclass(frozen=True)
class Wiring:
    """A component, its core items by index; ``outer`` is the rest of it, in order."""

    modules: list[memoryview] = field(default_factory=list)
    instances: list[Instance] = field(default_factory=list)
    items: dict[int, list[Item]] = field(
        default_factory=lambda: {kind: [] for kind in (FUNC, TABLE, MEMORY, GLOBAL)}
    )
    outer: list[Outer] = field(default_factory=list)

    def item(self, reference: Reference) -> Item:
        """Raises :class:`LinkError` for an index that leads nowhere."""
        return _at(self.items[reference.kind], reference.number, "core item")

    def instance(self, index: int) -> Instance:
        return _at(self.instances, index, "core instance")

    def module(self, index: int) -> memoryview:
        return _at(self.modules, index, "core module")


def read_wiring(component: bytes) -> Wiring:
    """The wiring of ``component``.

    Raises :class:`BinaryError` for bytes that are none, :class:`LinkError` for one that does with
    core items what no componentize-py does.
    """
    data = memoryview(component)
    wiring = Wiring()
    for section in sections(data):
        payload = data[section.start : section.end]
        cursor = Cursor(data, section.start, section.end)
        match section.id:
            case Id.CORE_MODULE:
                wiring.modules.append(payload)
            case Id.CORE_INSTANCE:
                wiring.instances.extend(_entries(cursor, _read_instance))
            case Id.ALIAS:
                for kind, alias in _entries(cursor, _read_alias):
                    if isinstance(alias, Export):
                        wiring.items[kind].append(alias)
                    else:
                        wiring.outer.append(alias)
            case Id.CANON:
                for canon in _entries(cursor, read_canon):
                    (wiring.outer if canon.is_lift else wiring.items[FUNC]).append(canon)
            case Id.TYPE:
                wiring.outer.extend(_entries(cursor, _read_type))
            case Id.CUSTOM:
                if Cursor(payload).name() != "component-name":  # by indices, which change
                    wiring.outer.append(Verbatim(section.id, bytes(payload)))
            case _:
                wiring.outer.append(Verbatim(section.id, bytes(payload)))
    return wiring


def _entries(cursor: Cursor, read: Callable[[Cursor], T]) -> list[T]:
    entries = cursor.vector(lambda: read(cursor))
    if not cursor.done:
        raise cursor.fail("a section is longer than what is in it")
    return entries


def _read_instance(cursor: Cursor) -> Instance:
    form = cursor.byte()
    if form == 0:
        module = cursor.u32()
        return Instantiation(module, dict(cursor.vector(lambda: _read_argument(cursor))))
    if form == 1:
        return Bundle(dict(cursor.vector(lambda: _read_item(cursor))))
    raise cursor.fail(f"unknown core instance {form:#04x}")


def _read_argument(cursor: Cursor) -> tuple[str, int]:
    name = cursor.name()
    cursor.expect(_CORE_INSTANCE, "a core instance")
    return name, cursor.u32()


def _read_item(cursor: Cursor) -> tuple[str, Reference]:
    name = cursor.name()
    return name, Reference(_core_kind(cursor.byte()), cursor.u32())


def _read_alias(cursor: Cursor) -> tuple[int, Export | Verbatim]:
    start = cursor.position
    core = cursor.byte() == _CORE
    kind = cursor.byte() if core else 0
    cursor.position = start
    alias = read_alias(cursor)
    if not core:
        return 0, Verbatim(Id.ALIAS, bytes(cursor.data[start : cursor.position]))
    if kind == CORE_MODULE or alias.name is None:
        raise LinkError("an alias of a core item from outside the component")
    return _core_kind(kind), Export(alias.instance, alias.name)


def _read_type(cursor: Cursor) -> Verbatim | Destructible:
    start = cursor.position
    if bytes(cursor.data[start : start + len(_DESTRUCTOR)]) == _DESTRUCTOR:
        cursor.take(len(_DESTRUCTOR))
        return Destructible(Reference(FUNC, cursor.u32()))
    read_definition(cursor)
    return Verbatim(Id.TYPE, bytes(cursor.data[start : cursor.position]))


def _core_kind(kind: int) -> int:
    if kind not in (FUNC, TABLE, MEMORY, GLOBAL):
        raise LinkError(f"a core item of the unknown sort {kind:#04x}")
    return kind


def _at(items: list[T], index: int, what: str) -> T:
    if index >= len(items):
        raise LinkError(f"there is no {what} {index}")
    return items[index]
