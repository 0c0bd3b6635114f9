"""A loopback HTTP server for large bodies: it takes and gives them in little memory, or stops.

METHOD /digest          what was sent, as JSON: size, sha256, headers
METHOD /echo            what was sent, and the credential
METHOD /status/NNN      that status, when all has been read
METHOD /redirect/NNN    to `/digest`, when all has been read
METHOD /refuse          413 at once, before anything is read
METHOD /slowly/MS       as `/digest`, with so many milliseconds before each MiB is read
METHOD /stall           nothing is read or answered for a while
METHOD /late            reads all, then says nothing for a while
GET    /bytes/N         N bytes
"""

import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

_PIECE = bytes(range(256)) * 256
_WHILE = 20


def content(size: int) -> Iterator[bytes]:
    """The bytes that `/bytes/SIZE` gives, in pieces."""
    while size > 0:
        yield _PIECE[:size]
        size -= len(_PIECE)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Listener"

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _handle(self) -> None:
        self.close_connection = True
        self.server.seen[self.path] += 1
        match self.path.strip("/").split("/"):
            case ["bytes", size]:
                self._answer(200, content(int(size)), int(size))
            case ["digest"]:
                self._json(self._digest())
            case ["slowly", pause]:
                self._json(self._digest(int(pause)))
            case ["echo"]:
                said = b"".join(self._pieces()) + self.headers.get("authorization", "").encode()
                self._answer(200, iter([said]), len(said))
            case ["status", code]:
                self._digest()
                self._answer(int(code), iter(()), 0)
            case ["redirect", code]:
                self._digest()
                self._answer(int(code), iter(()), 0, {"location": "/digest"})
            case ["refuse"]:
                self._answer(413, iter([b"too much"]), 8)
                self._linger()
            case ["late"]:
                self._digest()
                self.server.over.wait(_WHILE)
            case _:
                self.server.over.wait(_WHILE)

    do_GET = do_POST = do_PUT = _handle

    def _digest(self, pause: int = 0) -> dict[str, object]:
        digest, size = hashlib.sha256(), 0
        for piece in self._pieces():
            time.sleep(pause / 1000 * len(piece) / (1 << 20))
            digest.update(piece)
            size += len(piece)
        headers = {name.lower(): value for name, value in self.headers.items()}
        return {
            "method": self.command,
            "size": size,
            "sha256": digest.hexdigest(),
            "headers": headers,
        }

    def _pieces(self) -> Iterator[bytes]:
        if self.headers.get("transfer-encoding") == "chunked":
            while size := int(self.rfile.readline(64), 16):
                yield self.rfile.read(size)
                self.rfile.readline(2)
            self.rfile.readline(2)
            return
        left = int(self.headers.get("content-length", 0))
        while left:
            try:
                piece = self.rfile.read(min(left, len(_PIECE)))
            except ConnectionError:
                piece = b""
            if not piece:
                self.server.broken.set()
                raise ConnectionError
            yield piece
            left -= len(piece)

    def _linger(self) -> None:
        """Closes once the client has: else the answer may be lost to a reset (RFC 9112, section
        9.6)."""
        while self.rfile.read1(len(_PIECE)):
            pass

    def _json(self, value: object) -> None:
        said = json.dumps(value).encode()
        self._answer(200, iter([said]), len(said))

    def _answer(
        self, status: int, pieces: Iterator[bytes], size: int, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "content-length": str(size)}.items():
            self.send_header(name, value)
        self.send_header("connection", "close")
        self.end_headers()
        for piece in pieces:
            self.wfile.write(piece)


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: Counter[str] = Counter()
        self.broken = threading.Event()
        self.over = threading.Event()

    def handle_error(self, *_: object) -> None:
        """A client that goes is none of the server's errors."""


class BodyServer:
    """Serves while used as a context manager. `seen` counts requests by their paths; `broken` is
    set once a body ended before its time."""

    def __init__(self) -> None:
        self._listener = _Listener()
        self.seen, self.broken = self._listener.seen, self._listener.broken
        self.url = f"http://127.0.0.1:{self._listener.server_address[1]}"

    def __enter__(self) -> "BodyServer":
        threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.over.set()
        self._listener.shutdown()
        self._listener.server_close()
