"""The smallest core modules: functions that trap or return a constant, and some memory."""

from __future__ import annotations

from dataclasses import dataclass

from wae.binary.writer import MODULE_PREAMBLE, name, s32, section, u32, vector
from wae.compose.abi import I32

MEMORY, REALLOC = "memory", "realloc"
PAGE = 1 << 16
MAX_PAGES = 256
_FUNC, _MEM = 0x00, 0x02
_UNREACHABLE = b"\x00"
# realloc(old, old_size, alignment, size): grows the memory and returns where it ended.
# size + 65535 >> 16, memory.grow, << 16; a failed grow gives an address that the host refuses.
_GROW = (
    b"\x20\x03"
    + b"\x41"
    + s32(PAGE - 1)
    + b"\x6a"
    + b"\x41\x10\x76"
    + b"\x40\x00"
    + b"\x41\x10\x74"
)


@dataclass(frozen=True)
class CoreFunc:
    """``constant`` is the i32 it returns; with ``traps`` it never returns."""

    export: str
    params: tuple[int, ...]
    results: tuple[int, ...]
    constant: int | None = None
    traps: bool = True


def core_module(funcs: list[CoreFunc], data: bytes, base: int) -> bytes:
    """A module that exports ``funcs``, ``memory`` (with ``data`` at ``base``) and ``realloc``."""
    realloc = CoreFunc(REALLOC, (I32,) * 4, (I32,))
    everything = [*funcs, realloc]
    bodies = [_body(func) for func in funcs] + [_GROW]
    pages = (base + len(data) + PAGE - 1) // PAGE or 1
    exports = [name(f.export) + bytes([_FUNC]) + u32(i) for i, f in enumerate(everything)]
    exports.append(name(MEMORY) + bytes([_MEM]) + u32(0))
    parts = [
        MODULE_PREAMBLE,
        section(
            1, vector(b"\x60" + vector_of(f.params) + vector_of(f.results) for f in everything)
        ),
        section(3, vector(u32(i) for i in range(len(everything)))),
        section(5, vector([b"\x01" + u32(pages) + u32(pages + MAX_PAGES)])),
        section(7, vector(exports)),
        section(10, vector(_sized(b"\x00" + body + b"\x0b") for body in bodies)),
    ]
    if data:
        at = b"\x00\x41" + s32(base) + b"\x0b"
        parts.append(section(11, vector([at + u32(len(data)) + data])))
    return b"".join(parts)


def vector_of(codes: tuple[int, ...]) -> bytes:
    return u32(len(codes)) + bytes(codes)


def _body(func: CoreFunc) -> bytes:
    if func.traps:
        return _UNREACHABLE
    return b"" if func.constant is None else b"\x41" + s32(func.constant)


def _sized(body: bytes) -> bytes:
    return u32(len(body)) + body
