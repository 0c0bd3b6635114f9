"""A cursor over untrusted bytes: every read is checked against the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from wae.errors import WaeError

T = TypeVar("T")


class BinaryError(WaeError):
    """The bytes are not a component that we can read. The message says where and why."""


class NotSupported(BinaryError):
    """The bytes may well be a valid component, but with something that is not read or followed."""

    def __init__(self, what: str) -> None:
        super().__init__(f"not supported: {what}")


class Cursor:
    """Reads ``data[position:end]``; all offsets count from the start of ``data``.

    Every method advances the cursor and raises :class:`BinaryError` when the bytes run out or
    break the encoding.
    """

    def __init__(self, data: bytes | memoryview, start: int = 0, end: int | None = None) -> None:
        self.data = memoryview(data)
        self.position = start
        self.end = len(self.data) if end is None else end

    def fail(self, problem: str) -> BinaryError:
        """An error that names the present offset; the caller raises it."""
        return BinaryError(f"not a valid component: {problem} at offset {self.position:#x}")

    def unsupported(self, what: str) -> NotSupported:
        """An error that names the present offset; the caller raises it."""
        return NotSupported(f"{what} at offset {self.position:#x}")

    @property
    def done(self) -> bool:
        return self.position >= self.end

    def byte(self) -> int:
        if self.position >= self.end:
            raise self.fail("unexpected end")
        value = self.data[self.position]
        self.position += 1
        return value

    def take(self, size: int) -> memoryview:
        """The next ``size`` bytes, without copying."""
        if size > self.end - self.position:
            raise self.fail(f"{size} bytes announced, {self.end - self.position} left")
        view = self.data[self.position : self.position + size]
        self.position += size
        return view

    def u32(self) -> int:
        """An unsigned LEB128 of at most 32 bits (core spec, 5.2.2)."""
        return self._unsigned(32)

    def u64(self) -> int:
        """An unsigned LEB128 of at most 64 bits."""
        return self._unsigned(64)

    def _unsigned(self, bits: int) -> int:
        result = shift = 0
        while True:
            byte = self.byte()
            result |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
            if shift >= bits:
                raise self.fail(f"integer longer than {bits} bits")
        if result >> bits:
            raise self.fail(f"integer larger than {bits} bits")
        return result

    def s33(self) -> int:
        """A signed LEB128 of at most 33 bits: a type index, or a negative one-byte code."""
        result = shift = 0
        while True:
            byte = self.byte()
            result |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
            if shift > 28:
                raise self.fail("integer longer than 33 bits")
        if byte & 0x40:
            result -= 1 << shift
        if not -(1 << 32) <= result < 1 << 32:
            raise self.fail("integer larger than 33 bits")
        return result

    def name(self) -> str:
        """A length-prefixed UTF-8 string."""
        raw = bytes(self.take(self.u32()))
        try:
            return raw.decode()
        except UnicodeDecodeError:
            raise self.fail("name is not UTF-8") from None

    def vector(self, read: Callable[[], T]) -> list[T]:
        """A count, then that many items."""
        count = self.u32()
        if count > self.end - self.position:  # every item takes at least one byte
            raise self.fail(f"{count} items announced, {self.end - self.position} bytes left")
        return [read() for _ in range(count)]

    def optional(self, read: Callable[[], T]) -> T | None:
        """``0x00``, or ``0x01`` and the value."""
        flag = self.byte()
        if flag == 0:
            return None
        if flag == 1:
            return read()
        raise self.fail(f"expected 0x00 or 0x01, found {flag:#04x}")

    def expect(self, wanted: int, what: str) -> None:
        byte = self.byte()
        if byte != wanted:
            raise self.fail(f"expected {what} ({wanted:#04x}), found {byte:#04x}")
