"""The SHA-256 of an app's file, remembered between runs.

Reading and hashing an app of 18 MB takes longer than running it. So the digest is kept in the
cache folder with the file's fingerprint, and used as long as that is the same.
"""

import os
import time

from wae.runtime.files import fingerprint, read_note, replace_if_possible

SUFFIX = ".digest"
SETTLED = 2.0
"""Seconds since the last change before a fingerprint is trusted: clocks of files are coarse, so a
second change right after the first could look the same."""


def of_file(path: str, where: str) -> str:
    """The SHA-256 in hex of the file `path`; `where` is the cache folder. Raises OSError."""
    state = os.stat(path)
    now = fingerprint(state)
    remembered = os.path.join(where, f"{state.st_dev:x}-{state.st_ino:x}{SUFFIX}")
    digest, _, seen = read_note(remembered)[0].partition(" ")
    if seen == now:
        return digest
    import hashlib

    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if time.time() - max(state.st_mtime, state.st_ctime) > SETTLED:
        replace_if_possible(remembered, f"{digest} {now}".encode())
    return digest
