"""The buffer of the line editor: what keys do to a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.runtime.editing.buffer import LONGEST, Buffer
from wae.runtime.editing.clusters import clusters

FAMILY, FLAG, ACCENT, THUMB = "👩\u200d👧", "🇨🇭", "e\u0301", "👍🏽"
ALPHABET = st.sampled_from(["a", "b", " ", "\n", "日", FAMILY, FLAG, ACCENT, THUMB, "\t", "-"])
TEXTS = st.lists(ALPHABET, max_size=12).map("".join)


def edited(text: str, *keys: str) -> str:
    """The text after the keys, with `|` for the cursor; so it is in the text beforehand."""
    buffer = Buffer(text.replace("|", ""))
    buffer.cursor = text.index("|")
    for key in keys:
        buffer.keys[key]()
    return f"{buffer.text[: buffer.cursor]}|{buffer.text[buffer.cursor :]}"


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("one two|", ["left"], "one tw|o"),
        ("one |two", ["right"], "one t|wo"),
        ("one two|", ["word-left"], "one |two"),
        ("|one-two", ["word-right"], "one|-two"),
        ("a\nb c|", ["home"], "a\n|b c"),
        ("|a b\nc", ["end"], "a b|\nc"),
        ("one two-2 |", ["kill-word-back"], "one |"),
        ("one |two three", ["kill-word"], "one | three"),
        ("one |two\nthree", ["kill-to-end"], "one |\nthree"),
        ("one|\ntwo", ["kill-to-end"], "one|two"),
        ("a\none |two", ["kill-to-start"], "a\n|two"),
        ("one |two", ["kill-to-end", "home", "yank"], "two|one "),
        ("a|b", ["backspace"], "|b"),
        ("a|b", ["delete"], "a|"),
        ("a\n|b", ["backspace"], "a|b"),
        ("a|\nb", ["delete"], "a|b"),
        ("|a", ["backspace", "left"], "|a"),
        ("a|", ["delete", "right"], "a|"),
        ("ab|", ["new-line"], "ab\n|"),
        ("abc\nx\nabc|", ["up", "up"], "a|bc\nx\nabc"),
        ("a|bc\nx", ["down"], "abc\nx|"),
        (f"a{FAMILY}|b", ["backspace"], "a|b"),
        (f"a{FLAG}{FLAG}|", ["left"], f"a{FLAG}|{FLAG}"),
        (f"|{ACCENT}b", ["delete"], "|b"),
        (f"{THUMB}|", ["backspace"], "|"),
        ("日本|", ["left"], "日|本"),
    ],
)
def test_keys(before: str, keys: list[str], after: str) -> None:
    """Each key does what it does in readline; a character is what people take for one."""
    assert after == edited(before, *keys)


@given(TEXTS, st.lists(st.sampled_from([*Buffer().keys]), max_size=20), st.lists(TEXTS, max_size=3))
def test_the_cursor_is_always_between_characters(
    text: str, keys: list[str], history: list[str]
) -> None:
    """Whatever is pressed, the cursor is in the text, and never inside of a character."""
    buffer = Buffer(text, history)
    for key in keys:
        buffer.keys[key]()
        assert 0 <= buffer.cursor <= len(buffer.text)
        line_start = buffer.text.rfind("\n", 0, buffer.cursor) + 1
        line = buffer.text[line_start:].partition("\n")[0]
        edges = [0]
        for cluster in clusters(line):
            edges.append(edges[-1] + len(cluster))
        if key in ("left", "right", "home", "end", "up", "down"):
            assert buffer.cursor - line_start in edges or key in ("up", "down")


@given(TEXTS)
def test_left_and_right(text: str) -> None:
    """From one end to the other, either way, in as many steps as there are characters."""
    buffer = Buffer(text)
    steps = sum(len(clusters(line)) for line in text.split("\n")) + text.count("\n")
    for _ in range(steps):
        buffer.left()
    assert 0 == buffer.cursor
    for _ in range(steps):
        buffer.right()
    assert len(text) == buffer.cursor


def test_history() -> None:
    """Up and down go through what was typed before, and back to what was being typed."""
    buffer = Buffer("", ["one", "two\nlines"])
    buffer.insert("draft")
    seen = []
    for key in ("up", "up", "up", "up", "down", "down", "down"):
        buffer.keys[key]()
        seen.append(buffer.text)
    assert ["two\nlines", "two\nlines", "one", "one", "two\nlines", "draft", "draft"] == seen


def test_a_backslash_goes_on() -> None:
    """At the end it makes a new line of the text; elsewhere it is a backslash."""
    buffer = Buffer("one\\")
    assert (True, "one\n", 4) == (buffer.continues(), buffer.text, buffer.cursor)
    assert not buffer.continues()
    buffer = Buffer("a\\")
    buffer.left()
    assert (False, "a\\") == (buffer.continues(), buffer.text)


def test_too_long() -> None:
    """What would make a text too long is not taken in, and changes nothing."""
    buffer = Buffer("x" * (LONGEST - 1))
    assert (False, True, False) == (buffer.insert("yz"), buffer.insert("y"), buffer.insert("z"))
    assert LONGEST == len(buffer.text)
