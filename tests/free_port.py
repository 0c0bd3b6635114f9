"""A port that nobody listens at."""

import os
import socket
from contextlib import suppress
from itertools import count

# Below those that a system gives to whoever asks for any (Linux: 32768 and up), so that nobody is
# given one before it is used. Workers have their own, and processes begin at different ones.
_SPAN = 2000
_FIRST = 10_000 + _SPAN * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 10)
_turns = count(os.getpid())


def free_port() -> int:
    """One of this machine's own address, which is not given again before all others were."""
    while True:
        port = _FIRST + next(_turns) % _SPAN
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
