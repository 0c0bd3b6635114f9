"""Words in lines: what is too long for the terminal goes on below, after the same margin."""

import re
from collections.abc import Callable, Iterable

from wcwidth import width

from shared.markdown.style import DIM, RESET, Span

# Longer lines are hard to read; shorter ones have no room for words.
_WIDEST, _NARROWEST = 100, 20
# Scripts that are written without spaces may be broken after each letter.
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60"
_PIECES = re.compile(rf"[ \t\n]+|[{_WIDE}]|[^ \t\n{_WIDE}]+")


class Flow:
    """Puts out spans word by word: a word is held back until it is complete."""

    def __init__(self, put: Callable[[str], None], columns: int) -> None:
        self.columns = max(_NARROWEST, min(columns, _WIDEST))
        self._put = put
        self._out: list[str] = []
        self._first = self._margin = ""
        self._column: int | None = None
        self._space = False
        self._word: list[Span] = []
        # Of the last word, and of what was put out last.
        self._before: tuple[str, ...] = ()
        self._codes: tuple[str, ...] = ()

    def begin(self, first: str, margin: str) -> None:
        """The next line begins with `first`, and those that it goes on in with `margin`."""
        self._first, self._margin = first, margin

    def write(self, spans: Iterable[Span]) -> None:
        """More of the line."""
        for span in spans:
            for piece in _PIECES.findall(span.text):
                if piece.isspace():
                    self._end_word()
                    self._space = self._column is not None
                else:
                    self._word.append(Span(piece, span.codes))
                    if width(piece) > 1 and len(piece) == 1:
                        self._end_word()

    def end(self) -> None:
        """Ends the line, if there is one."""
        self._end_word()
        if self._column is not None:
            self._put_out("\n")
        self._column, self._space = None, False
        self._first = self._margin

    def line(self, text: str, codes: tuple[str, ...] = ()) -> None:
        """A line as it is, however long, after the margin."""
        self._start(self._margin)
        self._put_out(text, codes)
        self._put_out("\n")
        self._column = None

    def flush(self) -> None:
        """Puts out what has been written, but for a word that may go on."""
        self._put_out("")
        text = "".join(self._out)
        self._out.clear()
        if text:
            self._put(text)

    def _end_word(self) -> None:
        if not self._word:
            return
        size = sum(width(span.text) for span in self._word)
        if self._column is None:
            self._start(self._first)
        elif self._column + self._space + size > self.columns:
            self._put_out("\n")
            self._start(self._margin)
        elif self._space:
            first = self._word[0].codes
            self._put_out(" ", first if first == self._before else ())
            self._column += 1
        for span in self._word:
            self._put_out(*span)
        self._before = self._word[-1].codes
        self._column = (self._column or 0) + size
        self._space = False
        self._word.clear()

    def _start(self, margin: str) -> None:
        self._put_out(margin, (DIM,) if margin.strip() else ())
        self._column = width(margin)

    def _put_out(self, text: str, codes: tuple[str, ...] = ()) -> None:
        """The text in this style, which lasts as long as it is the same."""
        if codes != self._codes:
            if self._codes:
                self._out.append(RESET)
            if codes:
                self._out.append(f"\x1b[{';'.join(dict.fromkeys(codes))}m")
            self._codes = codes
        self._out.append(text)
