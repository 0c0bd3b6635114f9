"""Comments of WIT: what is documentation stays, all else goes, and nothing moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.build.comments import without_comments


def stripped(text: str) -> str:
    return without_comments({"a.wit": text.encode()})["a.wit"].decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("// x\nf: func();", "    \nf: func();"),
        ("/// x\nf: func(); // y", "/// x\nf: func();     "),
        ("/** x */ f: func() /* y\n z */ -> u32;", "/** x */ f: func()     \n      -> u32;"),
        ("/* a /* b */ c */ type t = u8;", "                  type t = u8;"),
        ("/** a /* b */ c */ type t = u8;", "/** a /* b */ c */ type t = u8;"),
        ("//// x ////\n/*** y ***/\n/**/ z", "           \n           \n     z"),
        ("/// one // two\n//! three", "/// one // two\n         "),
        ("f // no end", "f          "),
        ("f /* no end", "f          "),
        ("use wasi:http/types@0.2.0.{a};", "use wasi:http/types@0.2.0.{a};"),
        ('use "a//b"; // "c"', 'use "a//b";       '),
        ("// a\r\n/// b\r\n", "    \r\n/// b\r\n"),
    ],
)
def test_comments(text: str, expected: str) -> None:
    """Only `///` and `/** */` are documentation; blocks nest, as WIT has it."""
    assert expected == stripped(text)


@given(st.text("/*! ax\n{};", max_size=30))
def test_nothing_moves(text: str) -> None:
    """Every line and column stays, and doing it again changes nothing."""
    once = stripped(text)
    assert [len(line) for line in text.split("\n")] == [len(line) for line in once.split("\n")]
    assert once == stripped(once)
    assert all(new in (old, " ") for old, new in zip(text, once, strict=True))


def test_other_files() -> None:
    """What is no WIT is not read."""
    assert {"a.md": b"// x"} == without_comments({"a.md": b"// x"})
