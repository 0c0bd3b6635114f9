"""The server: two ports on 127.0.0.1 (two origins), a thread for each connection."""

import contextlib
import socketserver
import threading
from collections import defaultdict
from collections.abc import Callable
from types import TracebackType

from . import routes
from .at_once import AtOnce
from .message import Connection, Request, read_request

Find = Callable[[str], tuple[Callable[..., None], list[str]]]


class _Handler(socketserver.StreamRequestHandler):
    server: "_Listener"

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            request = read_request(self.rfile)
            if request is None:
                return
            faults = self.server.faults
            faults.note(request)
            urls = (faults.url, faults.other_url)
            url, other = urls if self.server is faults.listeners[0] else urls[::-1]
            connection = Connection(self.request, url, other, request.method == "HEAD")
            function, arguments = faults.find(request.path)
            function(faults, connection, request, *arguments)


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128
    faults: "FaultServer"


class FaultServer:
    """Serves while used as a context manager.

    `find` gives the function for a path and its last arguments, as `routes.find` does. `url`
    and `other_url` are its two origins, such as `http://127.0.0.1:40001`; `received` holds, for
    each `token` in a query, the requests that carried it.
    """

    def __init__(self, port: int = 0, find: Find = routes.find) -> None:
        self.find = find
        self.listeners = [_Listener(("127.0.0.1", number), _Handler) for number in (port, 0)]
        self.url, self.other_url = (
            f"http://127.0.0.1:{listener.server_address[1]}" for listener in self.listeners
        )
        self.received: defaultdict[str, list[Request]] = defaultdict(list)
        self.at_once = AtOnce()
        self._lock = threading.Lock()

    def note(self, request: Request) -> None:
        """Remembers a request by its token."""
        with self._lock:
            self.received[request.query.get("token", "")].append(request)

    def __enter__(self) -> "FaultServer":
        for listener in self.listeners:
            listener.faults = self
            threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for listener in self.listeners:
            listener.shutdown()
            listener.server_close()
