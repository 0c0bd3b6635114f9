"""Spans of text and their SGR codes (ECMA-48, 8.3.117), the only sequences that are put out."""

from typing import NamedTuple

RESET = "\x1b[0m"
BOLD, DIM, ITALIC, UNDERLINED, STRUCK, CYAN = "1", "2", "3", "4", "9", "36"


class Span(NamedTuple):
    """Harmless text of one style, its codes in the order in which they are set."""

    text: str
    codes: tuple[str, ...] = ()
