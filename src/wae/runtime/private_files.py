"""Small files in an open directory: read only if the user's own, written whole or not at all."""

import os
import stat
import time

from wae.runtime.private import is_private, open_directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    Kept = TypeVar("Kept")

TEMPORARY = ".tmp"
"""How the name of a file ends while it is being written."""

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
SETTLED = 2.0
"""Seconds since the last change before a fingerprint is trusted: clocks of files are coarse, so a
second change right after the first could look the same."""

_NOTE = 128 << 10
"""Bytes of a note at most; there are none that long, but those of `kept`."""

_LONG_NOTE = 8 << 20


def fingerprint(state: os.stat_result) -> str:
    """Size, times, inode and device as text: the same as long as nobody wrote to the file."""
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino} {state.st_dev}"


def open_private(name: str, directory: int) -> "tuple[int, os.stat_result] | None":
    """Opens a file to read it, if it is there, no link, and the user's own; None if not."""
    try:
        descriptor = os.open(name, _READ, dir_fd=directory)
    except OSError:
        return None
    state = os.fstat(descriptor)
    if stat.S_ISREG(state.st_mode) and is_private(state):
        return descriptor, state
    os.close(descriptor)
    return None


def read_note(name: str, directory: int, most: int = _NOTE) -> "tuple[str, float]":
    """A note's text, `most` bytes of it, and its modification time; ("", 0.0) if it is not there
    or not the user's own.

    Bytes that are no UTF-8, as names of files may have, are kept as Python keeps them (PEP 383).
    """
    opened = open_private(name, directory)
    if opened is None:
        return "", 0.0
    descriptor, state = opened
    try:
        return os.read(descriptor, most).decode("utf-8", "surrogateescape"), state.st_mtime
    finally:
        os.close(descriptor)


def replace(name: str, content: bytes, directory: int) -> None:
    """Writes a file (mode 0600) so that no reader ever sees a part of it. Raises OSError."""
    temporary = f"{name}.{os.getpid()}.{os.urandom(4).hex()}{TEMPORARY}"
    descriptor = os.open(temporary, _WRITE, 0o600, dir_fd=directory)
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(descriptor, 0o600)  # whatever the umask took
            file.write(content)
            file.flush()
            # Else a power cut could leave a complete name on incomplete content.
            os.fsync(descriptor)
        os.replace(temporary, name, src_dir_fd=directory, dst_dir_fd=directory)
    except BaseException:
        os.unlink(temporary, dir_fd=directory)
        raise


def replace_if_possible(name: str, content: bytes, directory: int) -> None:
    """Like `replace`, for what is only worth remembering: nothing happens if that fails."""
    try:
        replace(name, content, directory)
    except OSError:
        return


def remove(name: str, directory: int) -> None:
    """Removes a file, as far as that is possible."""
    try:
        os.unlink(name, dir_fd=directory)
    except OSError:
        return


def is_abandoned(name: str) -> bool:
    """Whether nobody writes the file with this temporary name any more: its process is gone."""
    process = name.removesuffix(TEMPORARY).split(".")[-2:-1]
    if not process or not process[0].isdecimal():
        return True
    try:
        os.kill(int(process[0]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def kept(
    name: str,
    where: str,
    recipe: str,
    find: "Callable[[], str]",
    read: "Callable[[str], Kept]",
) -> "Kept":
    """What `read` makes of the text that `find` says, which is asked once.

    The text is kept in the cache folder `where`, in the note `name`, under a line with `recipe` and
    its checksum. With another line, or where `read` raises ValueError, `find` is asked again.
    """
    from zlib import crc32

    try:
        folder = open_directory(where)
    except OSError:
        return read(find())
    with folder:
        line, _, text = read_note(name, folder.descriptor, _LONG_NOTE)[0].partition("\n")
        if line == f"{recipe} {crc32(text.encode('utf-8', 'surrogateescape'))}":
            try:
                return read(text)
            except ValueError:
                pass
        text = find()
        encoded = text.encode("utf-8", "surrogateescape")
        content = f"{recipe} {crc32(encoded)}\n".encode() + encoded
        if len(content) < _LONG_NOTE:
            replace_if_possible(name, content, folder.descriptor)
        return read(text)


def remembered(path: str, where: str, kind: str, find: "Callable[[], str]") -> str:
    """What `find` says about the file `path`, a word, asked again only if the file changed.

    It is kept in the cache folder `where`, in a note whose name ends with `kind`, with the file's
    fingerprint. It stands there twice, so that a damaged note is not believed. Raises OSError if
    there is no such file, and what `find` raises.
    """
    state = os.stat(path)
    try:
        folder = open_directory(where, make=False)
    except OSError:
        return find()
    with folder:
        now, note = fingerprint(state), _note(state, kind)
        word, _, rest = read_note(note, folder.descriptor)[0].partition(" ")
        if rest == f"{now} {word}":
            return word
        word = find()
        if time.time() - max(state.st_mtime, state.st_ctime) > SETTLED:
            replace_if_possible(note, f"{word} {now} {word}".encode(), folder.descriptor)
        return word


def forget(path: str, where: str, kind: str) -> None:
    """Has `remembered` ask again."""
    try:
        note = _note(os.stat(path), kind)
        with open_directory(where, make=False) as folder:
            os.unlink(note, dir_fd=folder.descriptor)
    except OSError:
        return


def _note(state: os.stat_result, kind: str) -> str:
    return f"{state.st_dev:x}-{state.st_ino:x}{kind}"
