"""Folders as values: what a folder holds, read once, and never through a link that leaves it.

What a build reads comes from people who may want to see other files of whoever builds: a link is
followed only to what the folder would give anyway.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import TypeAlias

Tree: TypeAlias = Mapping[str, bytes]
"""The content of files by their paths in a folder, with slashes."""

MOST_BYTES = 256 << 20
MOST_FILES = 20_000
MODIFIED = 315_532_800
"""When every file that a build writes was modified: 1 January 1980, whoever writes it."""

_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISLNK, "a symbolic link"),
)


class TreeError(Exception):
    """A folder holds what no build should read; ``hint`` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def read_tree(folder: Path, is_wanted: Callable[[PurePosixPath], bool]) -> dict[str, bytes]:
    """The files in ``folder``, at any depth, whose paths are wanted (as are all folders above).

    Raises :class:`TreeError` for no folder, a link that leads out of it or to something unwanted,
    for what is neither file nor folder, and for more than MOST_BYTES or MOST_FILES; OSError.
    """
    root = folder.resolve()
    if not root.is_dir():
        raise TreeError(f"{folder} is not a folder" if root.exists() else f"there is no {folder}")
    files: dict[str, bytes] = {}
    seen, left = 0, MOST_BYTES
    # Folders, each with the real ones above it.
    todo: list[tuple[PurePosixPath, tuple[Path, ...]]] = [(PurePosixPath(), (root,))]
    while todo:
        here, above = todo.pop()
        for name in sorted(os.listdir(above[-1])):
            place = here / name
            if not is_wanted(place):
                continue
            seen += 1
            if seen > MOST_FILES:
                raise TreeError(f"{folder} holds more than {MOST_FILES} files")
            real = _followed(folder, place, above[-1] / name, root, is_wanted)
            if not real.is_dir():
                files[_text(folder, place)] = content = read_file(real, left)
                left -= len(content)
            elif real in above:
                raise TreeError(f"the link {folder / place} leads back to a folder that holds it")
            else:
                todo.append((place, (*above, real)))
    return dict(sorted(files.items()))


def read_file(path: Path, most: int = MOST_BYTES) -> bytes:
    """The content of a file of at most ``most`` bytes.

    Raises :class:`TreeError` for what is no file (a pipe would never end), or too large; OSError.
    """
    _check_kind(path, os.lstat(path).st_mode)
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        _check_kind(path, os.fstat(file.fileno()).st_mode)
        content = file.read(most + 1)
    if len(content) > most:
        raise TreeError(f"with {path} there are more than {MOST_BYTES >> 20} MiB to read")
    return content


def write_tree(tree: Tree, folder: Path) -> None:
    """Writes the files below ``folder``, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (MODIFIED, MODIFIED))


def _followed(
    folder: Path,
    place: PurePosixPath,
    path: Path,
    root: Path,
    is_wanted: Callable[[PurePosixPath], bool],
) -> Path:
    """Where ``path`` really lies, which is below ``root``; it is known as ``folder / place``."""
    if not path.is_symlink():
        return path
    link = f"the symbolic link {folder / place}"
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):
        raise TreeError(f"{link} leads nowhere", "Remove it") from None
    if not real.is_relative_to(root):
        raise TreeError(f"{link} leaves {folder}", "Put a copy in its place, or include the file")
    target = PurePosixPath(real.relative_to(root))
    if not all(is_wanted(part) for part in (target, *target.parents[:-1])):
        raise TreeError(f"{link} leads to {target}, which is no part of {folder}", "Remove it")
    return real


def _check_kind(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        kind = next((kind for test, kind in _KINDS if test(mode)), "no file")
        raise TreeError(f"{path} is {kind}, not a file")


def _text(folder: Path, place: PurePosixPath) -> str:
    try:
        str(place).encode()
    except UnicodeEncodeError:
        shown = str(folder / place).encode(errors="replace").decode()
        raise TreeError(f"the name of {shown} is not UTF-8") from None
    return str(place)
