"""A text as rows of a terminal: wrapped by wae itself, so that the terminal never has to."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from wae.runtime.editing.clusters import clusters, rendered, width

_ROW = tuple[tuple[str, str], ...]


class Rows(NamedTuple):
    """What is drawn: each row leaves the last column free, where terminals differ."""

    rows: tuple[str, ...]
    cursor_row: int
    before_cursor: str
    """The part of the cursor's row that stands before it."""


def layout(text: str, cursor: int, prompts: tuple[str, str], columns: int) -> Rows:
    """A text with its cursor on a terminal of so many columns. The first prompt stands before the
    first line, the second before the others."""
    rows: list[str] = []
    place = 0, ""
    start = 0
    for number, line in enumerate(text.split("\n")):
        wrapped = _wrapped(line, harmless_prompt(prompts[min(number, 1)]), max(columns - 1, 2))
        if start <= cursor <= start + len(line):
            row, before = _place(wrapped, cursor - start)
            place = len(rows) + row, before
        rows += ("".join(drawn for _, drawn in row) for row in wrapped)
        start += len(line) + 1
    return Rows(tuple(rows), *place)


def harmless_prompt(prompt: str) -> str:
    """A prompt in one line, nothing of which steers the terminal."""
    return "".join(rendered(cluster) for cluster in clusters(prompt.replace("\n", " ")))


@lru_cache(1024)
def _wrapped(line: str, prompt: str, columns: int) -> tuple[_ROW, ...]:
    """Rows of pairs: a character of the line, and what is drawn for it. The prompt stands for none.

    There is room for the cursor after the last character.
    """
    rows: list[_ROW] = []
    row: list[tuple[str, str]] = [("", prompt)]
    used = width(prompt)
    for cluster in clusters(line):
        drawn = rendered(cluster)
        needs = width(drawn)
        if used + needs > columns and used:
            rows.append(tuple(row))
            row, used = [], 0
        row.append((cluster, drawn))
        used += needs
    return (*rows, tuple(row))


def _place(rows: tuple[_ROW, ...], cursor: int) -> tuple[int, str]:
    """The row in which a place of the line is, and what is drawn before it there."""
    for number, row in enumerate(rows):
        before = ""
        for cluster, drawn in row:
            if cluster and cursor <= 0:
                return number, before
            before += drawn
            cursor -= len(cluster)
    return len(rows) - 1, before
