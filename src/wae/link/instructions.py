"""Finds the instructions of a function that carry an index, and writes them anew.

Only those change when modules are merged; what lies between them is copied as it is. One regular
expression knows where an instruction ends, so that megabytes of code take seconds.

Source: WebAssembly core specification 2.0, section 5.4 (instructions).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from wae.binary.reader import BinaryError, Cursor
from wae.binary.writer import s32, u32
from wae.link.errors import LinkError

CALL, RETURN_CALL = 0x10, 0x12
_CALL_INDIRECT, _RETURN_CALL_INDIRECT = 0x11, 0x13
_GLOBAL_GET, _GLOBAL_SET = 0x23, 0x24
_BR_TABLE = 0x0E
_I32_CONST, _I32_ADD, END = b"\x41", b"\x6a", b"\x0b"

_INTEGER = rb"[\x80-\xff]{0,9}+[\x00-\x7f]"
_ADDRESS = rb"[\x00-\x3f]" + _INTEGER  # alignment, offset; the memory is the only one
_NO_INDEX = b"|".join(
    (
        rb"[\x0c\x0d\x20-\x22\x41\x42]" + _INTEGER,  # branches, locals, constants
        rb"[\x00\x01\x05\x0b\x0f\x1a\x1b\x45-\xc4\xd1]++",  # control, arithmetic
        rb"[\x28-\x3e]" + _ADDRESS,
        rb"[\x02-\x04][\x40\x6f\x70\x7b-\x7f]",  # blocks without a type of their own
        rb"[\x3f\x40]\x00",  # memory.size, memory.grow
        rb"\x43.{4}|\x44.{8}",  # f32.const, f64.const
        rb"\x1c\x01[\x6f\x70\x7b-\x7f]",  # select with a type
        rb"\xfc(?:[\x00-\x07]|\x0a\x00\x00|\x0b\x00)",  # saturation, memory.copy, memory.fill
        rb"\xd0[\x6f\x70]",  # ref.null
        rb"\xfd(?:[\x00-\x0b\x5c\x5d]" + _ADDRESS + rb"|[\x54-\x5b]" + _ADDRESS + rb".)",
        rb"\xfd(?:[\x0c\x0d].{16}|[\x15-\x22].)",
        rb"\xfd(?:[\x0e-\x14\x23-\x53\x5e-\x7f]|[\x80-\xff][\x01\x02])",
    )
)
_INDEX = b"|".join(
    (
        rb"[\x10\x12\x24]" + _INTEGER,
        rb"\x23" + _INTEGER + rb"(?:\x41" + _INTEGER + rb"\x6a)?",  # an address, by its base
        rb"[\x11\x13]" + _INTEGER + rb"\x80{0,4}+\x00",  # the table is the only one
        rb"[\x02-\x04](?:[\x00-\x3f]|[\x80-\xff]" + _INTEGER + rb")",
        rb"\x0e" + _INTEGER,
    )
)
_STEP = re.compile(b"((?:" + _NO_INDEX + b")*+)(" + _INDEX + b")?", re.DOTALL)
_LOCALS = re.compile(rb"(?:[\x80-\xff]{0,4}+[\x00-\x7f][\x6f\x70\x7b-\x7f])*+")


class Piece(NamedTuple):
    """Instructions without an index, then one that has one (or nothing, at a function's end)."""

    before: bytes
    instruction: bytes


def split(body: bytes | memoryview) -> list[Piece]:
    """The function ``body`` (local variables and instructions) in pieces.

    Raises :class:`LinkError` for an instruction that is not known here.
    """
    text = bytes(body)
    start = position = _skip_locals(text)
    pieces = []
    while position < len(text):
        step = _STEP.match(text, position)
        if step is None or step.end() == position:
            raise LinkError(f"unknown instruction {text[position]:#04x} in a core module")
        before, instruction = step.groups(b"")
        position = step.end()
        if instruction[:1] == bytes([_BR_TABLE]):
            end = _skip_labels(text, position, _integer(instruction[1:]))
            instruction, position = instruction + text[position:end], end
        pieces.append(Piece(before, instruction))
    if not pieces or pieces[-1].instruction or not pieces[-1].before.endswith(END):
        raise LinkError("a function in a core module has no end")
    return [Piece(text[:start], b""), *pieces]


def callee(instruction: bytes) -> int | None:
    """The function that an instruction calls directly; None for other instructions."""
    if instruction and instruction[0] in (CALL, RETURN_CALL):
        return _integer(instruction[1:])
    return None


class Relocation(dict[bytes, bytes]):
    """What each instruction with an index becomes; made once for each that occurs.

    ``function`` and ``kind`` give the new index of a function and a type, ``write`` that of a
    global that is set. ``read`` gives the instructions for a global's value and what is added.
    """

    def __init__(
        self,
        function: Callable[[int], int],
        kind: Callable[[int], int],
        read: Callable[[int, int], bytes],
        write: Callable[[int], int],
    ) -> None:
        super().__init__()
        self._function, self._kind, self._read, self._write = function, kind, read, write

    def __missing__(self, instruction: bytes) -> bytes:
        self[instruction] = made = self._translate(instruction) if instruction else b""
        return made

    def _translate(self, instruction: bytes) -> bytes:
        code = instruction[:1]
        match instruction[0]:
            case 0x0E:
                return instruction
            case 0x10 | 0x12:
                return code + u32(self._function(_integer(instruction[1:])))
            case 0x11 | 0x13:
                return code + u32(self._kind(_integer(instruction[1:]))) + b"\x00"
            case 0x24:
                return code + u32(self._write(_integer(instruction[1:])))
            case 0x23:
                return self._address(Cursor(instruction, 1))
            case _:  # a block's type is signed: 33 bits
                return code + s32(self._kind(Cursor(instruction, 1).s33()))

    def _address(self, cursor: Cursor) -> bytes:
        """A global, and perhaps a constant that is added to it."""
        index = cursor.u32()
        added = 0
        if not cursor.done:
            cursor.byte()
            added = cursor.s33()
        return self._read(index, added)


def constant(value: int) -> bytes:
    """``i32.const``; any 32 bits, signed or not."""
    value &= 0xFFFFFFFF
    return _I32_CONST + s32(value - (1 << 32) if value >> 31 else value)


def read_global(index: int, added: int = 0) -> bytes:
    """``global.get``, and what is added to it."""
    get = bytes([_GLOBAL_GET]) + u32(index)
    return get + constant(added) + _I32_ADD if added else get


def _integer(raw: bytes) -> int:
    return Cursor(raw).u32()


def _skip_locals(text: bytes) -> int:
    cursor = Cursor(text)
    groups = cursor.u32()
    if groups > len(text):
        raise BinaryError("not a valid core module: more local variables than bytes")
    for _ in range(groups):
        step = _LOCAL.match(text, cursor.position)
        if step is None:
            raise LinkError("a local variable of an unknown type in a core module")
        cursor.position = step.end()
    return cursor.position


_LOCAL = re.compile(rb"[\x80-\xff]{0,4}+[\x00-\x7f][\x6f\x70\x7b-\x7f]")


def _skip_labels(text: bytes, position: int, count: int) -> int:
    """Where the ``count`` labels of a branch table and its default end."""
    if count >= len(text) - position:
        raise BinaryError("not a valid core module: a branch table ends early")
    cursor = Cursor(text, position)
    for _ in range(count + 1):
        cursor.u32()
    return cursor.position
