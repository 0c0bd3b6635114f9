"""Reads type definitions, aliases and names as they are written, indices unresolved.

Source: ``Binary.md``, Type Definitions and Alias Definitions.
"""

from __future__ import annotations

from typing import TypeAlias

from wae.binary.coretypes import skip_core_type
from wae.binary.reader import Cursor
from wae.binary.types import (
    Borrow,
    Enum,
    Flags,
    Func,
    Future,
    Index,
    List,
    Option,
    Own,
    Primitive,
    Record,
    Resource,
    Result,
    Stream,
    Tuple,
    Type,
    Variant,
)
from wae.binary.value import Value

PRIMITIVES = {
    0x7F: "bool",
    0x7E: "s8",
    0x7D: "u8",
    0x7C: "s16",
    0x7B: "u16",
    0x7A: "s32",
    0x79: "u32",
    0x78: "s64",
    0x77: "u64",
    0x76: "f32",
    0x75: "f64",
    0x74: "char",
    0x73: "string",
    0x64: "error-context",
}
MAX_DEPTH = 32

# Sorts (``Binary.md``, Instance Definitions). Core sorts are written 0x00 and a second byte.
FUNC, VALUE, TYPE, COMPONENT, INSTANCE = 0x01, 0x02, 0x03, 0x04, 0x05
CORE_MODULE = 0x11


class Extern(Value):
    """The description of an import or export: its sort, and the index of its type.

    For a type: ``index`` is the one it equals, or None for a fresh resource.
    """

    sort: int
    index: int | None


class Alias(Value):
    """``instance``'s export ``name``, or item ``index`` of the scope ``depth`` levels out."""

    sort: int
    instance: int = 0
    name: str | None = None
    depth: int = 0
    index: int = 0


class Declare(Value):
    """An import or export in the body of an instance or component type."""

    name: str
    extern: Extern
    is_import: bool


class Body(Value):
    """An instance type or component type, as declared; core types are left out."""

    is_component: bool
    declarations: tuple[Definition | Alias | Declare, ...]


Definition: TypeAlias = Type | Func | Body


def read_sort(cursor: Cursor) -> int:
    """A sort; core sorts come back as their second byte, which no other sort uses or as 0x00."""
    sort = cursor.byte()
    if sort:
        return sort
    core = cursor.byte()
    return CORE_MODULE if core == CORE_MODULE else 0x00


def read_name(cursor: Cursor) -> str:
    """The name of an import or export; its attributes, which only describe it, are left out."""
    kind = cursor.byte()
    if kind > 2:
        raise cursor.fail(f"unknown kind of name {kind:#04x}")
    name = cursor.name()
    if kind == 2:
        cursor.vector(lambda: _skip_attribute(cursor))
    return name


def _skip_attribute(cursor: Cursor) -> None:
    code = cursor.byte()
    if code > 2:  # implements, versionsuffix, external-id
        raise cursor.fail(f"unknown attribute {code:#04x}")
    cursor.name()


def read_extern(cursor: Cursor) -> Extern:
    sort = read_sort(cursor)
    if sort == TYPE:
        bound = cursor.byte()
        if bound == 0:
            return Extern(TYPE, cursor.u32())
        if bound == 1:
            return Extern(TYPE, None)
        raise cursor.fail(f"unknown type bound {bound:#04x}")
    return Extern(sort, cursor.u32())


def read_alias(cursor: Cursor) -> Alias:
    sort = read_sort(cursor)
    target = cursor.byte()
    if target in (0x00, 0x01):
        instance = cursor.u32()
        return Alias(sort if target == 0 else 0x00, instance=instance, name=cursor.name())
    if target == 0x02:
        return Alias(sort, depth=cursor.u32(), index=cursor.u32())
    raise cursor.fail(f"unknown alias target {target:#04x}")


def read_value_type(cursor: Cursor) -> Type:
    code = cursor.s33()
    if code >= 0:
        return Index(code)
    primitive = PRIMITIVES.get(code & 0x7F)
    if primitive is None or code < -0x40:
        raise cursor.fail(f"unknown value type {code & 0x7F:#04x}")
    return Primitive(primitive)


def read_definition(cursor: Cursor, depth: int = 0) -> Definition:
    """One entry of a type section."""
    code = cursor.byte()
    if code in (0x40, 0x43):
        return _read_func(cursor, is_async=code == 0x43)
    if code in (0x41, 0x42):
        return _read_body(cursor, code == 0x41, depth)
    return _read_value_definition(cursor, code)


def _read_func(cursor: Cursor, is_async: bool) -> Func:
    params = cursor.vector(lambda: (cursor.name(), read_value_type(cursor)))
    kind = cursor.byte()
    if kind == 0:
        return Func(tuple(params), read_value_type(cursor), is_async)
    if kind != 1:
        raise cursor.fail(f"unknown result list {kind:#04x}")
    cursor.expect(0x00, "an empty result list")
    return Func(tuple(params), None, is_async)


def _read_body(cursor: Cursor, is_component: bool, depth: int) -> Body:
    if depth >= MAX_DEPTH:
        raise cursor.unsupported(f"types nested deeper than {MAX_DEPTH}")

    def declaration() -> Definition | Alias | Declare | None:
        code = cursor.byte()
        if code == 0x00:
            skip_core_type(cursor, depth + 1)
            return None
        if code == 0x01:
            return read_definition(cursor, depth + 1)
        if code == 0x02:
            return read_alias(cursor)
        if code == 0x04 or (code == 0x03 and is_component):
            return Declare(read_name(cursor), read_extern(cursor), is_import=code == 0x03)
        raise cursor.fail(f"unknown declaration {code:#04x}")

    declared = cursor.vector(declaration)
    return Body(is_component, tuple(each for each in declared if each is not None))


def _read_value_definition(cursor: Cursor, code: int) -> Type:
    def value() -> Type:
        return read_value_type(cursor)

    def case() -> tuple[str, Type | None]:
        label, payload = cursor.name(), cursor.optional(value)
        cursor.expect(0x00, "the end of a variant's case")
        return label, payload

    match code:
        case _ if code in PRIMITIVES:
            return Primitive(PRIMITIVES[code])
        case 0x72:
            return Record(tuple(cursor.vector(lambda: (cursor.name(), value()))))
        case 0x71:
            return Variant(tuple(cursor.vector(case)))
        case 0x70:
            return List(value())
        case 0x67:
            return List(value(), cursor.u32())
        case 0x6F:
            return Tuple(tuple(cursor.vector(value)))
        case 0x6E:
            return Flags(tuple(cursor.vector(cursor.name)))
        case 0x6D:
            return Enum(tuple(cursor.vector(cursor.name)))
        case 0x6B:
            return Option(value())
        case 0x6A:
            return Result(cursor.optional(value), cursor.optional(value))
        case 0x69:
            return Own(Index(cursor.u32()))
        case 0x68:
            return Borrow(Index(cursor.u32()))
        case 0x66:
            return Stream(cursor.optional(value))
        case 0x65:
            return Future(cursor.optional(value))
        case 0x63:
            raise cursor.unsupported("a map type")
        case 0x3F:
            if cursor.byte() not in (0x7F, 0x7E):
                raise cursor.fail("a resource is represented by neither i32 nor i64")
            cursor.optional(cursor.u32)
            return Resource()
        case _:
            raise cursor.fail(f"unknown type {code:#04x}")
