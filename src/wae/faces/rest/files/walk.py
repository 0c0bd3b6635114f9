"""From names to a file or directory below a folder, step by step, whoever opens the steps.

Links are read here and followed as names are: relative ones that stay in the folder. So nothing
that is hidden, or outside, is reached by another name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

LINKS = 40
"""As many as Linux follows (path_resolution(7))."""

_LONGEST = 255  # bytes of a name, on nearly every system


class Kind(Enum):
    FILE = auto()
    DIRECTORY = auto()
    LINK = auto()
    OTHER = auto()


@dataclass(frozen=True)
class State:
    """``size`` in bytes, ``modified`` in nanoseconds since 1970."""

    kind: Kind
    size: int
    modified: int


class NotServed(Exception):
    """There is nothing, or nothing that is for others to see."""


class Directory(Protocol):
    """An open directory. What cannot be done raises NotServed; no link is followed."""

    def state(self, name: str) -> State:
        """Of what is there."""

    def own_state(self) -> State:
        """Of the directory itself."""

    def target(self, name: str) -> str:
        """Where a link leads."""

    def enter(self, name: str) -> Directory:
        """The directory there, to be closed."""

    def names(self) -> Iterator[str]:
        """Of all that is in it, but for `.` and `..`."""

    def close(self) -> None: ...


@dataclass(frozen=True)
class Located:
    """A file is ``name`` in ``directory``; a directory is ``directory`` itself."""

    directory: Directory
    name: str | None
    state: State


@dataclass(frozen=True)
class Entry:
    """``name`` is the one by which it was found."""

    name: str
    is_directory: bool
    size: int
    modified: int


def is_served(name: str) -> bool:
    """Whether a file of that name can be served at all: it is not hidden, and no path."""
    if not name or name.startswith(".") or any(mark in name for mark in "/\\\0"):
        return False
    try:
        return len(name.encode()) <= _LONGEST
    except UnicodeEncodeError:  # what is not UTF-8 in a directory
        return False


@contextmanager
def find(root: Directory, names: Sequence[str]) -> Iterator[Located]:
    """What the names lead to from ``root`` down. Raises NotServed."""
    above = [root]
    todo = [*reversed(names)]
    if not all(map(is_served, names)):
        raise NotServed
    links = 0
    entry = None
    try:
        while todo:
            name = todo.pop()
            if name == "..":  # of a link
                if len(above) == 1:
                    raise NotServed
                above.pop().close()
                continue
            if not is_served(name):
                raise NotServed
            state = above[-1].state(name)
            if state.kind is Kind.LINK:
                links += 1
                todo += _steps(above[-1].target(name), links)
            elif state.kind is Kind.DIRECTORY:
                above.append(above[-1].enter(name))
            elif state.kind is Kind.FILE and not todo:
                entry = Located(above[-1], name, state)
            else:
                raise NotServed
        yield entry or Located(above[-1], None, above[-1].own_state())
    finally:
        for directory in above[1:]:
            directory.close()


def look(root: Directory, names: Sequence[str]) -> Entry:
    """What is at this path. Raises NotServed."""
    with find(root, names) as entry:
        return _entry(names[-1] if names else "", entry.state)


def entries(root: Directory, names: Sequence[str], most: int) -> list[Entry]:
    """What is served of a directory, at most so many. Raises NotServed."""
    listed: list[Entry] = []
    with find(root, names) as entry:
        if entry.name is not None:
            raise NotServed
        for name in filter(is_served, entry.directory.names()):
            if len(listed) == most:
                break
            with suppress(NotServed):
                state = entry.directory.state(name)
                listed.append(
                    look(root, [*names, name]) if state.kind is Kind.LINK else _entry(name, state)
                )
    return listed


def _entry(name: str, state: State) -> Entry:
    if state.kind not in (Kind.FILE, Kind.DIRECTORY):
        raise NotServed
    is_directory = state.kind is Kind.DIRECTORY
    return Entry(name, is_directory, 0 if is_directory else state.size, state.modified)


def _steps(target: str, links: int) -> list[str]:
    """The steps of a link's target, last one first."""
    if links > LINKS or target.startswith("/"):
        raise NotServed
    return [step for step in reversed(target.split("/")) if step not in ("", ".")]
