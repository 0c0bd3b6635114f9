"""A terminal's screen that scrolls, for what the line editor draws."""

import re

from wae.runtime.editing.clusters import clusters, width

_PIECE = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])|([\x00-\x1f\x7f-\x9f])|([^\x00-\x1f\x7f-\x9f]+)")


class DrawnScreen:
    """`lines` are all rows from the first one on, those that have scrolled away included.

    Knows what the editor may send (ECMA-48: CUU, CUP 1;1, ED 0 and 2, EL 0) and raises ValueError
    for anything else, also for text that reaches the last column, where terminals differ.
    """

    def __init__(self, columns: int, height: int) -> None:
        self.columns, self.height = columns, height
        self.lines: list[list[str]] = [[]]
        self.row = self.column = 0

    def put(self, output: str) -> None:
        """Takes what is written to the terminal."""
        for control, final, character, text in _PIECE.findall(output):
            if text:
                self._write(text)
            elif character == "\r":
                self.column = 0
            elif character == "\n":
                self._go(self.row + 1)
            elif final == "A":
                self.row = max(self._top, self.row - int(control))
            elif (control, final) == ("", "K"):
                del self._line[self.column :]
            elif (control, final) == ("", "J"):
                del self._line[self.column :]
                del self.lines[self.row + 1 :]
            elif (control, final) == ("2", "J"):
                self.lines[self._top :] = [[]]
            elif (control, final) == ("", "H"):
                self.row, self.column = self._top, 0
            else:
                raise ValueError(f"an unexpected control: {control}{final}{character!r}")

    def text(self) -> list[str]:
        """The rows, as they are read."""
        return ["".join(line) for line in self.lines]

    @property
    def _top(self) -> int:
        return max(0, len(self.lines) - self.height)

    @property
    def _line(self) -> list[str]:
        return self.lines[self.row]

    def _go(self, row: int) -> None:
        self.row = row
        if row == len(self.lines):
            self.lines.append([])

    def _write(self, text: str) -> None:
        for cluster in clusters(text):
            cells = [cluster, *[""] * (width(cluster) - 1)]
            self._line[self.column : self.column + len(cells)] = cells
            self.column += len(cells)
            if self.column >= self.columns:
                raise ValueError(f"the row is too long: {self._line!r}")
