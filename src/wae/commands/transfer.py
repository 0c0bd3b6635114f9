"""What commands that talk to a registry have in common."""

from __future__ import annotations

import os
import time

from wae.harmless import one_line
from wae.runtime import terminal

_EVERY = 0.1


class Bar:
    """Progress on stderr: a moving line on a terminal, one line elsewhere.

    ``label`` is what is done, as in `Pulling app`.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._live = os.isatty(terminal.STDERR)
        self._shown = 0.0
        self._started = False

    def __call__(self, done: int, total: int) -> None:
        if not self._live:
            if not self._started:
                terminal.line(f"{self._label} ({_megabytes(total)} MB)…")
            self._started = True
            return
        now = time.monotonic()
        if done < total and now - self._shown < _EVERY:
            return
        self._shown = now
        text = f"{one_line(self._label)}… {_megabytes(done)} of {_megabytes(total)} MB"
        terminal.write(f"\r\x1b[K{text}".encode() + (b"\n" if done == total else b""))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"
