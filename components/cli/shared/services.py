"""What the host does for the command line because WASI cannot, such as reading a secret unseen.

It is asked in a frame on stderr (`notice`), which only it can read, and answers in a frame on
stdin, whose kind is `=`. A payload is UTF-8: a name, and after a line feed the rest. An empty
request says that the answer was read. The variable WAE_SERVICES names what the host offers; other
hosts than wae offer nothing.
"""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

import notice

READ_SECRET = "read-secret/1"
EDIT_LINE = "edit-line/1"
_HOLD, _RELEASE, _WAIT = "hold-interrupt/1", "release-interrupt/1", "wait/1"
_ANSWER = b"="


@dataclass(frozen=True)
class Services:
    """The services that the host offers; `stream` is the stderr that it reads."""

    token: str
    offered: frozenset[str]
    stream: TextIO

    def ask(self, service: str, needs: str) -> tuple[str, bytes]:
        """The status (`ok`, `end`, `failed`) and the answer of a service that is offered."""
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        self._send(f"{service}\n{needs}".encode())
        status, _, answer = self._answer().partition(b"\n")
        self._send(b"")
        return status.decode(), answer

    @contextlib.contextmanager
    def interruptible(self) -> Iterator[Callable[[], bool]]:
        """While entered, Ctrl-C breaks off what comes from servers instead of ending the app, if
        the host offers that. What is returned ends it, and says whether there was a Ctrl-C.
        """
        held = _HOLD in self.offered
        if held:
            self.ask(_HOLD, "")

        def interrupted() -> bool:
            nonlocal held
            if not held:
                return False
            held = False
            return self.ask(_RELEASE, "")[1] == b"1"

        try:
            yield interrupted
        finally:
            interrupted()

    def wait(self, seconds: float) -> bool:
        """Waits so long, or until Ctrl-C while `interruptible`; whether it was so long."""
        if _WAIT in self.offered:
            return self.ask(_WAIT, f"{seconds}")[1] == b"0"
        time.sleep(seconds)
        return True

    def _send(self, payload: bytes) -> None:
        self.stream.buffer.write(notice.frame(self.token, notice.REQUEST, payload))
        self.stream.buffer.flush()

    def _answer(self) -> bytes:
        stream = sys.stdin.buffer
        head = notice.MARK + self.token.encode() + _ANSWER
        assert stream.read(len(head)) == head
        length = b""
        while (digit := stream.read(1)).isdigit():
            length += digit
        return stream.read(int(length))


def detect(environment: Mapping[str, str]) -> Services:
    """The services of this process's host; `environment` are its variables."""
    token = environment.get(notice.TOKEN, "")
    offered = environment.get("WAE_SERVICES", "").split() if token else ()
    return Services(token, frozenset(offered), sys.stderr)
