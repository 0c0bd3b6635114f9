"""Text in columns that line up on a terminal, whatever the script. Nothing is ever cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from unicodedata import combining, east_asian_width

from wae.binary.value import Value

_GAP = "  "
_NARROWEST = 8


def _width(text: str) -> int:
    """In cells: two for what is wide (UAX #11), none for what stands on the letter before."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _clip(text: str, start: int, end: int) -> str:
    """The letters of the text in the cells from `start` to before `end`."""
    cells, at = [], 0
    for letter in text:
        size = _width(letter)
        if at >= start and at + size <= end:
            cells.append(letter)
        at += size
    return "".join(cells)


class Column(Value):
    """A column's heading, and on which side its text lines up.

    `prose` goes on in further lines where the terminal is narrow; anything else (an id, a key, a
    URL, a time) stays whole, to be copied.
    """

    heading: str
    right: bool = False
    prose: bool = False


class Layout(Value):
    """Lays text out by how many cells it takes, and what of it is in the cells from one to before
    another."""

    width: Callable[[str], int]
    clip: Callable[[str, int, int], str]

    def lines(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], available: int
    ) -> list[str]:
        """The headings and then the rows (clean one-line text), in `available` cells.

        Where that is too little, columns of prose go on in further lines, at words where they can.
        If it is too little even so, the terminal is overrun.
        """
        cells = [[column.heading for column in columns], *rows]
        widths = self._fitted(columns, cells, available)
        return [line for row in cells for line in self._row(columns, row, widths)]

    def pairs(self, pairs: Sequence[tuple[str, str]], available: int) -> list[str]:
        """Labels and values, the values lined up, in `available` cells: longer ones go on in
        further lines, at words only; a pair without a value is left out."""
        filled = [(label, value) for label, value in pairs if value]
        size = max((self.width(label) for label, _ in filled), default=0)
        room = max(available - size - len(_GAP), _NARROWEST)
        return [
            f"{self._padded(shown, size, right=False)}{_GAP}{line}"
            for label, value in filled
            for shown, line in zip_longest([label], self._at_words(value, room), fillvalue="")
        ]

    def _fitted(
        self, columns: Sequence[Column], cells: Sequence[Sequence[str]], available: int
    ) -> list[int]:
        """How wide the columns are; what is too much is taken from prose, the widest first."""
        widths = [max(map(self.width, column)) for column in zip(*cells, strict=True)]
        least = [
            max(_NARROWEST, self.width(column.heading)) if column.prose else size
            for column, size in zip(columns, widths, strict=True)
        ]
        excess = sum(widths) + len(_GAP) * (len(widths) - 1) - available
        while excess > 0:
            spare = [size - smallest for size, smallest in zip(widths, least, strict=True)]
            if max(spare) <= 0:
                break
            widest = max((size, at) for at, size in enumerate(widths) if spare[at] > 0)[1]
            widths[widest] -= 1
            excess -= 1
        return widths

    def _row(
        self, columns: Sequence[Column], row: Sequence[str], widths: Sequence[int]
    ) -> Iterator[str]:
        wrapped = [
            [piece for line in self._at_words(cell, size) for piece in self._pieces(line, size)]
            if column.prose
            else [cell]
            for column, cell, size in zip(columns, row, widths, strict=True)
        ]
        for line in zip_longest(*wrapped, fillvalue=""):
            padded = (
                self._padded(cell, size, column.right)
                for cell, size, column in zip(line, widths, columns, strict=True)
            )
            yield _GAP.join(padded).rstrip()

    def _at_words(self, text: str, size: int) -> list[str]:
        """The text in lines of at most `size` cells; a longer word has a line of its own."""
        if self.width(text) <= size:
            return [text]
        lines: list[str] = []
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if line and self.width(longer) > size:
                lines.append(line)
                line = word
            else:
                line = longer
        return [*lines, line]

    def _pieces(self, word: str, size: int) -> Iterator[str]:
        """A word that is wider than its column, in pieces that are not."""
        while self.width(word) > size:
            piece = self.clip(word, 0, size).rstrip()
            if not piece:
                break
            yield piece
            word = word[len(piece) :].lstrip()
        yield word

    def _padded(self, cell: str, size: int, right: bool) -> str:
        padding = " " * (size - self.width(cell))
        return padding + cell if right else cell + padding


PLAIN = Layout(_width, _clip)
"""By what the standard library knows of letters."""
