"""As much of the NATS client protocol as it takes to talk to a wasmCloud host."""

import json
import socket
from types import TracebackType
from typing import Any, Self

_INBOX = "_INBOX.tests"


class Nats:
    """A connection to the server at `port` on loopback; nothing may take longer than `seconds`."""

    def __init__(self, port: int, seconds: float) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), seconds)
        self._lines = self._socket.makefile("rb")
        self._send(b"CONNECT %s" % json.dumps({"verbose": False, "pedantic": False}).encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._lines.close()
        self._socket.close()

    def next(self, subject: str) -> tuple[str, Any]:
        """The next message to `subject`, which may have wildcards: its own subject, its JSON."""
        return self._answer(subject, b"")

    def request(self, subject: str, document: Any) -> Any:
        """The JSON that answers a request."""
        content = json.dumps(document).encode()
        question = b"PUB %s %s %d\r\n%s" % (
            subject.encode(),
            _INBOX.encode(),
            len(content),
            content,
        )
        return self._answer(_INBOX, question)[1]

    def _answer(self, subject: str, question: bytes) -> tuple[str, Any]:
        self._send(b"SUB %s 1" % subject.encode())
        if question:
            self._send(question)
        while True:
            words = self._lines.readline().decode().split()
            if not words:
                raise ConnectionError("the NATS server closed the connection")
            if words[0] == "-ERR":
                raise ConnectionError(" ".join(words))
            if words[0] == "PING":
                self._send(b"PONG")
            if words[0] == "MSG":
                content = self._lines.read(int(words[-1]) + 2)
                self._send(b"UNSUB 1")
                return words[1], json.loads(content)

    def _send(self, line: bytes) -> None:
        self._socket.sendall(line + b"\r\n")
