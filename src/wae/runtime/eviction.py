"""What leaves the cache folder: the least recently used beyond its limit, old things, leftovers."""

import os

from wae.errors import CacheError
from wae.runtime import artifact, digest, exports, library, outputs
from wae.runtime.private import Directory
from wae.runtime.private_files import TEMPORARY, is_abandoned, remove

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "WAE_CACHE_LIMIT"
LIMIT = 2 << 30
"""Bytes that the folder may hold, if the variable does not say otherwise."""

SUFFIX = ".cwasm"
"""How the name of compiled code ends."""

GRANTED = ".granted"
"""How the note ends that has what an app asks for, and its composites (`wae.grants`)."""

CONTRACT = ".contract"
"""How the note ends that has an app's contract (`wae.faces.loaded_app`)."""

TOOLS = ".tools"
"""How the note ends that says what the functions of an app can do (`wae.faces.mcp.powers`)."""

SLICES = ".parts"
"""How the note ends that lists the slices of an app (`wae.faces.slices`)."""

PANELS = ".panels"
"""How the note ends that has an app's panels (`wae.runtime.panels`)."""

OPTIMIZING = ".optimizing"
"""How the mark ends that somebody makes better code, or has tried (`wae.runtime.optimizing`)."""

_NOTES = (
    digest.SUFFIX, exports.SUFFIX, library.SUFFIX, outputs.SUFFIX,
    GRANTED, CONTRACT, TOOLS, SLICES, PANELS, OPTIMIZING,
)  # fmt: skip

UNUSED = 30 * 86_400.0
"""Seconds after which what nobody asked for is removed."""

_ABANDONED = 3_600.0
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


def limit(environ: "Mapping[str, str]") -> int:
    """Bytes that the cache folder may hold: $WAE_CACHE_LIMIT, such as `500M`, or LIMIT.

    Raises CacheError if the variable is no size.
    """
    text = environ.get(VARIABLE, "").strip()
    if not text:
        return LIMIT
    amount = text.upper().removesuffix("B").removesuffix("I")
    number = amount.rstrip("KMGT").rstrip()
    factor = _UNITS.get(amount[len(number) :].strip())
    if factor is None or not (number.isascii() and number.isdigit()) or len(number) > 15:
        raise CacheError(f"{VARIABLE} is not a size such as 500M or 2G: {text}")
    return int(number) * factor


def prune(folder: Directory, most: int, now: float) -> None:
    """Removes what is not worth its room; to be called by the one process that holds the lock.

    These are entries that nobody used for UNUSED seconds; entries, the least recently used first,
    until all files together have at most `most` bytes, but never the one used last; and what
    killed writers left. Raises OSError if the folder cannot be listed.
    """
    files = states(folder)
    for name, state in files.items():
        if _is_leftover(name, files, now - state.st_mtime):
            remove(name, folder.descriptor)
    total = sum(state.st_size for state in files.values())
    used = {name: _used(name, files) for name in files if name.endswith(SUFFIX)}
    by_age = sorted(used, key=lambda name: used[name])
    for name in by_age:
        if now - used[name] > UNUSED or (total > most and name != by_age[-1]):
            artifact.discard(name, folder.descriptor)
            total -= files[name].st_size


def _is_leftover(name: str, files: "dict[str, os.stat_result]", age: float) -> bool:
    if name.endswith(TEMPORARY):
        # Compiled code is written under the lock, so another writer of it was killed. A note that
        # is being written outside it is only worth remembering.
        return SUFFIX in name or age > _ABANDONED or is_abandoned(name)
    if name.endswith(artifact.NOTE):
        return name.removesuffix(artifact.NOTE) not in files
    return name.endswith(_NOTES) and age > UNUSED


def _used(name: str, files: "dict[str, os.stat_result]") -> float:
    note = files.get(name + artifact.NOTE)
    return note.st_mtime if note else 0.0


def states(folder: Directory) -> "dict[str, os.stat_result]":
    """What is known of each entry, by name."""
    listed = os.open(".", os.O_RDONLY, dir_fd=folder.descriptor)
    try:
        by_name = {}
        for name in os.listdir(listed):
            try:
                by_name[name] = os.stat(name, dir_fd=listed, follow_symlinks=False)
            except FileNotFoundError:  # another process removed it
                continue
        return by_name
    finally:
        os.close(listed)
