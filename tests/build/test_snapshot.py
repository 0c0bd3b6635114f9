"""The memory that a core module starts with, read and changed in its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.binary.reader import BinaryError
from wae.binary.writer import MODULE_PREAMBLE, s32, section, u32, vector
from wae.build.snapshot import WORD, Snapshot

PIECES = st.lists(st.tuples(st.integers(0, 40), st.binary(max_size=30)), max_size=6)


def module(segments: list[tuple[int, bytes]]) -> bytearray:
    """A core module with these data segments, by address."""
    data = [b"\x00\x41" + s32(at) + b"\x0b" + u32(len(raw)) + raw for at, raw in segments]
    passive = b"\x01" + u32(3) + b"abc"
    other = section(3, b"\x01\x00")
    return bytearray(MODULE_PREAMBLE + other + section(11, vector([passive, *data])))


def laid_out(pieces: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """Segments one after the other, each so far behind the one before."""
    actual, address = [], 0
    for gap, raw in pieces:
        actual.append((address + gap, raw))
        address += gap + len(raw)
    return actual


@given(PIECES, st.integers(0, 300))
def test_words_are_those_of_the_memory(pieces: list[tuple[int, bytes]], address: int) -> None:
    """A word reads as it would in the guest, where what no segment has is zero."""
    memory = bytearray(1000)
    for at, raw in laid_out(pieces):
        memory[at : at + len(raw)] = raw
    data = module(laid_out(pieces))
    expected = int.from_bytes(memory[address : address + WORD], "little")
    assert expected == Snapshot(data, 0, len(data)).word(address)


@given(PIECES, st.integers(0, 300), st.integers(0, 2**32 - 1))
def test_words_are_replaced_whole_or_not_at_all(
    pieces: list[tuple[int, bytes]], address: int, value: int
) -> None:
    """After a change that is said to have happened, the word is the new one; else no byte moved."""
    data = module(laid_out(pieces))
    before = bytes(data)
    changed = Snapshot(data, 0, len(data)).set_word(address, value)
    again = Snapshot(data, 0, len(data))
    assert (again.word(address) == value) if changed else (before == bytes(data))
    assert len(before) == len(data)


def test_contents_are_found_where_they_lie() -> None:
    """Every place, by address, also where the module lies within other bytes."""
    inner = module([(100, b"..here..here"), (4_000_000, b"here")])
    data = bytearray(b"here" + bytes(inner) + b"here")
    actual = Snapshot(data, 4, 4 + len(inner)).find(b"here")
    assert [102, 108, 4_000_000] == actual


@given(st.binary(max_size=60))
def test_bytes_that_are_no_module(tail: bytes) -> None:
    """They are refused with the one error for that, or read as having nothing at some place."""
    data = bytearray(MODULE_PREAMBLE + tail)
    try:
        Snapshot(data, 0, len(data)).word(0)
    except BinaryError:
        return


def test_unknown_segments() -> None:
    """A sort of segment that the specification does not have is refused."""
    data = bytearray(MODULE_PREAMBLE + section(11, b"\x01\x07"))
    with pytest.raises(BinaryError, match="unknown data segment 7"):
        Snapshot(data, 0, len(data))
