"""The SHA-256 of a file, remembered between runs.

Reading and hashing an app of 18 MB takes longer than running it. So the digest is kept in the
cache folder with the file's fingerprint, and used as long as that is the same. It stands there
twice, so that a note that was damaged is not believed.
"""

import os
import time

from wae.runtime.files import fingerprint, read_note, remove, replace_if_possible
from wae.runtime.private import open_directory

SUFFIX = ".digest"
SETTLED = 2.0
"""Seconds since the last change before a fingerprint is trusted: clocks of files are coarse, so a
second change right after the first could look the same."""


def of_file(path: str, where: str) -> str:
    """The SHA-256 in hex of the file `path`; `where` is the cache folder. Raises OSError."""
    state = os.stat(path)
    try:
        folder = open_directory(where, make=False)
    except OSError:
        return _of_content(path)
    with folder:
        return _remembered(path, state, folder.descriptor)


def forget(path: str, where: str) -> None:
    """Has the file hashed again the next time."""
    try:
        folder = open_directory(where, make=False)
    except OSError:
        return
    with folder:
        remove(_note(os.stat(path)), folder.descriptor)


def _remembered(path: str, state: os.stat_result, folder: int) -> str:
    now = fingerprint(state)
    digest, _, rest = read_note(_note(state), folder)[0].partition(" ")
    if rest == f"{now} {digest}":
        return digest
    digest = _of_content(path)
    if time.time() - max(state.st_mtime, state.st_ctime) > SETTLED:
        replace_if_possible(_note(state), f"{digest} {now} {digest}".encode(), folder)
    return digest


def _note(state: os.stat_result) -> str:
    return f"{state.st_dev:x}-{state.st_ino:x}{SUFFIX}"


def _of_content(path: str) -> str:
    import hashlib

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
