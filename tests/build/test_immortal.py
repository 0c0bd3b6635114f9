"""The objects of a snapshot, made immortal in its bytes."""

import struct

import pytest
from test_snapshot import module

from wae.binary.reader import BinaryError
from wae.binary.writer import COMPONENT_PREAMBLE, section
from wae.build.immortal import MARKER, immortalize
from wae.build.snapshot import Snapshot

IMMORTAL, STATIC = 0x50000000, 0x70000000
LIST, ITEMS, FIRST, SECOND, THIRD = 0x100, 0x200, 0x300, 0x310, 0x320
ALL = (FIRST, SECOND, THIRD)


def component(length: int = 3, second: int = 9, complement: int = LIST ^ 0xFFFFFFFF) -> bytes:
    """One whose module has three objects, a list of them, and the marker, also as a constant."""
    mark = MARKER + struct.pack("<III", LIST, complement, length)
    memory = [
        (0x10, MARKER + b"just a constant"),
        (0x80, mark),
        (LIST, struct.pack("<IIIII", 2, 0x77, 3, ITEMS, 4)),
        (ITEMS, struct.pack("<IIII", *ALL, 0x55)),
        (FIRST, struct.pack("<II", 1, 0x66)),
        (SECOND, struct.pack("<II", second, 0x66)),
        (THIRD, struct.pack("<II", STATIC, 0x66)),
    ]
    return COMPONENT_PREAMBLE + section(1, bytes(module(memory))) + section(0, b"\x01x" + MARKER)


def memory_of(made: bytes) -> Snapshot:
    start = made.index(b"\0asm\x01\0\0\0")
    end = made.index(b"\x00", start + made[start:].rindex(b"\x01x" + MARKER) - 2)
    return Snapshot(bytearray(made), start, end)


def test_objects_are_immortal_and_the_list_is_empty() -> None:
    """Counts are those of PEP 683; what was immortal stays so; nothing else changes."""
    before = component()
    made = immortalize(before)
    memory = memory_of(made)
    assert [IMMORTAL, IMMORTAL, STATIC] == [memory.word(one) for one in ALL]
    assert [0x66] * 3 == [memory.word(one + 4) for one in ALL]
    listed = [memory.word(LIST + 4 * number) for number in range(5)]
    assert [IMMORTAL, 0x77, 0, ITEMS, 4] == listed
    assert [0, 0, 0, 0x55] == [memory.word(ITEMS + 4 * number) for number in range(4)]
    assert made == immortalize(made)
    assert len(before) == len(made)


def test_a_constant_is_no_marker() -> None:
    """Without the address and its complement behind it, a marker means nothing."""
    made = component(complement=0)
    assert made == immortalize(made)


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (component(length=4), "there is no list of 4 objects at 0x100 of the snapshot"),
        (component(second=0), "there is no object at 0x310 of the snapshot"),
    ],
)
def test_snapshots_that_are_laid_out_otherwise(made: bytes, problem: str) -> None:
    """They are refused: a guess would break the component."""
    with pytest.raises(BinaryError, match=problem):
        immortalize(made)
