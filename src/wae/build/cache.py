"""What earlier builds made, kept in a folder; each entry is verified whenever it is used.

An entry's name tells what it is, what it was made from, and the SHA-256 of its content: one file,
so that neither can be replaced without the other.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from wae.atomic_write import write_atomically
from wae.runtime import cache_directory

KEY_DIGITS = 24
MOST_BYTES = 2 << 30
"""How much a folder holds; what was used least lately goes first."""


def load(folder: Path, name: str, key: str, suffix: str) -> bytes | None:
    """The entry that was kept under ``name`` and ``key``, if there is one and it is whole."""
    for path in folder.glob(f"{name}-{key}-*{suffix}"):
        if path.is_symlink() or not path.is_file():
            continue
        try:
            content = path.read_bytes()
            if path.name == _file_name(name, key, content, suffix):
                os.utime(path)
                return content
        except FileNotFoundError:  # another build made room
            continue
        path.unlink(missing_ok=True)
    return None


def keep(folder: Path, name: str, key: str, suffix: str, content: bytes) -> None:
    """Keeps ``content`` under ``name`` and ``key``. Raises OSError."""
    path = folder / _file_name(name, key, content, suffix)
    write_atomically(path, content)
    _prune(folder, path)


def cache_folder() -> Path:
    """Where built components are kept: ``$WAE_BUILD_CACHE``, or in the user's cache folder.

    Not beside the manifest: a folder that somebody sends would bring components of its own.
    """
    chosen = os.environ.get("WAE_BUILD_CACHE")
    if chosen:
        return Path(chosen)
    with cache_directory.open_private(cache_directory.path(os.environ)) as private:
        return Path(private.path, "build")


def _file_name(name: str, key: str, content: bytes, suffix: str) -> str:
    return f"{name}-{key}-{hashlib.sha256(content).hexdigest()}{suffix}"


def _prune(folder: Path, newest: Path) -> None:
    """Removes what was used least lately, until the folder holds no more than MOST_BYTES."""
    entries = []
    for path in folder.iterdir():
        try:
            status = path.lstat()
        except FileNotFoundError:  # another build was faster
            continue
        entries.append((path != newest, -status.st_mtime, status.st_size, path))
    held = 0
    for _, _, size, path in sorted(entries):
        held += size
        if held > MOST_BYTES and path != newest and not path.is_dir():
            path.unlink(missing_ok=True)
