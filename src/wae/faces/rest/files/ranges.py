"""Ranges of bytes (RFC 9110, section 14)."""

from __future__ import annotations

import re

Range = tuple[int, int]
"""The first byte, and the one after the last."""

MOST = 32
"""A request for more ranges gets the whole file: it only wants to keep the server busy."""

_LONGEST = 1000
_FIELD = re.compile(r"bytes=(.*)", re.IGNORECASE | re.ASCII)
_RANGE = re.compile(r"[ \t]*([0-9]{0,19})-([0-9]{0,19})[ \t]*", re.ASCII)


class Unsatisfiable(Exception):
    """None of the ranges has a byte of the file."""


def ranges(field: str | None, size: int) -> list[Range]:
    """The ranges to send of a file of ``size`` bytes; none where the whole is to be sent, for there
    is no such header, or one to be ignored: of another unit, of wrong syntax, too long.

    They stand in the order of the request; where some overlap or touch they are united, in the
    order of the file. Raises Unsatisfiable.
    """
    match = _FIELD.fullmatch(field or "")
    if match is None or len(match[1]) > _LONGEST:
        return []
    specs = [spec for spec in match[1].split(",") if spec.strip(" \t")]
    if not 0 < len(specs) <= MOST:
        return []
    parsed = [_parsed(spec, size) for spec in specs]
    wanted = [one for one in parsed if one is not None]
    if len(wanted) < len(parsed):
        return []
    sent = [(first, end) for first, end in wanted if first < end]
    if not sent:
        raise Unsatisfiable
    return _united(sent)


def _parsed(spec: str, size: int) -> Range | None:
    """An empty range for one that cannot be satisfied; None for no range at all."""
    match = _RANGE.fullmatch(spec)
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return max(size - int(last), 0), size
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size


def _united(wanted: list[Range]) -> list[Range]:
    united: list[Range] = []
    for first, end in sorted(wanted):
        if united and first <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((first, end))
    return wanted if len(united) == len(wanted) else united
