"""A relay before a peer, for what a command line cannot send: headers that select an answer."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.patience import PATIENCE

_OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Relay:
    """Passes requests on to the server at `upstream`; lists them in `asked` ("GET /path?query")
    and the statuses of the answers in `answered`."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.asked: list[str] = []
        self.answered: list[int] = []
        self._rules: list[tuple[str, dict[str, str]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def send(self, headers: dict[str, str], path: str = "") -> None:
        """From now on, requests whose path ends in `path` carry `headers`."""
        self._rules.append((path, headers))

    def headers(self, target: str) -> dict[str, str]:
        """The headers that a request for `target` is given, names in lower case."""
        path = urlsplit(target).path
        return {
            name.lower(): value
            for suffix, headers in self._rules
            if path.endswith(suffix)
            for name, value in headers.items()
        }

    @contextmanager
    def running(self) -> Iterator["Relay"]:
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


def _handler(relay: Relay) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            relay.asked.append(f"{self.command} {self.path}")
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            own = {name.lower(): value for name, value in self.headers.items()}
            upstream = urlsplit(relay.upstream)
            headers = {**own, **relay.headers(self.path), "host": upstream.netloc}
            connection = http.client.HTTPConnection(upstream.netloc, timeout=PATIENCE)
            connection.request(self.command, self.path, body or None, headers)
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            relay.answered.append(answer.status)
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _OF_THE_CONNECTION:
                    self.send_header(name, value)
            if answer.status != 204:
                self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = _pass_on

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    return Handler
