"""One piece of compiled code in the cache folder, and the note that tells whether it is whole.

Hashing tens of megabytes at every start would take longer than the start. So a note beside the
code holds its SHA-256 and the file's fingerprint (size, times, inode, device) right after it was
written. While the fingerprint is the same, nobody has written to the file; if it differs (a
restored backup, another device number after a restart), the content decides.
"""

import os
import stat
import time

from wae.runtime.folder import is_private

NOTE = ".note"
TEMPORARY = ".tmp"
_DAY = 86_400.0


def is_whole(path: str) -> bool:
    """Whether the compiled code at `path` is there, whole, and the user's own.

    Its note's modification time says, to the day, when this was last true.
    """
    try:
        note, used = _read_note(path)
        state = os.lstat(path)
    except OSError:
        return False
    if not stat.S_ISREG(state.st_mode) or not is_private(state):
        return False
    digest, _, fingerprint = note.partition(" ")
    if fingerprint == _fingerprint(state):
        if time.time() - used > _DAY:
            _freshen(path, note)
        return True
    if digest != _sha256(path):
        return False
    _freshen(path, f"{digest} {_fingerprint(state)}")
    return True


def keep(path: str, code: bytes) -> None:
    """Writes compiled code and its note, so that no reader ever sees a part. Raises OSError."""
    import hashlib

    _replace(path, code)
    note = f"{hashlib.sha256(code).hexdigest()} {_fingerprint(os.lstat(path))}"
    _replace(path + NOTE, note.encode())


def discard(path: str) -> None:
    """Removes the compiled code at `path` and its note, as far as that is possible."""
    for name in (path + NOTE, path):
        try:
            os.unlink(name)
        except OSError:
            continue


def _read_note(path: str) -> "tuple[str, float]":
    """The note's text and the time of its last use; ("", 0.0) if it is not the user's own."""
    with open(path + NOTE, encoding="ascii", errors="replace") as file:
        state = os.fstat(file.fileno())
        return (file.read(1000), state.st_mtime) if is_private(state) else ("", 0.0)


def _freshen(path: str, note: str) -> None:
    """Writes the note again; in a folder that is read-only the old one stays."""
    try:
        _replace(path + NOTE, note.encode())
    except OSError:
        return


def _fingerprint(state: os.stat_result) -> str:
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino} {state.st_dev}"


def _sha256(path: str) -> str:
    import hashlib

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(path: str, content: bytes) -> None:
    temporary = f"{path}.{os.getpid()}{TEMPORARY}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
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
