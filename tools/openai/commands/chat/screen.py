"""What a model says, shown while it arrives."""

import re
from collections.abc import Callable

from shared import cleaning

# ECMA-48, section 5, as in `cleaning`: what may still become a sequence when more arrives, or a
# carriage return that a line feed may follow.
_UNFINISHED = re.compile(
    r"(?:(?:\x1b\[|\x9b)[0-?]*[ -/]*"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*\x1b?"
    r"|\x1b[ -/]*"
    r"|\r)\Z"
)
# A sequence that is still not complete by then is none that is worth waiting for.
_LONGEST_SEQUENCE = 4096


class Screen:
    """Puts out pieces of a text, made harmless: a pipe, too, may lead to a terminal."""

    def __init__(self, put: Callable[[str], None]) -> None:
        self._out = put
        self._pending = ""
        self._at_start = True

    def write(self, piece: str) -> None:
        """Shows more of the reply, but for what could be the beginning of an escape sequence."""
        self._put(self._harmless(piece))

    def end(self) -> None:
        """Shows what was held back, and ends the line."""
        self._put(cleaning.text(self._pending))
        self._pending = ""
        if not self._at_start:
            self._put("\n")

    def _harmless(self, piece: str) -> str:
        text = self._pending + piece
        unfinished = _UNFINISHED.search(text)
        end = unfinished.start() if unfinished else len(text)
        if len(text) - end > _LONGEST_SEQUENCE:
            end = len(text)
        self._pending = text[end:]
        return cleaning.text(text[:end])

    def _put(self, text: str) -> None:
        if text:
            self._at_start = text.endswith("\n")
            self._out(text)
