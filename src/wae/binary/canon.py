"""Reads canonical definitions far enough to find the functions that they lift.

Source: ``Binary.md``, Canonical Definitions. Only a lift makes a component function; the others
make core functions, which the type model does not need, so their operands are read and dropped.
"""

from __future__ import annotations

from wae.binary.reader import Cursor
from wae.binary.syntax import read_value_type

LIFT, LOWER = 0x00, 0x01

# What follows each code: "u" an index, "o" options, "r" a result list, "b" one byte.
_OPERANDS = {
    **dict.fromkeys((0x02, 0x03, 0x04, 0x0E, 0x13, 0x14, 0x15, 0x1A, 0x1B), "u"),
    **dict.fromkeys((0x0F, 0x10, 0x16, 0x17), "uo"),
    **dict.fromkeys((0x11, 0x12, 0x18, 0x19), "ub"),
    **dict.fromkeys((0x0A, 0x0B, 0x20, 0x21), "bu"),
    **dict.fromkeys((0x06, 0x0C, 0x29, 0x2A, 0x2B, 0x2C, 0x2D), "b"),
    **dict.fromkeys((0x05, 0x0D, 0x1E, 0x1F, 0x22, 0x23, 0x24, 0x25, 0x26, 0x28), ""),
    **dict.fromkeys((0x1C, 0x1D), "o"),
    0x09: "ro",
    0x27: "uu",
}
_SHARED = (0x40, 0x41, 0x42)  # on whose encoding specification and tools do not agree


def read_canon(cursor: Cursor) -> int | None:
    """One canonical definition: the type index of the function that it lifts, else None."""
    code = cursor.byte()
    if code == LIFT:
        cursor.expect(0x00, "a function")
        cursor.u32()
        cursor.vector(lambda: _skip_option(cursor))
        return cursor.u32()
    if code == LOWER:
        cursor.expect(0x00, "a function")
        cursor.u32()
        cursor.vector(lambda: _skip_option(cursor))
        return None
    if code in _SHARED:
        raise cursor.unsupported("threads that share everything")
    operands = _OPERANDS.get(code)
    if operands is None:
        raise cursor.fail(f"unknown canonical definition {code:#04x}")
    for operand in operands:
        _skip_operand(cursor, operand)
    return None


def _skip_option(cursor: Cursor) -> None:
    code = cursor.byte()
    if code in (0x03, 0x04, 0x05, 0x07, 0x08):
        cursor.u32()
    elif code not in (0x00, 0x01, 0x02, 0x06, 0x09):
        raise cursor.fail(f"unknown canonical option {code:#04x}")


def _skip_operand(cursor: Cursor, operand: str) -> None:
    if operand == "u":
        cursor.u32()
    elif operand == "b":
        cursor.byte()
    elif operand == "o":
        cursor.vector(lambda: _skip_option(cursor))
    elif operand == "r":
        if cursor.byte() == 0:
            read_value_type(cursor)
        else:
            cursor.expect(0x00, "an empty result list")
