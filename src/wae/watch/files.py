"""Which files changed since they were last looked at.

Files are looked at, not listened to: what an editor does to save one (write, rename, both) does not
matter, and there is no limit on how many are watched.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

State = dict[str, tuple[int, int, int]]
"""Time, size and number of each file, by its path."""

_MADE = {"__pycache__", "node_modules", "target"}
_SUFFIXES = (".wasm", ".pyc", "~", ".swp", ".tmp")


def look(places: Iterable[Path]) -> State:
    """The files in these folders, and these files, without what is hidden or made."""
    state: State = {}
    for place in places:
        if place.is_file():
            _note(state, str(place))
        for folder, inner, files in os.walk(place):
            inner[:] = [name for name in inner if not name.startswith(".") and name not in _MADE]
            for name in files:
                if not name.startswith(".") and not name.endswith(_SUFFIXES):
                    _note(state, os.path.join(folder, name))
    return state


def changed(before: State, now: State) -> set[Path]:
    """The files that are new, gone or different."""
    return {Path(path) for path in before.keys() | now.keys() if before.get(path) != now.get(path)}


def _note(state: State, path: str) -> None:
    try:
        status = os.stat(path)
    except OSError:  # gone in the meantime
        return
    state[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
