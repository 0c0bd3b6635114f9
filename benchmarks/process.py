"""Whole processes, timed from outside."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence

_SILENT = [
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
]


def child_environment(**more: str) -> dict[str, str]:
    """Our environment and `more`; Python children may keep their compiled modules, as usual, and
    apps have good code from their first start on."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "WAE_OPTIMIZE": "first", **more}


def seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Wall-clock seconds from starting `command` (an absolute path first) to its end.

    Raises RuntimeError if it fails: a failure is fast, but no measurement.
    """
    started = time.perf_counter()
    child = os.posix_spawn(command[0], list(command), environment, file_actions=_SILENT)
    _, status = os.waitpid(child, 0)
    taken = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    if code:
        raise RuntimeError(f"{' '.join(command)} ended with code {code}")
    return taken
