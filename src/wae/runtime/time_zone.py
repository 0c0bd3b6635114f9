"""The user's time zone as data: WASI knows none, and every moment has an offset of its own.

TZif (RFC 9636) has them all: the file that this machine has for the zone, or for a rule such as
`CET-1CEST,M3.5.0,M10.5.0/3` one that says nothing else.
"""

import os
import time
from binascii import b2a_base64

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_LOCAL = "/etc/localtime"
_FOLDER = "/usr/share/zoneinfo"
_MAGIC = b"TZif"
# Bytes; the largest files of the database have some 4 KB.
_LONGEST = 1 << 16


def encoded(environ: "Mapping[str, str]") -> str:
    """The zone's TZif data in Base64. `TZ` in `environ` means what it means to tzset(3)."""
    name = environ.get("TZ")
    return b2a_base64(_local() if name is None else _named(name, environ), newline=False).decode()


def _local() -> bytes:
    """What the machine is set to; where no file says so, the offset that counts now."""
    content = _read(_LOCAL)
    return _of_rule(_fixed(time.localtime().tm_gmtoff)) if content is None else content


def _named(name: str, environ: "Mapping[str, str]") -> bytes:
    """A zone by its file, by its name in the database, or by its rule (POSIX.1, 8.3); nothing is
    UTC."""
    name = name.removeprefix(":")
    if not name:
        return _of_rule("UTC0")
    folder = environ.get("TZDIR") or _FOLDER
    content = _read(os.path.join(folder, name))
    return _of_rule(name) if content is None else content


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            content = file.read(_LONGEST)
    except (OSError, ValueError):
        return None
    return content if content.startswith(_MAGIC) else None


def _of_rule(rule: str) -> bytes:
    """TZif of version 2 with one type of local time, which nothing uses, and a footer."""
    counts = b"".join(count.to_bytes(4, "big") for count in (0, 0, 0, 0, 1, 4))
    block = _MAGIC + b"2" + bytes(15) + counts + bytes(6) + b"UTC\0"
    return block * 2 + b"\n" + rule.encode("utf-8", "replace") + b"\n"


def _fixed(offset: int) -> str:
    """The rule of a zone that is always so many seconds ahead of UTC."""
    minutes = abs(offset) // 60
    clock = f"{minutes // 60:02}:{minutes % 60:02}"
    ahead = offset >= 0
    return f"<{'+' if ahead else '-'}{clock.replace(':', '')}>{'-' if ahead else '+'}{clock}"
