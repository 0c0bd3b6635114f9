"""A server that knows one leaked password: `FaultServer(find=pwned.find)`."""

from collections.abc import Callable
from hashlib import sha1
from typing import TYPE_CHECKING

from .message import Connection, Request

if TYPE_CHECKING:
    from .server import FaultServer

LEAKED, TIMES = "letmein", 4711
DIGEST = sha1(LEAKED.encode(), usedforsecurity=False).hexdigest().upper()


def find(path: str) -> tuple[Callable[..., None], list[str]]:
    """Answers every path with the leaked passwords of a range, and padding."""
    return _range, [path]


def _range(_: "FaultServer", to: Connection, request: Request, path: str) -> None:
    prefix = path.rpartition("/")[2]
    known = [f"{DIGEST[5:]}:{TIMES}"] if prefix == DIGEST[:5] else []
    to.text("\r\n".join([*known, f"{'0' * 35}:0"]))
