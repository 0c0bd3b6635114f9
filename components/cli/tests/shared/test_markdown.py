"""Markdown as it is read on a terminal."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import golden_file
from shared import cleaning
from shared.markdown import document
from shared.markdown.blocks import Markdown

STYLE = re.compile(r"\x1b\[([0-9;]*)m")
FILE = (Path(__file__).parent / "markdown.md").read_text(encoding="utf-8")
# What blocks, markup and sequences are made of, so that they come about by chance.
PARTS = st.lists(
    st.sampled_from(
        ["# ", "## ", "- ", "1. ", "> ", "```", "~~~", "py", "| a | b |\n", "|-|-|\n", "---", "===",
         "**", "*", "__", "_", "`", "``", "~~", "[", "](", ")", "![", "]", "<b>", "<!--", "-->",
         "<", ">", "<http://a/b>", "&amp;", "&#27;", "&#x202e;", "&#155;", "&", "\\", "[x] ",
         "[!NOTE]", "[a]: b\n", " ", "    ", "\t", "\n", "\n\n", "a", "word", "日本", "🎉",
         "\x1b", "[31m", "\x9b", "\u202e", "\x07"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


def streamed(pieces: list[str], columns: int = 40) -> str:
    """What is shown of a text that arrives in these pieces."""
    out: list[str] = []
    markdown = Markdown(out.append, columns)
    for piece in pieces:
        markdown.write(piece)
    markdown.end()
    return "".join(out)


def in_effect(shown: str) -> list[tuple[str, str]]:
    """The characters, each with the style that it is in."""
    parts = STYLE.split(shown)
    styles = ["0", *parts[1::2]]
    return [(one, style) for text, style in zip(parts[::2], styles, strict=True) for one in text]


@pytest.mark.parametrize("columns", [72, 40])
def test_what_is_shown(columns):
    """A file and a reply, with every kind of block and markup; styles are in braces."""
    cases = [
        golden_file.case(title, (str(columns),), STYLE.sub(r"{\1}", shown(FILE, columns)), 0)
        for title, shown in (("file", document.of_file), ("chat", document.of_chat))
    ]
    golden_file.check(f"markdown-{columns}", cases)


@given(PARTS, st.data())
def test_pieces_are_shown_as_the_whole(text, data):
    """Wherever a reply is cut, the same characters come in the same styles."""
    text = cleaning.text(text)
    at = data.draw(st.lists(st.integers(0, len(text)), max_size=8).map(sorted))
    pieces = [text[a:b] for a, b in zip([0, *at], [*at, len(text)], strict=True)]
    assert in_effect(document.of_chat(text, 40)) == in_effect(streamed(pieces))


@given(PARTS)
def test_nothing_but_styles(text):
    """Whatever a text holds, also as references to characters, only styles reach the terminal, and
    none of them lasts."""
    for shown in (document.of_file(text, 40), document.of_chat(text, 40)):
        bare = STYLE.sub("", shown)
        assert cleaning.text(bare) == bare
        styles = STYLE.findall(shown)
        assert not styles or styles[-1] == "0"


@given(st.lists(st.from_regex(r"[a-zA-Z]{1,60}", fullmatch=True), max_size=30))
def test_words_are_kept_whole(words):
    """Lines break between words only, and every word is there, in order."""
    shown = document.of_file(" ".join(words), 40)
    assert words == shown.split()
    assert all(len(line) <= 40 or " " not in line for line in shown.splitlines())


def test_words_are_shown_as_they_come():
    """A word waits for its end, markup for its other end, and no longer; a heading for its line."""
    out: list[str] = []
    markdown = Markdown(out.append, 40)

    def shown_of(piece: str) -> str:
        out.clear()
        markdown.write(piece)
        return "".join(out)

    assert "" == shown_of("Hel")
    assert "Hello," == shown_of("lo, a")
    assert " a 2 *" == shown_of(" 2 * 3")
    assert " 3" == shown_of(" **bold")
    assert " \x1b[1mbold words\x1b[0m" == shown_of(" words** C:\\x")
    assert " C:\\x [1]" == shown_of(" [1] next")


@pytest.mark.parametrize(
    "part", ["[", "![", "*a ", "_a", "`a ", "**a __b ~~c ", "<!--", "<a ", "> ", "|a", "`", "[a](",
             "[a]: b\n", "a\n", "a | b\n", "&", "\\", "~~~\n```\n"]
)  # fmt: skip
def test_hostile_lengths(part):
    """Markup that opens without end takes time in proportion to the text."""
    text = part * (100_000 // len(part))
    assert document.of_file(text, 80) is not None
    assert document.of_chat(text, 80) is not None
