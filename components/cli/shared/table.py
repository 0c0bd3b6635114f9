"""Text in columns that line up on a terminal, whatever the script."""

from collections.abc import Sequence
from dataclasses import dataclass

from wcwidth import clip, width

_GAP = "  "
_NARROWEST = 4


@dataclass(frozen=True)
class Column:
    """A column's heading, and on which side its text lines up."""

    heading: str
    right: bool = False


def lines(columns: Sequence[Column], rows: Sequence[Sequence[str]], available: int) -> list[str]:
    """The headings and then the rows (clean one-line text), at most `available` cells wide.

    Where that is too little, the widest columns are cut and end in an ellipsis; only a terminal
    too narrow for four cells a column is overrun.
    """
    cells = [[column.heading for column in columns], *rows]
    widths = _fitted([max(map(width, column)) for column in zip(*cells, strict=True)], available)
    return [
        _GAP.join(
            _padded(cell, size, column.right)
            for cell, size, column in zip(row, widths, columns, strict=True)
        ).rstrip()
        for row in cells
    ]


def facts(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Labels and values, the values lined up; a pair without a value is left out."""
    told = [(label, value) for label, value in pairs if value]
    size = max((width(label) for label, _ in told), default=0)
    return [f"{_padded(label, size, right=False)}{_GAP}{value}" for label, value in told]


def _fitted(widths: list[int], available: int) -> list[int]:
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - available
    fitted = list(widths)
    while excess > 0 and max(fitted) > _NARROWEST:
        fitted[fitted.index(max(fitted))] -= 1
        excess -= 1
    return fitted


def _padded(cell: str, size: int, right: bool) -> str:
    shown = cell if width(cell) <= size else clip(cell, 0, size - 1).rstrip() + "…"
    padding = " " * (size - width(shown))
    return padding + shown if right else shown + padding
