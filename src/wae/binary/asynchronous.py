"""Makes functions of a component asynchronous: their types, and not a byte of its code.

A function of async type may be lifted synchronously, and lowered so by who calls it, who is then
suspended while it waits (``CanonicalABI.md``, ``canon lift`` and ``canon lower``). So code that was
compiled for ``func`` is code for ``async func``. The two differ in one byte of a function's type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from wae.binary.canon import read_canon
from wae.binary.coretypes import skip_core_type
from wae.binary.decode import decode_component
from wae.binary.reader import Cursor, NotSupported
from wae.binary.sections import Id, Section, sections
from wae.binary.syntax import (
    FUNC,
    INSTANCE,
    TYPE,
    Extern,
    read_alias,
    read_definition,
    read_extern,
    read_name,
    read_sort,
)
from wae.binary.types import ComponentType, Func, Interface, Item

_SYNC, _ASYNC = 0x40, 0x43
_INSTANCE_TYPE = 0x42

Wanted = Callable[[str, str], bool]
"""Whether a function of an imported or exported interface is to be asynchronous."""


def can_wait(function: str) -> bool:
    """Whether the function of this name can be of async type: all but constructors can."""
    return not function.startswith("[constructor]")


def asynchronous_type(kind: ComponentType, wanted: Wanted) -> ComponentType:
    """The type of a component with those of its functions asynchronous that are ``wanted``."""

    def changed(items: dict[str, Item], owner: str = "") -> dict[str, Item]:
        return {name: one(owner, name, item) for name, item in items.items()}

    def one(owner: str, name: str, item: Item) -> Item:
        if isinstance(item, Interface):
            return Interface(changed(item.items, name))
        if isinstance(item, Func) and can_wait(name) and wanted(owner, name):
            return Func(item.params, item.result, True)
        return item

    return ComponentType(changed(kind.imports), changed(kind.exports), kind.passed)


def asynchronous(component: bytes, wanted: Wanted) -> bytes:
    """The component with those of its functions asynchronous that are ``wanted``; others stay.

    Raises :class:`NotSupported` where one type stands for functions of both kinds.
    """
    expected = asynchronous_type(decode_component(component), wanted)
    changed = bytearray(component)
    for position in _positions(memoryview(component), wanted):
        changed[position] = _ASYNC
    result = bytes(changed)
    if decode_component(result) != expected:
        raise NotSupported("functions that are described in an unusual way")
    return result


def _positions(data: memoryview, wanted: Wanted) -> set[int]:
    """Where the types of these functions begin."""
    uses = _Uses(wanted, set(), set())
    _Scope(data, uses).run(0, len(data))
    if uses.changed & uses.kept:
        raise NotSupported("a constructor whose type is that of another function")
    return uses.changed


class _Type(NamedTuple):
    """A type in an index space: the offset of its definition, or of none that we follow."""

    position: int = -1
    is_func: bool = False


class _Uses(NamedTuple):
    """The offsets of types of functions that are wanted, and of those that stay as they are."""

    wanted: Wanted
    changed: set[int]
    kept: set[int]

    def note(self, kind: _Type, owner: str, name: str) -> None:
        """A function of this type is called ``name`` in the interface ``owner``."""
        if kind.is_func:
            # Toolchains hand functions to a component that names them, called import-….
            waits = can_wait(name) and not name.startswith("import-constructor-")
            is_changed = waits and self.wanted(owner, name)
            (self.changed if is_changed else self.kept).add(kind.position)


class _Scope:
    """The index spaces of one component, as far as types of functions are concerned."""

    def __init__(self, data: memoryview, uses: _Uses) -> None:
        self.data = data
        self.uses = uses
        self.types: list[_Type] = []
        self.funcs: list[_Type] = []

    def run(self, start: int, end: int) -> None:
        """Notes the functions of the component in ``data[start:end]``, and of those in it."""
        for section in sections(self.data, start, end):
            match section.id:
                case Id.COMPONENT:
                    _Scope(self.data, self.uses).run(section.start, section.end)
                case Id.TYPE:
                    self.each(section, lambda c: self.types.append(_definition(c)))
                case Id.ALIAS:
                    self.each(section, self.alias)
                case Id.CANON:
                    self.each(section, self.canon)
                case Id.INSTANCE:
                    self.each(section, self.instance)
                case Id.IMPORT:
                    self.each(section, self.imported)
                case Id.EXPORT:
                    self.each(section, self.exported)

    def each(self, section: Section, read: Callable[[Cursor], None]) -> None:
        cursor = Cursor(self.data, section.start, section.end)
        cursor.vector(lambda: read(cursor))

    def alias(self, cursor: Cursor) -> None:
        sort = read_alias(cursor).sort
        if sort == TYPE:
            self.types.append(_Type())
        elif sort == FUNC:
            self.funcs.append(_Type())

    def canon(self, cursor: Cursor) -> None:
        lifted = read_canon(cursor)
        if lifted is not None:
            self.funcs.append(self.types[lifted])

    def instance(self, cursor: Cursor) -> None:
        kind = cursor.byte()
        if kind == 0x00:
            cursor.u32()
        for name, sort, index in cursor.vector(lambda: self.argument(cursor, kind)):
            if sort == FUNC:
                self.uses.note(self.funcs[index], "", name)

    def argument(self, cursor: Cursor, kind: int) -> tuple[str, int, int]:
        name = cursor.name() if kind == 0x00 else read_name(cursor)
        return name, read_sort(cursor), cursor.u32()

    def imported(self, cursor: Cursor) -> None:
        name, extern = read_name(cursor), read_extern(cursor)
        self.described(name, extern)
        self.define(extern.sort, self.types[extern.index] if extern.index is not None else _Type())

    def exported(self, cursor: Cursor) -> None:
        name, sort, index = read_name(cursor), read_sort(cursor), cursor.u32()
        ascribed = cursor.optional(lambda: read_extern(cursor))
        if sort == FUNC:
            self.uses.note(self.funcs[index], "", name)
        if ascribed is not None:
            self.described(name, ascribed)
        self.define(sort, self.funcs[index] if sort == FUNC else _Type())

    def described(self, name: str, extern: Extern) -> None:
        """Something called ``name`` is described."""
        if extern.index is None or extern.sort not in (FUNC, INSTANCE):
            return
        kind = self.types[extern.index]
        if extern.sort == FUNC:
            self.uses.note(kind, "", name)
        elif kind.position >= 0 and self.data[kind.position] == _INSTANCE_TYPE:
            for title, function in _functions(Cursor(self.data, kind.position)):
                self.uses.note(function, name, title)

    def define(self, sort: int, kind: _Type) -> None:
        if sort == TYPE:
            self.types.append(kind)
        elif sort == FUNC:
            self.funcs.append(kind)


def _definition(cursor: Cursor) -> _Type:
    position = cursor.position
    return _Type(position, isinstance(read_definition(cursor), Func))


def _functions(cursor: Cursor) -> Iterator[tuple[str, _Type]]:
    """The functions of the instance type at the cursor, by name, with their types."""
    cursor.byte()
    types: list[_Type] = []
    for _ in range(cursor.u32()):
        match cursor.byte():
            case 0x00:
                skip_core_type(cursor, 1)
            case 0x01:
                types.append(_definition(cursor))
            case 0x02:
                types += [_Type()] * (read_alias(cursor).sort == TYPE)
            case 0x04:
                name, extern = read_name(cursor), read_extern(cursor)
                if extern.sort == FUNC and extern.index is not None:
                    yield name, types[extern.index]
                elif extern.sort == TYPE:
                    types.append(_Type())
