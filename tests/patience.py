"""How long tests wait for what has to come: so long that only what never comes is missed.

A limit decides nothing but when a test that fails is over; on a busy machine everything takes
ten times as long, and is no less right.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = float(os.environ.get("WAE_TEST_PATIENCE", "300"))
"""Seconds. Fewer show sooner why a test fails, on a machine that is not busy."""


def until(holds: Callable[[], object], told: Callable[[], object] = lambda: "nothing") -> None:
    """Waits until something holds. If it never does, the test fails, with what is ``told`` then."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, told()
        time.sleep(0.02)


def until_busy(process: int, seconds: float = 1.0) -> None:
    """Waits until a process has used so much time of a processor. Not before it is running its own
    code, and not asleep, is it of any use to interrupt it."""

    def used() -> float:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    until(lambda: used() >= seconds, lambda: f"process {process} does nothing")
