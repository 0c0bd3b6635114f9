"""Integers as the binary format writes them (core spec, 5.2.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.binary import writer
from wae.binary.encode import signed
from wae.binary.reader import BinaryError, Cursor


@given(st.integers(0, 2**32 - 1))
def test_u32_comes_back(number: int) -> None:
    """Every unsigned 32-bit integer is read as it was written, to its last byte."""
    cursor = Cursor(writer.u32(number))
    assert number == cursor.u32()
    assert cursor.done


@given(st.integers(0, 2**32 - 1))
def test_type_index_comes_back(number: int) -> None:
    """Every type index is read as the positive 33-bit integer that it was written as."""
    cursor = Cursor(signed(number))
    assert number == cursor.s33()
    assert cursor.done


@given(st.integers(-(2**31), 2**31 - 1))
def test_s32_comes_back(number: int) -> None:
    """Signed 32-bit integers are written so that a wider signed reader gives them back."""
    cursor = Cursor(writer.s32(number))
    assert number == cursor.s33()
    assert cursor.done


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (b"\x00", 0),
        (b"\x7f", 127),
        (b"\x80\x01", 128),
        (b"\xff\xff\xff\xff\x0f", 2**32 - 1),
        (b"\x80\x80\x80\x80\x00", 0),  # padded, as linkers write them
    ],
)
def test_u32_known_values(raw: bytes, number: int) -> None:
    """The specification's own forms, padding included, are understood."""
    assert number == Cursor(raw).u32()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x80",
        b"\xff\xff\xff\xff\x1f",
        b"\x80\x80\x80\x80\x80\x00",
        b"\xff\xff\xff\xff\xff\x0f",
    ],
)
def test_u32_limits(raw: bytes) -> None:
    """What ends too early, is too long or too large is no integer."""
    with pytest.raises(BinaryError, match=r"unexpected end|integer"):
        Cursor(raw).u32()


@pytest.mark.parametrize("raw", [b"\x80", b"\x80\x80\x80\x80\x80\x00", b"\xff\xff\xff\xff\x2f"])
def test_s33_limits(raw: bytes) -> None:
    """What ends too early, is too long or too large is no type index."""
    with pytest.raises(BinaryError, match=r"unexpected end|integer"):
        Cursor(raw).s33()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_name_comes_back(text: str) -> None:
    """Every text is read as it was written."""
    assert text == Cursor(writer.name(text)).name()
