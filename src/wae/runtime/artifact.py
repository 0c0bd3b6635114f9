"""One piece of compiled code in the cache folder, and the note that tells whether it is whole.

Hashing tens of megabytes at every start would take longer than the start. So a note beside the
code holds its SHA-256 and the file's fingerprint right after it was written. While the
fingerprint is the same, nobody has written to the file; if it differs (a restored backup,
another device number after a restart), the content decides.
"""

import os
import stat
import time

from wae.runtime.files import fingerprint, read_note, replace, replace_if_possible
from wae.runtime.folder import is_private

NOTE = ".note"
_DAY = 86_400.0


def is_whole(path: str) -> bool:
    """Whether the compiled code at `path` is there, whole, and the user's own.

    Its note's modification time says, to the day, when this was last true.
    """
    note, used = read_note(path + NOTE)
    try:
        state = os.lstat(path)
    except OSError:
        return False
    if not stat.S_ISREG(state.st_mode) or not is_private(state):
        return False
    digest, _, seen = note.partition(" ")
    now = fingerprint(state)
    if seen != now and digest != _sha256(path):
        return False
    if seen != now or time.time() - used > _DAY:
        replace_if_possible(path + NOTE, f"{digest} {now}".encode())
    return True


def keep(path: str, code: bytes) -> None:
    """Writes compiled code and its note. Raises OSError."""
    import hashlib

    replace(path, code)
    note = f"{hashlib.sha256(code).hexdigest()} {fingerprint(os.lstat(path))}"
    replace(path + NOTE, note.encode())


def discard(path: str) -> None:
    """Removes the compiled code at `path` and its note, as far as that is possible."""
    for name in (path + NOTE, path):
        try:
            os.unlink(name)
        except OSError:
            continue


def _sha256(path: str) -> str:
    import hashlib

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
