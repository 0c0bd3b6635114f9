"""The few core instructions that generated components need (core spec, 5.4)."""

from __future__ import annotations

from wae.binary.writer import s32, u32

BLOCK, LOOP, IF = b"\x02\x40", b"\x03\x40", b"\x04\x40"
UNREACHABLE, ELSE, END, RETURN = b"\x00", b"\x05", b"\x0b", b"\x0f"
EQZ, EQ, NE, LT_U, GT_U, GE_U = b"\x45", b"\x46", b"\x47", b"\x49", b"\x4b", b"\x4f"
ADD, SUB, AND, OR = b"\x6a", b"\x6b", b"\x71", b"\x72"
SHIFT_LEFT, SHIFT_RIGHT = b"\x74", b"\x76"
UPPER, POP = b"\x42\x20\x88", b"\x1a"  # the upper half of an i64, as one; drop
DIVIDE_U, REMAINDER_U, WRAP = b"\x6e", b"\x70", b"\xa7"
LONG_LT_U, LONG_ADD, LONG_MUL, EXTEND = b"\x54", b"\x7c", b"\x7e", b"\xad"
MEMORY_SIZE, MEMORY_GROW = b"\x3f\x00", b"\x40\x00"
MEMORY_COPY = b"\xfc\x0a\x00\x00"


def branch(depth: int) -> bytes:
    return b"\x0c" + u32(depth)


def branch_if(depth: int) -> bytes:
    return b"\x0d" + u32(depth)


def call(function: int) -> bytes:
    return b"\x10" + u32(function)


def get(local: int) -> bytes:
    return b"\x20" + u32(local)


def put(local: int) -> bytes:
    """``local.set``."""
    return b"\x21" + u32(local)


def get_global(index: int) -> bytes:
    return b"\x23" + u32(index)


def put_global(index: int) -> bytes:
    """``global.set``."""
    return b"\x24" + u32(index)


def constant(value: int) -> bytes:
    return b"\x41" + s32(value)


def long(value: int) -> bytes:
    """``i64.const``."""
    return b"\x42" + s32(value)


def zero(kind: int) -> bytes:
    """The zero of a value type."""
    return {0x7F: b"\x41\0", 0x7E: b"\x42\0", 0x7D: b"\x43" + bytes(4), 0x7C: b"\x44" + bytes(8)}[
        kind
    ]


def load(offset: int = 0) -> bytes:
    """``i32.load``, four bytes aligned."""
    return b"\x28\x02" + u32(offset)


def load_byte(offset: int = 0) -> bytes:
    return b"\x2d\x00" + u32(offset)


def load_eight(offset: int = 0) -> bytes:
    """``i64.load``, four bytes aligned."""
    return b"\x29\x02" + u32(offset)


def store(offset: int = 0) -> bytes:
    return b"\x36\x02" + u32(offset)


def store_byte(offset: int = 0) -> bytes:
    return b"\x3a\x00" + u32(offset)


def store_eight(offset: int = 0) -> bytes:
    return b"\x37\x02" + u32(offset)


def add(local: int, amount: int) -> bytes:
    """``local += amount``."""
    return get(local) + constant(amount) + ADD + put(local)


def function(locals_: int, *body: bytes, longs: int = 0) -> bytes:
    """The body of a function with so many i32 locals beside its parameters, and then i64s."""
    kinds = [u32(count) + kind for count, kind in ((locals_, b"\x7f"), (longs, b"\x7e")) if count]
    return u32(len(kinds)) + b"".join(kinds) + b"".join(body) + END


def when(condition: bytes, *then: bytes) -> bytes:
    return condition + IF + b"".join(then) + END


def repeat_until(condition: bytes, *body: bytes) -> bytes:
    """Tests the condition before each round. ``branch(0)`` in ``body`` begins the next round."""
    return BLOCK + LOOP + condition + branch_if(1) + b"".join(body) + branch(0) + END + END


def give(value: int) -> bytes:
    """Returns a constant from the function."""
    return constant(value) + RETURN
