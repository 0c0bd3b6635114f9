"""The folder whose files `wae serve` serves, opened once and held by its descriptor."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence

from wae.errors import UsageError
from wae.faces.rest.files import walk
from wae.faces.rest.files.answers import NoFolder
from wae.faces.rest.files.walk import Entry, Kind, NotServed, State

_STEP = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # a pipe would block
_KINDS = ((stat.S_ISREG, Kind.FILE), (stat.S_ISDIR, Kind.DIRECTORY), (stat.S_ISLNK, Kind.LINK))


class Changed(Exception):
    """A file is not the one that was looked at."""


class OpenFolder:
    """The folder at a path; it stays the same one, whatever that path leads to later.

    Raises UsageError where it cannot be opened, or is a link.
    """

    def __init__(self, path: str) -> None:
        try:
            self._root = _OpenDirectory(os.open(path, _STEP))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "no path has NUL in it"
            if os.path.islink(path):
                reason = "it is a link"
            raise UsageError(
                f"cannot serve the files of {path}: {reason}", hint="Name a folder after --files"
            ) from None

    def look(self, names: Sequence[str]) -> Entry:
        """What is at this path. Raises NotServed."""
        return walk.look(self._root, names)

    def entries(self, names: Sequence[str], most: int) -> list[Entry]:
        """What is served of a directory, at most so many. Raises NotServed."""
        return walk.entries(self._root, names, most)

    def open(self, names: Sequence[str], expected: Entry) -> int:
        """A descriptor of the file, to be closed. Raises NotServed, Changed."""
        with walk.find(self._root, names) as entry:
            if entry.name is None or not isinstance(entry.directory, _OpenDirectory):
                raise NotServed
            descriptor = entry.directory.open(entry.name, _FILE)
        state = _state(os.fstat(descriptor))
        if state != State(Kind.FILE, expected.size, expected.modified):
            os.close(descriptor)
            raise Changed
        return descriptor


class NothingServed:
    """In the place of a folder where there is none."""

    def look(self, names: Sequence[str]) -> Entry:
        """Raises NoFolder."""
        raise NoFolder

    def entries(self, names: Sequence[str], most: int) -> list[Entry]:
        """Raises NoFolder."""
        raise NoFolder

    def open(self, names: Sequence[str], expected: Entry) -> int:
        """Raises NoFolder."""
        raise NoFolder


class _OpenDirectory:
    """An open directory, as `walk` goes through it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def state(self, name: str) -> State:
        try:
            return _state(os.stat(name, dir_fd=self._descriptor, follow_symlinks=False))
        except OSError:
            raise NotServed from None

    def own_state(self) -> State:
        return _state(os.fstat(self._descriptor))

    def target(self, name: str) -> str:
        try:
            return os.readlink(name, dir_fd=self._descriptor)
        except OSError:
            raise NotServed from None

    def open(self, name: str, flags: int) -> int:
        try:
            return os.open(name, flags, dir_fd=self._descriptor)
        except OSError:
            raise NotServed from None

    def enter(self, name: str) -> _OpenDirectory:
        return _OpenDirectory(self.open(name, _STEP))

    def names(self) -> Iterator[str]:
        try:
            with os.scandir(self._descriptor) as entries:
                yield from (entry.name for entry in entries)
        except OSError:
            raise NotServed from None

    def close(self) -> None:
        os.close(self._descriptor)


def _state(status: os.stat_result) -> State:
    kind = next((kind for is_one, kind in _KINDS if is_one(status.st_mode)), Kind.OTHER)
    return State(kind, status.st_size, status.st_mtime_ns)
