"""Versions of packages, in their order (semver.org, §11)."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

Order: TypeAlias = tuple[Any, ...]

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([^+]*))?(?:\+.*)?", re.ASCII)


def order(version: str) -> Order:
    """Sorts versions: no versions first, a prerelease before its release, numbers as numbers."""
    match = _VERSION.fullmatch(version)
    if match is None:
        return (0, version)
    *numbers, early = match.groups()
    parts = [(not _is_number(p), _size(p), p) for p in (early or "").split(".")]
    return (1, *map(_size, numbers), early is None, parts)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _size(text: str) -> tuple[int, str]:
    """Sorts numbers of any length; all else is alike."""
    digits = text.lstrip("0") if _is_number(text) else ""
    return len(digits), digits
