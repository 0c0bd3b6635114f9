"""A curve drawn with characters: columns of blocks between two axes."""

from datetime import tzinfo

from drawing import axis
from drawing.curve import Curve, Span

_BLOCKS = " ▁▂▃▄▅▆▇█"
_ROWS = 12
_MOST_STEPS = 6
_NARROWEST = 12
_TIME_LABEL = 9
_GREEN, _NORMAL = "\x1b[32m", "\x1b[0m"


def draw(
    curve: Curve,
    *,
    now: float | None,
    best: Span | None,
    zone: tzinfo | None,
    columns: int,
    colour: bool,
) -> list[str]:
    """Lines of at most `columns` cells (but never less than a dozen for the curve).

    The moment `now` and the stretch `best` are marked above it, where they are in sight, so that
    both can be seen without colour. The value axis begins at zero, or at the lowest value if
    that is below.
    """
    ticks = axis.value_ticks(min(0.0, *curve.values), max(0.0, *curve.values), _MOST_STEPS)
    steps = len(ticks) - 1
    rows = _ROWS // steps * steps
    labels = axis.value_labels(ticks)
    margin = max(map(len, labels))
    across = max(_NARROWEST, columns - margin - 2)
    bars = _levels(curve, across, ticks[0], ticks[-1], rows)
    chosen = _cells(curve, across, best.start, best.end) if best else range(0)
    lines = [" " * (margin + 2) + mark for mark in _marks(curve, across, now, chosen, colour)]
    for row in range(rows, 0, -1):
        step, rest = divmod(row, rows // steps)
        label, edge = ("", "│") if rest else (labels[step], "┤")
        cells = [_BLOCKS[_filled(level, row)] for level in bars]
        lines.append(f"{label:>{margin}} {edge}{_coloured(cells, chosen, colour)}".rstrip())
    marks, names = _time_axis(curve, across, zone)
    lines.append(f"{labels[0]:>{margin}} ┼{marks}")
    return [*lines, " " * (margin + 2) + names]


def _levels(curve: Curve, across: int, low: float, high: float, rows: int) -> list[int]:
    """The height of each column in eighths of a row; 0 where nothing is known."""
    width = (curve.end - curve.start) / across
    averages = (
        curve.average(curve.start + width * cell, curve.start + width * (cell + 1))
        for cell in range(across)
    )
    return [
        0 if value is None else max(1, round((value - low) / (high - low) * rows * 8))
        for value in averages
    ]


def _filled(level: int, row: int) -> int:
    return max(0, min(8, level - (row - 1) * 8))


def _cells(curve: Curve, across: int, start: float, end: float) -> range:
    """The columns that a stretch of time covers, at least one; none where it is out of sight."""
    if end <= curve.start or start >= curve.end:
        return range(0)
    width = (curve.end - curve.start) / across
    first = max(0, min(across - 1, round((start - curve.start) / width)))
    last = max(first + 1, min(across, round((end - curve.start) / width)))
    return range(first, last)


def _marks(curve: Curve, across: int, now: float | None, chosen: range, colour: bool) -> list[str]:
    marks = []
    if now is not None and curve.start <= now < curve.end:
        position = int((now - curve.start) / (curve.end - curve.start) * across)
        marks.append(_beside("▼", position, "now", across))
    if chosen:
        inner = "─" * (len(chosen) - 2)
        line = f"├{inner}┤" if len(chosen) > 1 else "┃"
        mark = _beside(line, chosen[0], "lowest", across)
        marks.append(f"{_GREEN}{mark}{_NORMAL}" if colour else mark)
    return marks


def _beside(mark: str, position: int, name: str, across: int) -> str:
    """The mark at its position, with its name after it, or before where there is no room."""
    if position + len(mark) + 1 + len(name) <= across:
        return f"{' ' * position}{mark} {name}"
    if position > len(name):
        return f"{' ' * (position - len(name) - 1)}{name} {mark}"
    return " " * position + mark


def _coloured(cells: list[str], chosen: range, colour: bool) -> str:
    if not (colour and chosen):
        return "".join(cells)
    parts = (cells[: chosen.start], cells[chosen.start : chosen.stop], cells[chosen.stop :])
    before, inside, after = map("".join, parts)
    return f"{before}{_GREEN}{inside}{_NORMAL}{after}"


def _time_axis(curve: Curve, across: int, zone: tzinfo | None) -> tuple[str, str]:
    """The axis with its marks, and the line of what they say."""
    line, names = ["─"] * across, ""
    width = (curve.end - curve.start) / across
    for moment, name in axis.time_ticks(
        curve.start, curve.end, zone, max(2, across // _TIME_LABEL)
    ):
        cell = round((moment - curve.start) / width)
        position = max(0, min(cell - len(name) // 2, across - len(name)))
        if cell >= across or (names and position < len(names) + 1):
            continue
        line[cell] = "┬"
        names += " " * (position - len(names)) + name
    return "".join(line), names
