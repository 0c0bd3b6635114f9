"""Names of one side of a component, which must differ by more than upper and lower case.

Source: ``Explainer.md``, Name Uniqueness. It goes for interfaces, functions and types together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")

_MEMBER = re.compile(r"\[(?:method|static)\](.+)\.(.+)")
_ANNOTATION = re.compile(r"\[(?!constructor\])[a-z ]+\]")


def canonical(name: str) -> str:
    """What two names of one side may not have in common."""
    lower = name.lower()
    member = _MEMBER.fullmatch(lower)
    if member and member[1] == member[2]:
        return member[1]
    return _ANNOTATION.sub("", lower, count=1)


def clash(named: Iterable[tuple[str, T]]) -> tuple[tuple[str, T], tuple[str, T]] | None:
    """The first two of ``named`` that may not stand side by side.

    What has the same name and the same second part is one thing.
    """
    first: dict[str, tuple[str, T]] = {}
    for name, thing in named:
        other = first.setdefault(canonical(name), (name, thing))
        if other != (name, thing):
            return other, (name, thing)
    return None
