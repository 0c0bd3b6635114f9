"""A terminal without a screen: a program runs on it, the test reads and types."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.patience import PATIENCE

ROWS = 40


def _in_foreground() -> None:
    """Makes this process what a shell would: in charge of its terminal, ended by its signals."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)


class PseudoTerminal:
    """Runs a program as the foreground process of a new terminal, while used in a `with` block.

    `output` is everything that was written to the terminal so far, the echo of what was typed
    included, as a terminal would get it.
    """

    def __init__(
        self, command: list[str], environ: dict[str, str], folder: Path, columns: int
    ) -> None:
        self.output = ""
        self._read = b""
        self._seen = 0
        self._mine, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))
        self._process = subprocess.Popen(
            command,
            env=environ,
            cwd=folder,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_in_foreground,
        )
        os.close(theirs)

    def wait_for(self, text: str) -> None:
        """Reads until `text` is in what came after the text of the last call, or fails the test."""
        while (at := self.output.find(text, self._seen)) < 0:
            assert self._more(), f"no {text!r} in {self.output!r}"
        self._seen = at + len(text)

    def send(self, text: str) -> None:
        """Types the characters; "\\x03" is Ctrl-C, "\\x04" Ctrl-D."""
        os.write(self._mine, text.encode())

    def signal(self, number: signal.Signals) -> None:
        """Sends the program a signal."""
        self._process.send_signal(number)

    def end(self) -> int:
        """Reads to the end; the program's exit code, negative where a signal ended it."""
        while self._more():
            pass
        return self._process.wait(PATIENCE)

    def settings(self) -> list[Any]:
        """The terminal's attributes, as `termios.tcgetattr` has them."""
        return termios.tcgetattr(self._mine)

    def _more(self) -> bool:
        end = time.monotonic() + PATIENCE
        while not select.select([self._mine], [], [], 0.1)[0]:
            assert time.monotonic() < end, f"nothing came after {self.output!r}"
        try:
            received = os.read(self._mine, 65536)
        except OSError:  # The last program that had the terminal open is gone.
            return False
        self._read += received
        self.output = self._read.decode("utf-8", "replace")
        return bool(received)

    def __enter__(self) -> "PseudoTerminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._mine)
