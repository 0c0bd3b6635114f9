"""What the server's library notes, for whoever started the server."""

from __future__ import annotations

import logging

from wae.runtime import terminal


def begin() -> None:
    """Has warnings, and what is worse, written to stderr from now on."""
    logging.basicConfig(handlers=[_Log()], format="wae: %(message)s", level=logging.WARNING)


class _Log(logging.Handler):
    """A client's words may be in what it writes, so it is made harmless."""

    def emit(self, record: logging.LogRecord) -> None:
        terminal.line(self.format(record))
