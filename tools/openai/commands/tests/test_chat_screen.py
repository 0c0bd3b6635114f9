"""A reply as it is shown while it arrives."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from fake_process import Stream
from shared import cleaning, output
from tools.openai.commands.chat.screen import Screen

# What sequences are made of, so that they come about by chance.
PARTS = st.lists(
    st.sampled_from(
        ["\x1b", "[", "]", "31", "m", "\x9b", "\x90", "\x9c", "\x07", "\\", "\r", "\n", "\r\n", "P",
         "\t", " ", "a", "日", "\u202e", "\x00", "\x1b[2J", "\x1b]0;x\x07", "\x85", "\u2028"]
    ),
    max_size=20,
)  # fmt: skip


def shown(pieces: list[str]) -> str:
    """What is on standard output after these pieces."""
    before, sys.stdout = sys.stdout, Stream()
    try:
        screen = Screen(output.write_text)
        for piece in pieces:
            screen.write(piece)
        screen.end()
        return sys.stdout.text()
    finally:
        sys.stdout = before


@given(PARTS)
def test_pieces_are_as_harmless_as_the_whole(pieces):
    """Wherever a reply is cut, what is shown is what would have been shown of the whole."""
    whole = cleaning.text("".join(pieces))
    ending = "" if whole.endswith("\n") or not whole else "\n"
    assert whole + ending == shown(pieces)


def test_text_is_not_held_back():
    """What cannot be the beginning of a sequence is shown at once."""
    before, sys.stdout = sys.stdout, Stream()
    try:
        screen = Screen(output.write_text)
        screen.write("Hello\x1b[3")
        assert "Hello" == sys.stdout.text()
    finally:
        sys.stdout = before


def test_an_endless_sequence_is_not_waited_for():
    """A control string without an end holds back no more than a few thousand characters."""
    text = shown(["\x1b]", *["x" * 1000] * 10])
    assert "x" * 5000 in text
    assert "\x1b" not in text
