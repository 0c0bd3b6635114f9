"""Short-lived tokens: a file for each in the user's data folder, or this run's memory.

The host makes the data folder for this user alone (mode 0700); WASI has no modes.
"""

import contextlib
import os
import re
import secrets
import stat
import time

from sources import has_folder

DATA_FOLDER = "/data"
MAX_BYTES = 64 * 1024

_NAME = re.compile(r"[a-z0-9-]{1,64}")
# Seconds since 1970 from when and until when it is good, the value's length, the value.
_CONTENT = re.compile(r"([0-9]{1,12}) ([0-9]{1,12}) ([0-9]{1,6})\n(.*)", re.DOTALL)
_memory: dict[str, str] = {}


def keep(name: str, value: str, seconds: int) -> None:
    """Keeps a value for so many seconds from now; nothing under a name that is none.

    Where no file can be written it is kept in memory.
    """
    if not _NAME.fullmatch(name):
        return
    now = int(time.time())
    content = f"{now} {now + seconds} {len(value)}\n{value}"
    forget(name)
    if not (has_folder(DATA_FOLDER) and _write(name, content)):
        _memory[name] = content


def recall(name: str) -> str | None:
    """What was kept under a name and is still good; what is not, is forgotten."""
    if not _NAME.fullmatch(name):
        return None
    content = _memory.get(name) or (_read(_path(name)) if has_folder(DATA_FOLDER) else None)
    if content is None:
        return None
    value = _value(content)
    if value is None:
        forget(name)
    return value


def forget(name: str) -> None:
    """Keeps nothing under the name any more."""
    _memory.pop(name, None)
    if _NAME.fullmatch(name) and has_folder(DATA_FOLDER):
        with contextlib.suppress(OSError):
            os.remove(_path(name))


def _path(name: str) -> str:
    return f"{DATA_FOLDER}/tokens/{name}"


def _value(content: str) -> str | None:
    """The value in a file's content; None where it is damaged, too old, or of the future (a clock
    was set back, and nobody knows its age)."""
    match = _CONTENT.fullmatch(content)
    if match is None:
        return None
    start, end, length = (int(number) for number in match.groups()[:3])
    good = start <= time.time() < end and length == len(match[4])
    return match[4] if good else None


def _read(path: str) -> str | None:
    """The content of a file of ours, None where there is none that can be read."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, encoding="utf-8", newline="") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, UnicodeDecodeError):
        return None
    return content if len(content) <= MAX_BYTES else None


def _write(name: str, content: str) -> bool:
    """Writes a file whole or not at all; whether it is there now."""
    temporary = f"{_path(name)}.{secrets.token_hex(8)}"
    try:
        os.makedirs(os.path.dirname(temporary), exist_ok=True)
        with open(temporary, "x", encoding="utf-8", newline="") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, _path(name))
    except OSError:
        with contextlib.suppress(OSError):
            os.remove(temporary)
        return False
    return True
