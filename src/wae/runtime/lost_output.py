"""A stand-in for a stdout that was closed by whoever started this process.

It takes everything, so that no program stops half-way, and knows whether something was lost. A
descriptor that refuses to be written to would not do: Rust's standard library, and so an app's
stdout, takes that for success.
"""

import os
import select
import threading

STDOUT = 1


class LostOutput:
    """Takes the place of stdout, whose descriptor is open, to nowhere."""

    def __init__(self) -> None:
        self._begun = False
        self._reading, writing = os.pipe()
        os.dup2(writing, STDOUT)
        os.close(writing)
        threading.Thread(target=self._drain, daemon=True).start()

    @property
    def is_any(self) -> bool:
        """Whether anything was written so far."""
        return self._begun or bool(self._readable(0))

    def _readable(self, seconds: "float | None") -> "list[int]":
        return select.select([self._reading], [], [], seconds)[0]

    def _drain(self) -> None:
        while self._readable(None):
            # Before it is read: it is always in the pipe, or known.
            self._begun = True
            if not os.read(self._reading, 65536):
                return
