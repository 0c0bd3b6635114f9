"""Skips core types, which stand among the declarations of component types.

The type model does not need them, but they have to be read to find where they end. Source:
``Binary.md``, Type Definitions, for module types; core spec 5.3 and 5.5.5 for the rest.
"""

from __future__ import annotations

from wae.binary.reader import Cursor

_MODULE, _SUB, _SUB_FINAL, _REC = 0x50, 0x50, 0x4F, 0x4E
_FUNC, _STRUCT, _ARRAY = 0x60, 0x5F, 0x5E
_REF, _REF_NULL = 0x64, 0x63
MAX_DEPTH = 32


def skip_core_type(cursor: Cursor, depth: int = 0) -> None:
    """Moves past one ``core:type``. Raises :class:`BinaryError`."""
    if depth > MAX_DEPTH:
        raise cursor.unsupported(f"types nested deeper than {MAX_DEPTH}")
    code = cursor.byte()
    if code == _MODULE:
        cursor.vector(lambda: _skip_module_declaration(cursor, depth))
    elif code == _REC:
        cursor.vector(lambda: _skip_sub_type(cursor, cursor.byte()))
    else:
        _skip_sub_type(cursor, cursor.byte() if code == 0x00 else code)


def _skip_sub_type(cursor: Cursor, code: int) -> None:
    if code in (_SUB, _SUB_FINAL):
        cursor.vector(cursor.u32)
        code = cursor.byte()
    if code == _FUNC:
        cursor.vector(lambda: _skip_value_type(cursor))
        cursor.vector(lambda: _skip_value_type(cursor))
    elif code == _ARRAY:
        _skip_field(cursor)
    elif code == _STRUCT:
        cursor.vector(lambda: _skip_field(cursor))
    else:
        raise cursor.fail(f"unknown core type {code:#04x}")


def _skip_field(cursor: Cursor) -> None:
    """A storage type, which may be packed, and whether it is mutable."""
    _skip_value_type(cursor)
    cursor.byte()


def _skip_value_type(cursor: Cursor) -> None:
    code = cursor.byte()
    if code in (_REF, _REF_NULL):
        cursor.s33()


def _skip_module_declaration(cursor: Cursor, depth: int) -> None:
    code = cursor.byte()
    if code == 0x00:
        cursor.name()
        cursor.name()
        _skip_extern_type(cursor)
    elif code == 0x01:
        skip_core_type(cursor, depth + 1)
    elif code == 0x02:
        cursor.expect(0x10, "a core type")
        cursor.expect(0x01, "an outer alias")
        cursor.u32()
        cursor.u32()
    elif code == 0x03:
        cursor.name()
        _skip_extern_type(cursor)
    else:
        raise cursor.fail(f"unknown declaration in a module type {code:#04x}")


def _skip_extern_type(cursor: Cursor) -> None:
    code = cursor.byte()
    if code == 0x00:
        cursor.u32()
    elif code == 0x01:
        _skip_value_type(cursor)
        _skip_limits(cursor)
    elif code == 0x02:
        _skip_limits(cursor)
    elif code == 0x03:
        _skip_field(cursor)
    elif code == 0x04:
        cursor.byte()
        cursor.u32()
    else:
        raise cursor.fail(f"unknown core import {code:#04x}")


def _skip_limits(cursor: Cursor) -> None:
    """Minimum, maximum and page size, as the flags say; 64-bit sizes are longer."""
    flags = cursor.byte()
    if flags > 0x0F:
        raise cursor.fail(f"unknown limits {flags:#04x}")
    cursor.u64()
    if flags & 0x01:
        cursor.u64()
    if flags & 0x08:
        cursor.u32()
