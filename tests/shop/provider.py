"""A provider of card payments, on loopback: what the shop's payments are charged by."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-of-the-provider-0123456789"
POOR = "4000000000009995"
"""A card without money behind it."""

Reply = tuple[int, dict[str, Any]]


@dataclass
class Provider:
    """``received`` are the requests: path, headers by lower-case name, body. ``charges`` by id,
    ``cut`` how many of the next answers are lost on the way after the work is done."""

    url: str = ""
    received: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    charges: dict[str, dict[str, Any]] = field(default_factory=dict)
    cut: int = 0
    _answers: dict[str, tuple[dict[str, Any], Reply]] = field(default_factory=dict)

    def forget(self) -> None:
        """As if nobody had asked."""
        self.received.clear()
        self.charges.clear()
        self._answers.clear()
        self.cut = 0

    def answer(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> Reply:
        """The same for the same idempotency key."""
        self.received.append((path, headers, body))
        if headers.get("authorization") != f"Bearer {KEY}":
            return 401, {"error": {"code": "bad_key"}}
        key = headers["idempotency-key"]
        if key not in self._answers:
            self._answers[key] = (body, self._do(path, body))
        first, reply = self._answers[key]
        return reply if first == body else (409, {"error": {"code": "key_reused"}})

    def _do(self, path: str, body: dict[str, Any]) -> Reply:
        if path == "/v1/charges":
            if body["card"]["number"] == POOR:
                return 402, {"error": {"code": "insufficient_funds"}}
            id = f"ch_{len(self.charges) + 1}"
            self.charges[id] = {"id": id, "amount": body["amount"], "refunded": False}
            return 201, self.charges[id]
        charge = self.charges.get(path.split("/")[3])
        if charge is None:
            return 404, {}
        if charge["refunded"]:
            return 409, {}
        charge["refunded"] = True
        return 200, charge


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider that answers."""
    provider, lock = Provider(), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            with lock:
                status, document = provider.answer(self.path, headers, body)
                provider.cut, is_cut = max(provider.cut - 1, 0), provider.cut > 0
            content = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if is_cut else content)
            self.close_connection = is_cut

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
