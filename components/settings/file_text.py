"""The text of a `.env` file, or why there is none."""

import codecs
import os
import stat

from componentize_py_types import Err
from wit_world.exports.presence import BadFile

import notices

MAX_BYTES = 1024 * 1024
# WASI tells no more of it.
_NO_FILE = "it is a named pipe, a device or a socket, and only files are read: copy it into one"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(path: str) -> str | None:
    """The text of a file with `\\n` at the end of every line, without a byte order mark; what is
    not UTF-8 is in it as lone surrogates (PEP 383). None where there is no such file.

    A folder (a virtual environment may be called `.env`) holds no settings, and the user is told.
    What may hold some but cannot be read is an error, since to go on without them would send other
    things to other servers: raises `Err` with `bad-file`.
    """
    try:
        kind = os.stat(path).st_mode
        if stat.S_ISDIR(kind):
            notices.tell(f"{path} is a folder, so no settings are read from it.")
            return None
        if not stat.S_ISREG(kind):
            raise bad_file(path, 0, _NO_FILE)
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        if os.path.islink(path):
            raise bad_file(path, 0, "it is a link that leads to nothing") from None
        return None
    except OSError as error:
        raise bad_file(path, 0, _problem(path, error)) from error
    return _decoded(path, content)


def bad_file(path: str, line: int, problem: str) -> Err[BadFile]:
    """The error of the contract."""
    return Err(BadFile(path, line, problem))


def _problem(path: str, error: OSError) -> str:
    """Links are followed by the host, and only as far as the folder goes that it opened."""
    reason = f"it cannot be read ({error.strerror})"
    if not os.path.islink(path):
        return reason
    return (
        f"{reason}: it is a link, and those out of its folder, or with an absolute path, are not "
        "followed"
    )


def _decoded(path: str, content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise bad_file(path, 0, f"it is larger than {MAX_BYTES} bytes")
    if content.startswith(_UTF_16):
        raise bad_file(path, 0, "it is UTF-16: save it as UTF-8 text")
    text = content.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise bad_file(path, line, "it has a NUL character: save it as UTF-8 text")
    return text.replace("\r\n", "\n").replace("\r", "\n")
