"""The smallest core modules: functions that trap or return a constant, and some memory."""

from __future__ import annotations

from dataclasses import dataclass

from wae.binary.writer import MODULE_PREAMBLE, name, section, u32, vector
from wae.compose.generate import assembly as a
from wae.compose.generate.abi import I32

MEMORY, REALLOC, RESET = "memory", "realloc", "reset"
PAGE = 1 << 16
MAX_PAGES = 256
_FUNC, _MEM = 0x00, 0x02


@dataclass(frozen=True)
class CoreFunc:
    """``constant`` is the i32 it returns; with ``traps`` it never returns."""

    export: str
    params: tuple[int, ...]
    results: tuple[int, ...]
    constant: int | None = None
    traps: bool = True


def core_module(funcs: list[CoreFunc], data: bytes, base: int) -> bytes:
    """A module with ``funcs``, ``memory`` (with ``data`` at ``base``), ``realloc`` and ``reset``.

    ``realloc`` hands out memory one piece after the other; ``reset`` takes all of it back.
    """
    heap = base + len(data)
    pages = (heap + PAGE - 1) // PAGE or 1
    allocator = [CoreFunc(REALLOC, (I32,) * 4, (I32,)), CoreFunc(RESET, (), ())]
    everything = [*funcs, *allocator]
    bodies = [*map(_body, funcs), _realloc(), _reset(heap)]
    exports = [name(f.export) + bytes([_FUNC]) + u32(i) for i, f in enumerate(everything)]
    exports.append(name(MEMORY) + bytes([_MEM]) + u32(0))
    signatures = [b"\x60" + vector_of(f.params) + vector_of(f.results) for f in everything]
    parts = [
        MODULE_PREAMBLE,
        section(1, vector(signatures)),
        section(3, vector(u32(i) for i in range(len(everything)))),
        section(5, vector([b"\x01" + u32(pages) + u32(pages + MAX_PAGES)])),
        section(6, vector([b"\x7f\x01" + a.constant(heap) + a.END])),  # where the heap goes on
        section(7, vector(exports)),
        section(10, vector(u32(len(body)) + body for body in bodies)),
    ]
    if data:
        at = b"\x00" + a.constant(base) + a.END
        parts.append(section(11, vector([at + u32(len(data)) + data])))
    return b"".join(parts)


def vector_of(codes: tuple[int, ...]) -> bytes:
    return u32(len(codes)) + bytes(codes)


def _body(func: CoreFunc) -> bytes:
    if func.traps:
        return b"\x00" + a.UNREACHABLE + a.END
    return b"\x00" + (b"" if func.constant is None else a.constant(func.constant)) + a.END


def _realloc() -> bytes:
    """(old, old size, alignment, size) -> the address of new memory that begins with the old."""
    old, old_size, alignment, size, address, end = range(6)
    capacity = a.MEMORY_SIZE + a.constant(16) + a.SHIFT_LEFT
    return b"".join(
        (
            b"\x01\x02\x7f",  # two more locals
            a.get_global(0) + a.get(alignment) + a.ADD + a.constant(1) + a.SUB,
            a.constant(0) + a.get(alignment) + a.SUB + a.AND + a.put(address),
            a.get(address) + a.get(size) + a.ADD + a.put(end),
            a.get(end) + a.get(address) + a.LT_U + a.IF + a.UNREACHABLE + a.END,
            a.get(end) + capacity + a.GT_U + a.IF,
            a.get(end) + capacity + a.SUB + a.constant(PAGE - 1) + a.ADD,
            a.constant(16) + a.SHIFT_RIGHT + a.MEMORY_GROW,
            a.constant(-1) + a.EQ + a.IF + a.UNREACHABLE + a.END,
            a.END,
            a.get(end) + a.put_global(0),
            a.get(address) + a.get(old) + a.get(old_size) + a.MEMORY_COPY,
            a.get(address) + a.END,
        )
    )


def _reset(heap: int) -> bytes:
    return b"\x00" + a.constant(heap) + a.put_global(0) + a.END
