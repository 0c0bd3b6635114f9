"""Waiting for a moment, with the time that is left on a terminal."""

import math
import time

from shared import durations
from shared.terminal import Terminal

# How often the clock is read again, in seconds: it may be set, or the machine may sleep.
_LOOK = 30


def wait_until(moment: float, terminal: Terminal) -> None:
    """Returns when the clock shows `moment` (seconds since 1970), at once if that is over."""
    step = 1 if terminal.stderr_tty and terminal.capable else _LOOK
    while (left := moment - time.time()) > 0:
        with terminal.waiting(f"{durations.show(math.ceil(left))} left (Ctrl-C gives up)"):
            time.sleep(min(left, step))
