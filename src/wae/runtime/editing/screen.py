"""Draws rows on a terminal and draws others over them (ECMA-48: CUU, ED, EL)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wae.runtime.editing.clusters import width

if TYPE_CHECKING:
    from collections.abc import Callable

    from wae.runtime.editing.layout import Rows

_TO_ITS_END, _BELOW = "\x1b[K", "\x1b[J"
_CLEARED = "\x1b[H\x1b[2J"


class Screen:
    """What is drawn with `put`, and where the cursor stands in it.

    The terminal knows best how wide its characters are: the cursor gets to its column by writing
    what stands before it once more.
    """

    def __init__(self, put: Callable[[str], None]) -> None:
        self._put = put
        self._above = 0
        self._widths: tuple[int, ...] = ()

    def draw(self, rows: Rows, note: str, height: int) -> None:
        """Draws over what was drawn: as many rows around the cursor as there is room for, and a
        note below them."""
        most = max(1, height - (1 if note else 0))
        first = min(max(0, rows.cursor_row - most + 1), max(0, len(rows.rows) - most))
        seen = rows.rows[first : first + most]
        row = rows.cursor_row - first
        drawn = (*seen, note) if note else seen
        self._put(self._over(drawn) + _up(len(drawn) - 1 - row) + "\r" + rows.before_cursor)
        self._above = row
        self._widths = (*map(width, seen[:row]), width(rows.before_cursor))

    def finish(self, rows: Rows) -> None:
        """Draws all of it over what was drawn, and goes to the line below."""
        self._put(self._over(rows.rows) + "\r\n")
        self.forget()

    def leave(self) -> None:
        """Goes below what was drawn, as far as that is known, and lets it stand."""
        self._put("\r\n" + _BELOW)
        self.forget()

    def clear(self) -> None:
        """Clears the terminal."""
        self._put(_CLEARED)
        self.forget()

    def forget(self) -> None:
        """What comes is drawn where the cursor is."""
        self._above, self._widths = 0, ()

    def resized(self, columns: int) -> None:
        """Terminals wrap rows that have become too wide; so the cursor may be further down."""
        if self._widths:
            *above, before = self._widths
            self._above = sum(max(1, -(-row // columns)) for row in above) + before // columns

    def _over(self, rows: tuple[str, ...]) -> str:
        text = "\r\n".join(row + _TO_ITS_END for row in rows)
        return f"\r{_up(self._above)}{text}{_BELOW}"


def _up(rows: int) -> str:
    return f"\x1b[{rows}A" if rows else ""
