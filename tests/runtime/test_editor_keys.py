"""Keys from bytes: no byte sequence, however it is cut, brings a control character into a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.runtime.editing.buffer import Buffer
from wae.runtime.editing.keys import KEY, PASTE, TEXT, Decoder, Typed

# What sequences are made of, so that they come about by chance.
PARTS = st.lists(
    st.sampled_from(
        [b"\x1b", b"[", b"]", b"O", b"P", b"A", b"m", b"M", b"3", b"200", b"201", b"~", b";", b"5",
         b"\x9b", b"\x90", b"\x9c", b"\x07", b"\\", b"\r", b"\n", b"\r\n", b"\t", b"\x03", b"\x7f",
         b"\x1b[200~", b"\x1b[201~", b"\xc2\x9b", b"\xc2", b"a", "日".encode(), b"\xff", b"\x00"]
    ) | st.binary(max_size=3),
    max_size=30,
)  # fmt: skip


def typed(*pieces: bytes) -> list[Typed]:
    """What the decoder makes of the pieces."""
    decoder = Decoder()
    return [one for piece in pieces for one in decoder.feed(piece)]


@given(PARTS, st.lists(st.integers(0, 60)))
def test_no_control_gets_into_a_text(parts: list[bytes], cuts: list[int]) -> None:
    """Line feeds and tabs come from pastes alone, other controls never; pieces do not matter."""
    content = b"".join(parts)
    whole = typed(content)
    for kind, value in whole:
        allowed = "\t\n" if kind == PASTE else ""
        if kind != KEY:
            assert [] == [
                c for c in value if (c < " " or "\x7f" <= c <= "\x9f") and c not in allowed
            ]
            value.encode()
    edges = sorted({0, len(content), *(min(cut, len(content)) for cut in cuts)})
    pieces = [content[start:end] for start, end in zip(edges, edges[1:], strict=False)]
    assert whole == typed(*pieces)


@given(PARTS)
def test_ctrl_c_always_counts(parts: list[bytes]) -> None:
    """Nothing that was sent before, such as half a sequence or a paste without an end, hides it."""
    assert Typed(KEY, "interrupt") in typed(b"".join(parts).replace(b"\x03", b"") + b"\x03")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_text_arrives(text: str) -> None:
    """What is no control comes out as it was typed."""
    assert text == "".join(value for kind, value in typed(text.encode()) if kind == TEXT)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_pastes_are_one_thing(text: str) -> None:
    """However many lines are pasted, they are one piece; what is typed after it is not in it."""
    pasted = typed(
        b"\x1b[200~" + text.replace("\x1b", "").replace("\x03", "").encode() + b"\x1b[201~x"
    )
    if not any("\x80" <= character <= "\x9f" for character in text):
        bare = "".join(c for c in text if c in "\t\n\r" or not (c < " " or c == "\x7f"))
        lines = bare.replace("\r\n", "\n").replace("\r", "\n")
        assert [Typed(PASTE, lines), Typed(TEXT, "x")] == pasted


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        (b"\x1b[A", "up"), (b"\x1bOA", "up"), (b"\x1b[B", "down"), (b"\x1b[C", "right"),
        (b"\x1b[D", "left"), (b"\x1b[H", "home"), (b"\x1bOF", "end"), (b"\x1b[1~", "home"),
        (b"\x1b[4~", "end"), (b"\x1b[3~", "delete"), (b"\x1b[1;5D", "word-left"),
        (b"\x1b[1;3C", "word-right"), (b"\x1b[3;5~", "kill-word"), (b"\x1bb", "word-left"),
        (b"\x1bd", "kill-word"), (b"\x17", "kill-word-back"), (b"\x1b\x7f", "kill-word-back"),
        (b"\r", "enter"), (b"\n", "enter"), (b"\x1b\r", "new-line"), (b"\x1b[13;2u", "new-line"),
        (b"\x1b[27;2;13~", "new-line"), (b"\x04", "end-of-input"), (b"\x1b\x1b[D", "left"),
    ],
)  # fmt: skip
def test_names(sent: bytes, name: str) -> None:
    """Keys as xterm, rxvt, Linux's console, kitty and tmux send them."""
    assert [Typed(KEY, name)] == typed(sent)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x1b[[A", b"\x1b[24~", b"\x1b[M !!", b"\x1b[<0;12;3M", b"\x1b[I", b"\x1b[?62;22c",
        b"\x1b]11;rgb:0000/0000/0000\x07", b"\x1b]11;rgb:0000/0000/0000\x1b\\", b"\x1bP1+r\x1b\\",
        b"\x1b(B", b"\x1bx", b"\x00", b"\x1c", b"\t", b"\x1b[12;40R", b"\xc2\x9b12;40R",
    ],
)  # fmt: skip
def test_reports_and_unknown_keys(sent: bytes) -> None:
    """What else a terminal sends (function keys, a mouse, answers to others' questions) is gone."""
    assert [Typed(TEXT, "a")] == typed(sent + b"a")


def test_an_escape_of_its_own() -> None:
    """After some time, ESC was a key, and the letter after it is one; a torn sequence never is."""
    for rest, expected in ((b"d", [Typed(TEXT, "d")]), (b"[A", [Typed(KEY, "up")])):
        decoder = Decoder()
        assert ([], True) == ([*decoder.feed(b"\x1b")], decoder.pending)
        decoder.settle()
        assert expected == [*decoder.feed(rest)]
    assert [Typed(KEY, "kill-word")] == typed(b"\x1b", b"d")


def test_every_key_does_something() -> None:
    """Each name is one that the editor itself or the buffer knows."""
    from wae.runtime.editing import keys

    names = {*keys._CONTROLS.values(), *keys._ALT.values(), *keys._FINALS.values()}
    names |= {*keys._NUMBERS.values(), *keys._WORDS.values(), "new-line"}
    own = {"enter", "interrupt", "end-of-input", "clear-screen"}
    assert names == own | Buffer().keys.keys()
