"""Shows on stderr that something is being done and for how long."""

import os
import time

from wae.harmless import one_line
from wae.runtime import background, terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")


def show(label: str, work: "Callable[[], T]") -> "T":
    """Returns the result of `work`, which runs on a thread of its own.

    On a terminal one line shows `label` and the seconds so far; elsewhere `label` is written once.
    """
    if not os.isatty(terminal.STDERR):
        terminal.line(f"{label}…")
        return background.call(work)
    start = time.monotonic()

    def draw() -> None:
        text = f"{one_line(label)}… {time.monotonic() - start:.1f} s"
        terminal.write(f"\r{text}".encode())

    draw()
    try:
        return background.call(work, draw)
    finally:
        draw()
        terminal.write(b"\n")
