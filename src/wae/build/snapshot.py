"""The linear memory that a core module starts with, as its data segments have it.

Source: WebAssembly core specification 2.0, section 5.5.14 (data section).
"""

from __future__ import annotations

from bisect import bisect_right

from wae.binary.reader import Cursor

_DATA_SECTION = 11
_I32_CONST, _END = 0x41, 0x0B
_ACTIVE, _PASSIVE, _ACTIVE_IN = 0, 1, 2
_PREAMBLE = 8
WORD = 4
"""Bytes of a word."""


class Snapshot:
    """The memory of the core module in ``data[start:end]``, which is changed in place.

    Addresses are those of the guest. Raises BinaryError for bytes that are no core module.
    """

    def __init__(self, data: bytearray, start: int, end: int) -> None:
        self._data = data
        segments = sorted(_segments(Cursor(bytes(data[start:end]))))
        self._addresses = [address for address, _, _ in segments]
        self._segments = [(address, size, start + offset) for address, size, offset in segments]

    def find(self, content: bytes) -> list[int]:
        """The addresses at which ``content`` lies, whole in one segment."""
        places = []
        for address, size, offset in self._segments:
            at = self._data.find(content, offset, offset + size)
            while at >= 0:
                places.append(address + at - offset)
                at = self._data.find(content, at + 1, offset + size)
        return places

    def word(self, address: int) -> int:
        """The 32-bit word there; bytes that no segment has are zero."""
        offsets = map(self._offset, range(address, address + WORD))
        word = bytes(0 if offset is None else self._data[offset] for offset in offsets)
        return int.from_bytes(word, "little")

    def set_word(self, address: int, value: int) -> bool:
        """Replaces the word there; False, and nothing is changed, if no segment has all of it."""
        offset = self._offset(address)
        if offset is None or self._offset(address + WORD - 1) != offset + WORD - 1:
            return False
        self._data[offset : offset + WORD] = value.to_bytes(WORD, "little")
        return True

    def _offset(self, address: int) -> int | None:
        number = bisect_right(self._addresses, address) - 1
        if number < 0:
            return None
        first, size, offset = self._segments[number]
        return offset + address - first if address < first + size else None


def _segments(cursor: Cursor) -> list[tuple[int, int, int]]:
    """Address, size, and offset in the module of each segment that has an address."""
    cursor.take(_PREAMBLE)
    segments = []
    while not cursor.done:
        section = cursor.byte()
        size = cursor.u32()
        if section == _DATA_SECTION:
            segments = [segment for _ in range(cursor.u32()) if (segment := _segment(cursor))]
        else:
            cursor.take(size)
    return segments


def _segment(cursor: Cursor) -> tuple[int, int, int] | None:
    mode = cursor.byte()
    address = None
    if mode == _ACTIVE_IN:
        cursor.u32()
    if mode in (_ACTIVE, _ACTIVE_IN):
        cursor.expect(_I32_CONST, "a constant address")
        address = cursor.s33() & 0xFFFFFFFF
        cursor.expect(_END, "the end of an address")
    elif mode != _PASSIVE:
        raise cursor.fail(f"unknown data segment {mode}")
    size = cursor.u32()
    offset = cursor.position
    cursor.take(size)
    return None if address is None else (address, size, offset)
