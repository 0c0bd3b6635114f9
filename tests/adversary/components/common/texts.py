"""Texts that would do something to a terminal, or to whoever reads it."""

TEXTS = {
    "controls": "".join(map(chr, (*range(9), *range(11, 32), *range(127, 160)))),
    "title": "\x1b]0;owned\x07\x1b]2;owned\x1b\\",
    "clipboard": "\x1b]52;c;cm0gLXJmIH4=\x07",
    "colour": "\x1b[8mhidden\x1b[0m\x9b31mred",
    "string": "\x1bP1$r\x1b_no end of a control string",
    "screen": "\x1b[2J\x1b[H\x1bcwae: Type your password: ",
    "bidi": "\u202egnp.exe\u2066\u2069\u200f",
    "separators": "a\u2028b\u2029c\x85d",
    "lines": "one\r\nwae: two\nthree\r\x1b[1Afour",
    "frame": "\x1e0123:5:hello",
    "empty": "",
    "nul": "\0\0",
    "noncharacters": "\ufffe\uffff\U0010ffff\ufeff",
}

# Made when asked for: they need not lie in the component's memory image.
_LONG = {
    "wide": ("x", 100_000),
    "long": ("x", 10_000_000),
    "long-escapes": ("\x1b[31", 500_000),
}
NAMES = (*TEXTS, *_LONG)


def text(name: str) -> str:
    """The text of this name."""
    if name in _LONG:
        piece, times = _LONG[name]
        return piece * times
    return TEXTS[name]
