"""A server on loopback whose answers show what waits for what."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.patience import PATIENCE

SLOW = 0.2  # seconds


@dataclass
class Web:
    """`together` is met by requests of `/together`; `left` is set when `/events` has no reader;
    those of `/never` that wait are counted in `waiting`."""

    authority: str
    together: threading.Barrier
    left: threading.Event = field(default_factory=threading.Event)
    waiting: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    received: list[str] = field(default_factory=list)


@contextmanager
def web(together: int = 1) -> Iterator[Web]:
    """A server, which answers requests of `/together` when so many of them are there."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            it.received.append(self.path)
            getattr(self, self.path.strip("/").partition("/")[0])()

        do_POST = do_PUT = do_GET

        def together(self) -> None:
            try:
                it.together.wait(PATIENCE)
            except threading.BrokenBarrierError:
                self.head(503, ("content-length", "0"))
            else:
                self.head(200, ("content-length", "5"))
                self.wfile.write(b"hello")

        def head(self, status: int, *fields: tuple[str, str]) -> None:
            self.send_response(status)
            for name, value in (("x-name", self.path[1:]), *fields):
                self.send_header(name, value)
            self.end_headers()

        def plain(self) -> None:
            self.head(200, ("content-length", "5"))
            self.wfile.write(b"plain")

        x = plain

        def slow(self) -> None:
            time.sleep(SLOW)
            self.plain()

        def large(self) -> None:
            self.head(200, ("content-length", str(10_000_000)))
            self.wfile.write(bytes(10_000_000))

        def trailing(self) -> None:
            self.head(200, ("transfer-encoding", "chunked"), ("trailer", "x-sum"))
            self.wfile.write(b"3\r\nabc\r\n0\r\nx-sum: 6\r\n\r\n")

        def cut(self) -> None:
            self.head(200, ("content-length", "100"))
            self.wfile.write(b"short")
            self.close_connection = True

        def garbage(self) -> None:
            self.wfile.write(b"what?\r\n\r\n")
            self.close_connection = True

        def never(self) -> None:
            with it.changed:
                it.waiting += 1
            with suppress(OSError):
                self.rfile.read(1)  # until the other side goes away
            with it.changed:
                it.waiting -= 1
                it.changed.notify_all()
            self.close_connection = True

        def alone(self) -> None:
            """Is answered when one of `/never` at most is left, or not at all."""
            with it.changed:
                if it.changed.wait_for(lambda: it.waiting <= 1, PATIENCE):
                    self.head(200, ("content-length", "0"))
                else:
                    self.close_connection = True

        def events(self) -> None:
            self.head(200, ("content-type", "text/event-stream"))
            self.wfile.write(b"data: first\n\n")
            try:
                while True:
                    self.wfile.write(b": still here\n\n")
                    it.left.wait(0.05)
            except OSError:
                it.left.set()
            self.close_connection = True

        def echo(self) -> None:
            self.head(200, ("transfer-encoding", "chunked"))
            while size := int(self.rfile.readline(), 16):
                chunk = self.rfile.read(size + 2)
                self.wfile.write(b"%x\r\n" % size + chunk)
            self.rfile.readline()
            self.wfile.write(b"0\r\n\r\n")

        def sum(self) -> None:
            length = 0
            while size := int(self.rfile.readline(), 16):
                length += len(self.rfile.read(size + 2)) - 2
            trailer = self.rfile.readline().strip().decode()
            text = f"{length} {trailer}".encode()
            self.head(200, ("content-length", str(len(text))))
            self.wfile.write(text)

        def refuse(self) -> None:
            self.head(413, ("content-length", "3"), ("connection", "close"))
            self.wfile.write(b"big")
            self.rfile.read(10_000_000)  # closing at once would take the answer back
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        it = Web(f"127.0.0.1:{server.server_port}", threading.Barrier(together))
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield it
        finally:
            it.together.abort()
            server.shutdown()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
