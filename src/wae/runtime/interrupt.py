"""Ctrl-C that stops what an app waits for, and not the app.

WASI has no signals, and a component that waits for a server cannot be woken by anything else. So
the host takes the server away: it shuts down the TCP connections that were opened since `hold`, and
those that follow until `release`. To the app they broke off; then it asks whether that was Ctrl-C.
What it waits for without a server, `wait` waits for.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_INTERNET = (socket.AF_INET, socket.AF_INET6)
_PAUSE = 0.01
"""Seconds between two looks for connections: shorter than it takes to send a request over one."""


class _Hold:
    """From its making to its `release`."""

    def __init__(self) -> None:
        self._pressed = threading.Event()
        self._kept = {number for number, _ in _connections()}
        self._released = threading.Event()
        self._cutter = threading.Thread(target=self._cut, daemon=True)
        self._before = signal.signal(signal.SIGINT, self._press)

    @property
    def pressed(self) -> bool:
        return self._pressed.is_set()

    def wait(self, seconds: float) -> None:
        self._pressed.wait(seconds)

    def release(self) -> None:
        signal.signal(signal.SIGINT, self._before)
        self._released.set()
        if self.pressed:
            self._cutter.join()

    def _press(self, number: int, frame: FrameType | None) -> None:
        if not self.pressed:
            self._pressed.set()
            self._cutter.start()
        elif callable(self._before):
            self._before(number, frame)  # raises KeyboardInterrupt

    def _cut(self) -> None:
        while not self._released.wait(_PAUSE):
            for number, connection in _connections():
                if number not in self._kept:
                    with contextlib.suppress(OSError):  # it is over already
                        connection.shutdown(socket.SHUT_RDWR)


_hold: _Hold | None = None


def hold() -> None:
    """From now on, the first Ctrl-C cuts connections; the second does what it did before.

    Only the main thread may call it.
    """
    global _hold
    release()
    _hold = _Hold()


def release() -> bool:
    """Ends `hold`, if it was begun; whether Ctrl-C was pressed since. Only on the main thread."""
    global _hold
    held, _hold = _hold, None
    if held is None:
        return False
    held.release()
    return held.pressed


def wait(seconds: float) -> bool:
    """Waits so long, or to the first Ctrl-C since `hold`; whether there was one. Without `hold`,
    Ctrl-C does what it does. Only on the main thread."""
    if _hold is None:
        time.sleep(seconds)
        return False
    _hold.wait(seconds)
    return _hold.pressed


def _connections() -> Iterator[tuple[int, socket.socket]]:
    """The TCP sockets of this process but for its standard streams, each with its inode."""
    for name in os.listdir("/dev/fd"):
        # Whatever is no socket, or was closed meanwhile, raises OSError.
        with contextlib.suppress(OSError), _duplicate(int(name)) as connection:
            if connection.type == socket.SOCK_STREAM and connection.family in _INTERNET:
                yield os.fstat(connection.fileno()).st_ino, connection


def _duplicate(descriptor: int) -> socket.socket:
    if descriptor <= 2:
        raise OSError("a standard stream")
    own = os.dup(descriptor)
    try:
        return socket.socket(fileno=own)
    except OSError:
        os.close(own)
        raise
