"""Canonical definitions with the core items that they refer to, so that these can be replaced.

Source: the component model's ``Binary.md``, Canonical Definitions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wae.binary.canon import LIFT, LOWER
from wae.binary.reader import Cursor
from wae.binary.syntax import read_value_type
from wae.binary.writer import u32
from wae.link.errors import LinkError
from wae.link.module import FUNC, MEMORY, TABLE


class Reference(NamedTuple):
    """An item of the component's core index space of ``kind``."""

    kind: int
    number: int


class Canon(NamedTuple):
    """One definition, as it is written, with references instead of core items."""

    parts: tuple[bytes | Reference, ...]
    is_lift: bool

    @property
    def references(self) -> list[Reference]:
        return [part for part in self.parts if isinstance(part, Reference)]

    def encode(self, place: Callable[[Reference], int]) -> bytes:
        """The definition with ``place`` of each reference."""
        return b"".join(p if isinstance(p, bytes) else u32(place(p)) for p in self.parts)


# What follows each code: "i" an index of something else, "b" a byte, "r" a result list, "o"
# options, and a core function, memory or table by its letter.
_OPERANDS = {
    LIFT: "bfoi",
    LOWER: "bio",
    **dict.fromkeys((0x02, 0x03, 0x04, 0x0E, 0x13, 0x14, 0x15, 0x1A, 0x1B), "i"),
    **dict.fromkeys((0x0F, 0x10, 0x16, 0x17), "io"),
    **dict.fromkeys((0x11, 0x12, 0x18, 0x19), "ib"),
    **dict.fromkeys((0x0A, 0x0B), "bi"),
    **dict.fromkeys((0x20, 0x21), "bm"),
    **dict.fromkeys((0x06, 0x0C, 0x29, 0x2A, 0x2B, 0x2C, 0x2D), "b"),
    **dict.fromkeys((0x05, 0x0D, 0x1E, 0x1F, 0x22, 0x23, 0x24, 0x25, 0x26, 0x28), ""),
    **dict.fromkeys((0x1C, 0x1D), "o"),
    0x09: "ro",
    0x27: "it",
}
_CORE = {"f": FUNC, "m": MEMORY, "t": TABLE}
_OPTIONS = {0x03: "m", 0x04: "f", 0x05: "f", 0x07: "f", **dict.fromkeys((0, 1, 2, 6), "")}


def read_canon(cursor: Cursor) -> Canon:
    """One canonical definition. Raises :class:`LinkError` for one that is not known here."""
    code = cursor.byte()
    if code not in _OPERANDS:
        raise LinkError(f"canonical definition {code:#04x} is not known to the linker")
    parts: list[bytes | Reference] = [bytes([code])]
    for operand in _OPERANDS[code]:
        parts += _read_options(cursor) if operand == "o" else [_read_operand(cursor, operand)]
    return Canon(tuple(parts), code == LIFT)


def _read_operand(cursor: Cursor, operand: str) -> bytes | Reference:
    start = cursor.position
    if operand in _CORE:
        return Reference(_CORE[operand], cursor.u32())
    if operand == "i":
        cursor.u32()
    elif operand == "b" or cursor.byte():  # the second byte of an empty result list
        cursor.byte()
    else:
        read_value_type(cursor)
    return bytes(cursor.data[start : cursor.position])


def _read_options(cursor: Cursor) -> list[bytes | Reference]:
    count = cursor.u32()
    parts: list[bytes | Reference] = [u32(count)]
    for _ in range(count):
        code = cursor.byte()
        if code not in _OPTIONS:
            raise LinkError(f"canonical option {code:#04x} is not known to the linker")
        parts.append(bytes([code]))
        parts += [_read_operand(cursor, operand) for operand in _OPTIONS[code]]
    return parts
