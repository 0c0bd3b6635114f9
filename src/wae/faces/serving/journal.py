"""The server's log on stderr: a line for each request, and what a crashed app left.

No query, no body, no header of a request is in it, and no control character.
"""

from __future__ import annotations

from datetime import UTC, datetime

from wae.errors import WaeError
from wae.harmless import harmless, one_line
from wae.runtime import terminal

_LONGEST = 200


def answered(client: str, method: str, path: str, status: int, seconds: float) -> None:
    """One request, answered."""
    shown = f"{_line(method)} {_line(path)} {status} {seconds * 1e3:.1f} ms"
    terminal.line(f"{_now()} {client} {shown}")


def noted(error: WaeError) -> None:
    """What went wrong beside the requests."""
    terminal.line(f"{_now()} {error.line()}")


def failed(number: str, error: WaeError) -> None:
    """A call that failed here; ``number`` is what its client was told."""
    head = one_line(f"{_now()} {number} {error.message}")
    terminal.write(f"{head}\n{harmless(error.debug.rstrip())}\n".encode())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _line(text: str) -> str:
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return shown.encode("unicode_escape").decode() if not shown.isprintable() else shown
