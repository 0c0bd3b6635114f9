"""One request as it was received, and the ways to answer it."""

import json
import socket
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Request:
    """Header names as they were sent, in their order."""

    method: str
    target: str
    headers: Headers
    body: bytes

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    def number(self, name: str, default: int) -> int:
        return int(self.query.get(name, default))


@dataclass
class Connection:
    """The client's connection; it is closed when the route's function returns."""

    socket: socket.socket
    url: str
    other_url: str
    head_only: bool = field(default=False)

    def raw(self, data: bytes) -> None:
        """Sends the bytes as they are, whatever HTTP says."""
        self.socket.sendall(data)

    def head(self, status: int, headers: Headers) -> None:
        """Sends a status line and headers."""
        known = status in HTTPStatus.__members__.values()
        phrase = HTTPStatus(status).phrase if known else "Unknown"
        lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in headers)]
        self.raw("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1"))

    def answer(self, status: int, headers: Headers, body: bytes) -> None:
        """Sends a whole, correct answer."""
        bodiless = status in (204, 304)
        length = [] if bodiless else [("Content-Length", str(len(body)))]
        self.head(status, [*headers, *length])
        if not (bodiless or self.head_only):
            self.raw(body)

    def text(self, body: str, status: int = 200) -> None:
        self.answer(status, [("Content-Type", "text/plain; charset=utf-8")], body.encode())

    def json(self, value: Any, status: int = 200, headers: Headers | None = None) -> None:
        kind = ("Content-Type", "application/json")
        self.answer(status, [kind, *(headers or [])], json.dumps(value).encode())

    def chunk(self, data: bytes) -> None:
        """Sends one chunk of a chunked body (RFC 9112 §7.1); an empty one ends the body."""
        self.raw(f"{len(data):x}\r\n".encode() + data + b"\r\n")


def read_request(stream: Any) -> Request | None:
    """Reads one request from a binary file; None where the client sent nothing whole."""
    line = stream.readline(65536).decode("latin-1")
    if line.count(" ") != 2:
        return None
    method, target, _ = line.split(" ")
    headers: Headers = []
    while (line := stream.readline(65536).decode("latin-1").rstrip("\r\n")) != "":
        name, _, value = line.partition(":")
        headers.append((name, value.strip()))
    return Request(method, target, headers, _read_body(stream, headers))


def _read_body(stream: Any, headers: Headers) -> bytes:
    fields = {name.lower(): value for name, value in headers}
    if fields.get("transfer-encoding", "").lower() != "chunked":
        return stream.read(int(fields.get("content-length", "0")))
    chunks = []
    while size := int(stream.readline(64).split(b";")[0], 16):
        chunks.append(stream.read(size))
        stream.readline(2)
    stream.readline(2)
    return b"".join(chunks)
