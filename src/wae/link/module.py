"""A core module as plain values, read from its bytes; function bodies stay bytes.

Source: WebAssembly core specification 2.0, section 5.5 (modules).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeVar

from wae.binary.reader import BinaryError, Cursor
from wae.binary.writer import MODULE_PREAMBLE
from wae.link.errors import LinkError

FUNC, TABLE, MEMORY, GLOBAL = 0x00, 0x01, 0x02, 0x03
I32 = 0x7F
_I32_CONST, _GLOBAL_GET, _I32_ADD, _END = 0x41, 0x23, 0x6A, 0x0B
T = TypeVar("T")


class SectionId(IntEnum):
    """Section numbers of a core module."""

    CUSTOM = 0
    TYPE = 1
    IMPORT = 2
    FUNCTION = 3
    TABLE = 4
    MEMORY = 5
    GLOBAL = 6
    EXPORT = 7
    START = 8
    ELEMENT = 9
    CODE = 10
    DATA = 11
    DATA_COUNT = 12


@dataclass(frozen=True)
class Import:
    """``type`` is the encoded type; for a function, the index of its type."""

    module: str
    name: str
    kind: int
    type: bytes


@dataclass(frozen=True)
class Global:
    """A global: the encoding of its type, and the number that it begins with.

    ``base`` is another global, if there is one to which ``value`` is added.
    """

    type: bytes
    value: int
    base: int | None = None

    @property
    def mutable(self) -> bool:
        return self.type[1] == 1


@dataclass(frozen=True)
class Segment:
    """Functions in the table, from ``offset`` on: added to the global ``base``, if there is one."""

    base: int | None
    offset: int
    functions: tuple[int, ...]


@dataclass(frozen=True)
class Module:
    """All indices count imports first, as in the binary; ``functions`` are indices of types."""

    types: tuple[bytes, ...] = ()
    imports: tuple[Import, ...] = ()
    functions: tuple[int, ...] = ()
    tables: tuple[bytes, ...] = ()
    memories: tuple[bytes, ...] = ()
    globals: tuple[Global, ...] = ()
    exports: dict[str, tuple[int, int]] = field(default_factory=dict)
    segments: tuple[Segment, ...] = ()
    bodies: tuple[memoryview, ...] = ()
    names: dict[int, str] = field(default_factory=dict)
    sections: dict[int, memoryview] = field(default_factory=dict)

    def imported(self, kind: int) -> list[Import]:
        """The imports of one kind, in the order of their indices."""
        return [one for one in self.imports if one.kind == kind]


def read_module(data: bytes | memoryview) -> Module:
    """The core module in ``data``. Raises :class:`BinaryError` for what we cannot read."""
    try:
        return _read(memoryview(data))
    except LinkError:
        raise
    except BinaryError as error:
        raise BinaryError(error.message.replace("component", "core module", 1)) from None


def _read(data: memoryview) -> Module:
    cursor = Cursor(data)
    if bytes(cursor.take(min(len(data), len(MODULE_PREAMBLE)))) != MODULE_PREAMBLE:
        raise LinkError("not a core module of version 1")
    sections: dict[int, memoryview] = {}
    names: dict[int, str] = {}
    while not cursor.done:
        number = cursor.byte()
        if number > max(SectionId):
            raise LinkError(f"section {number} of a core module is not known")
        payload = cursor.take(cursor.u32())
        if number == SectionId.CUSTOM:
            names |= _function_names(Cursor(payload))
        elif number in sections:
            raise cursor.fail(f"second section {number}")
        else:
            sections[number] = payload

    def each(part: SectionId, read: Callable[[Cursor], T]) -> tuple[T, ...]:
        inner = Cursor(sections.get(part, b"\0"))
        items = tuple(inner.vector(lambda: read(inner)))
        if not inner.done:
            raise inner.fail(f"section {part} is longer than what is in it")
        return items

    exports = each(SectionId.EXPORT, lambda c: (c.name(), (c.byte(), c.u32())))
    return _checked(
        Module(
            each(SectionId.TYPE, _read_type),
            each(SectionId.IMPORT, _read_import),
            each(SectionId.FUNCTION, Cursor.u32),
            each(SectionId.TABLE, _read_table),
            each(SectionId.MEMORY, _read_limits),
            each(SectionId.GLOBAL, _read_global),
            dict(exports),
            each(SectionId.ELEMENT, _read_segment),
            each(SectionId.CODE, lambda c: c.take(c.u32())),
            names,
            sections,
        ),
        len(exports),
    )


def _checked(module: Module, exports: int) -> Module:
    """The module, if its indices lead somewhere."""
    spaces = {
        FUNC: len(module.functions),
        TABLE: len(module.tables),
        MEMORY: len(module.memories),
        GLOBAL: len(module.globals),
    }
    for one in module.imports:
        spaces[one.kind] += 1
    kinds = [*module.functions, *(Cursor(i.type).u32() for i in module.imported(FUNC))]
    bases = [one.base for one in module.segments] + [one.base for one in module.globals]
    problem = (
        "has two exports of one name"
        if exports != len(module.exports)
        else "has not a body for each function"
        if len(module.bodies) != len(module.functions)
        else "uses a type that it does not have"
        if any(kind >= len(module.types) for kind in kinds)
        else "exports something that it does not have"
        if any(index >= spaces.get(kind, 0) for kind, index in module.exports.values())
        else "puts a function into its table that it does not have"
        if any(f >= spaces[FUNC] for s in module.segments for f in s.functions)
        else "has an address by a global that it does not have"
        if any(base is not None and base >= spaces[GLOBAL] for base in bases)
        else ""
    )
    if problem:
        raise BinaryError(f"not a valid component: it {problem}")
    return module


def _read_type(cursor: Cursor) -> bytes:
    start = cursor.position
    if cursor.byte() != 0x60:
        raise LinkError("a core module has a type that is no function type")
    for _ in range(2):
        cursor.take(cursor.u32())
    return bytes(cursor.data[start : cursor.position])


def _read_import(cursor: Cursor) -> Import:
    module, name, kind = cursor.name(), cursor.name(), cursor.byte()
    start = cursor.position
    match kind:
        case 0x00:
            cursor.u32()
        case 0x01:
            _read_table(cursor)
        case 0x02:
            _read_limits(cursor)
        case 0x03:
            cursor.take(2)
        case _:
            raise LinkError(f"a core module has an import of the unknown kind {kind}")
    return Import(module, name, kind, bytes(cursor.data[start : cursor.position]))


def _read_limits(cursor: Cursor) -> bytes:
    start = cursor.position
    flags = cursor.byte()
    if flags > 1:
        raise LinkError("a core module has a shared or a 64-bit memory")
    for _ in range(1 + flags):
        cursor.u32()
    return bytes(cursor.data[start : cursor.position])


def _read_table(cursor: Cursor) -> bytes:
    if cursor.byte() != 0x70:
        raise LinkError("a core module has a table of something else than functions")
    return b"\x70" + _read_limits(cursor)


def _read_global(cursor: Cursor) -> Global:
    kind = bytes(cursor.take(2))
    if kind[0] != I32:
        raise LinkError("a core module has a global that is no number of 32 bits")
    base, value = _read_address(cursor)
    return Global(kind, value, base)


def _read_segment(cursor: Cursor) -> Segment:
    if cursor.u32():
        raise LinkError("a core module has a table segment of an unknown form")
    base, offset = _read_address(cursor)
    return Segment(base, offset, tuple(cursor.vector(cursor.u32)))


def _read_address(cursor: Cursor) -> tuple[int | None, int]:
    """A constant expression: a global, a number, or the sum of both."""
    base, code = None, cursor.byte()
    if code == _GLOBAL_GET:
        base, code = cursor.u32(), cursor.byte()
        if code == _END:
            return base, 0
    if code != _I32_CONST:
        raise LinkError("a core module has a constant expression of an unknown form")
    value = cursor.s33()
    if base is not None:
        cursor.expect(_I32_ADD, "the sum of a global and a number")
    cursor.expect(_END, "the end of a constant expression")
    return base, value


def _function_names(cursor: Cursor) -> dict[int, str]:
    """What a ``name`` section calls the functions; nothing for another custom section."""
    if cursor.name() != "name":
        return {}
    while not cursor.done:
        number, payload = cursor.byte(), cursor.take(cursor.u32())
        if number == 1:
            inner = Cursor(payload)
            return dict(inner.vector(lambda: (inner.u32(), inner.name())))  # noqa: B023
    return {}
