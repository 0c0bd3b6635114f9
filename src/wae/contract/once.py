"""What is worked out once and kept, whichever threads ask for it first at the same time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple, cast

Key = TypeVarTuple("Key")
Kept = TypeVar("Kept")
Subject = TypeVar("Subject")


def once(work: Callable[[*Key], Kept]) -> Callable[[*Key], Kept]:
    """``work``, which gives one and the same object for the same arguments for ever.

    Two threads that are the first to ask may both do the work, but both get what was kept first;
    `functools.cache` gives each its own, and keeps the later one. That is fatal where identity
    counts: for classes, and for memory that others have the address of.
    """
    kept: dict[tuple[*Key], Kept] = {}

    def given(*arguments: *Key) -> Kept:
        if arguments in kept:
            return kept[arguments]
        # One step for the interpreter: no thread comes between looking and keeping.
        return kept.setdefault(arguments, work(*arguments))

    return given


def kept(work: Callable[[Subject], Kept]) -> Callable[[Subject], Kept]:
    """``work``, whose result is kept in what it is given: an object, not its equals, whose hash
    would have to be worked out each time."""
    name = f"_{work.__module__}.{work.__qualname__}"

    def given(subject: Subject) -> Kept:
        attributes = subject.__dict__
        if name in attributes:
            return cast(Kept, attributes[name])
        return cast(Kept, attributes.setdefault(name, work(subject)))

    return given
