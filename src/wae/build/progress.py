"""Progress on stderr: one moving line on a terminal, a line per step elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Progress:
    """What is under way, for a person who waits."""

    def __init__(self, quiet: bool = False) -> None:
        self.is_tty = sys.stderr.isatty() and not quiet
        self.quiet = quiet
        self.lock = threading.Lock()
        self.underway: list[str] = []
        self.started = time.monotonic()

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Shows ``what`` until the block ends."""
        with self.lock:
            self.underway.append(what)
            if not self.is_tty and not self.quiet:
                print(f"{what}…", file=sys.stderr, flush=True)
        try:
            yield
        finally:
            with self.lock:
                self.underway.remove(what)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Keeps the line moving while the block runs, then erases it."""
        if not self.is_tty:
            yield
            return
        done = threading.Event()
        thread = threading.Thread(target=self._tick, args=(done,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _tick(self, done: threading.Event) -> None:
        while not done.wait(0.1):
            with self.lock:
                what = ", ".join(self.underway)
            seconds = time.monotonic() - self.started
            if what and seconds >= 0.5:
                print(f"\r\x1b[K{what}… {seconds:.0f} s", end="", file=sys.stderr, flush=True)
