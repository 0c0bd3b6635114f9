"""The encodings that every section is made of (core spec, 5.2)."""

from __future__ import annotations

from collections.abc import Iterable

MODULE_PREAMBLE = b"\0asm\x01\x00\x00\x00"
COMPONENT_PREAMBLE = b"\0asm\x0d\x00\x01\x00"


def u32(value: int) -> bytes:
    """Unsigned LEB128."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def s32(value: int) -> bytes:
    """Signed LEB128."""
    out = bytearray()
    while not -0x40 <= value < 0x40:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value & 0x7F)
    return bytes(out)


def name(text: str) -> bytes:
    raw = text.encode()
    return u32(len(raw)) + raw


def extern_name(text: str) -> bytes:
    """The name of a component's import or export."""
    return b"\x00" + name(text)


def vector(items: Iterable[bytes]) -> bytes:
    parts = list(items)
    return u32(len(parts)) + b"".join(parts)


def section(number: int, payload: bytes) -> bytes:
    return bytes([number]) + u32(len(payload)) + payload


def custom_section(title: str, payload: bytes) -> bytes:
    return section(0, name(title) + payload)
