"""One piece of compiled code in the cache folder, and the note that tells whether it is whole.

Hashing tens of megabytes at every start would take longer than the start. So a note beside the
code holds its SHA-256 and the file's fingerprint right after it was written. While the
fingerprint is the same, nobody has written to the file; if it differs (a restored backup,
another device number after a restart), the content decides.
"""

import os
import time

from wae.runtime.private_files import (
    fingerprint,
    open_private,
    read_note,
    remove,
    replace,
    replace_if_possible,
)

NOTE = ".note"
_MINUTE = 60.0


def open_whole(name: str, folder: int) -> "int | None":
    """Opens the compiled code `name` in the open cache folder; None if it is not there, not
    whole, or not the user's own.

    Its note's modification time says, to the minute, when this was last asked for.
    """
    held = open_private(name, folder)
    if held is None:
        return None
    descriptor, state = held
    note, used = read_note(name + NOTE, folder)
    digest, _, seen = note.partition(" ")
    now = fingerprint(state)
    if seen != now:
        if digest != _sha256(descriptor):
            os.close(descriptor)
            return None
        replace_if_possible(name + NOTE, f"{digest} {now}".encode(), folder)
    elif time.time() - used > _MINUTE:
        _touch(name + NOTE, folder)
    return descriptor


def keep(name: str, code: bytes, folder: int) -> None:
    """Writes compiled code and its note. Raises OSError."""
    import hashlib

    replace(name, code, folder)
    state = os.stat(name, dir_fd=folder, follow_symlinks=False)
    note = f"{hashlib.sha256(code).hexdigest()} {fingerprint(state)}"
    replace(name + NOTE, note.encode(), folder)


def discard(name: str, folder: int) -> None:
    """Removes the compiled code `name` and its note, as far as that is possible."""
    remove(name + NOTE, folder)
    remove(name, folder)


def _touch(name: str, folder: int) -> None:
    try:
        os.utime(name, dir_fd=folder, follow_symlinks=False)
    except OSError:  # a folder that is read-only now
        return


def _sha256(descriptor: int) -> str:
    import hashlib

    with open(descriptor, "rb", closefd=False) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
