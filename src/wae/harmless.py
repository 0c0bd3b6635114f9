"""Makes text from outside harmless to show: nothing steers a terminal, misleads, or hides."""

_HARMFUL = (
    (0x00, 0x08),
    (0x0B, 0x1F),
    (0x7F, 0x9F),
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200B),
    (0x200E, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xD800, 0xDFFF),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
"""What steers a terminal, reorders text, or hides in it, from first to last code point.

The controls (Unicode's category Cc) but tab and line feed; the separators of lines and paragraphs;
those of the Bidirectional Algorithm (UAX #9); surrogates; annotations; and what is not drawn
(Default_Ignorable_Code_Point of the Unicode Character Database), but for the joiners and the
variation selectors that scripts and emoji need.
"""


def harmless(text: str) -> str:
    """`text` with each harmful character made visible (ESC is \\x1b); tabs and line feeds stay."""
    return text.translate(_VISIBLE)


def one_line(text: str) -> str:
    """The same with its line feeds visible, too."""
    return harmless(text).replace("\n", "\\n")


def is_harmful(code: int) -> bool:
    """Whether the character with this code point is to be made visible."""
    return any(first <= code <= last for first, last in _HARMFUL)


class _Visible(dict[int, str]):
    """What stands for each code point; those that were asked for once are known."""

    def __missing__(self, code: int) -> str:
        text = chr(code)
        self[code] = text.encode("unicode_escape").decode() if is_harmful(code) else text
        return self[code]


_VISIBLE = _Visible()
