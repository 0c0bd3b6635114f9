"""Small files in the cache folder: read only if the user's own, written whole or not at all."""

import os

from wae.runtime.folder import is_private

TEMPORARY = ".tmp"
"""How the name of a file ends while it is being written."""


def fingerprint(state: os.stat_result) -> str:
    """Size, times, inode and device as text: the same as long as nobody wrote to the file."""
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino} {state.st_dev}"


def read_note(path: str) -> "tuple[str, float]":
    """A note's text and modification time; ("", 0.0) if it is not there or not the user's own."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            state = os.fstat(file.fileno())
            return (file.read(), state.st_mtime) if is_private(state) else ("", 0.0)
    except OSError:
        return "", 0.0


def replace(path: str, content: bytes) -> None:
    """Writes a file (mode 0600) so that no reader ever sees a part of it. Raises OSError."""
    temporary = f"{path}.{os.getpid()}{TEMPORARY}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            # Else a power cut could leave a complete name on incomplete content.
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def replace_if_possible(path: str, content: bytes) -> None:
    """Like `replace`, for what is only worth remembering: nothing happens if that fails."""
    try:
        replace(path, content)
    except OSError:
        return
