"""The SHA-256 of a file, remembered between runs.

Reading and hashing an app of 18 MB takes longer than running it.
"""

from wae.runtime import private_files

SUFFIX = ".digest"


def of_file(path: str, where: str) -> str:
    """The SHA-256 in hex of the file `path`; `where` is the cache folder. Raises OSError."""
    return private_files.remembered(path, where, SUFFIX, lambda: of_content(path))


def forget(path: str, where: str) -> None:
    """Has the file hashed again the next time."""
    private_files.forget(path, where, SUFFIX)


def of_content(path: str) -> str:
    """The same, read and hashed now."""
    import hashlib

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
