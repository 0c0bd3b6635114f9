"""An OCI registry on loopback that does what a test tells it: tampers, breaks off, throttles.

What it does right, it does as the OCI Distribution Specification has it; `tests/peers` has a real
one.
"""

import hashlib
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

MANIFEST = "application/vnd.oci.image.manifest.v1+json"

Fault = Callable[["Exchange"], bool]
"""Answers a request in its own way and returns True, or leaves it to the registry."""


def sha(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


class Exchange(BaseHTTPRequestHandler):
    """One request and its answer."""

    protocol_version = "HTTP/1.1"
    registry: "FakeRegistry"

    def handle_one(self) -> None:
        length = int(self.headers.get("content-length", 0))
        self.body = self.rfile.read(length)
        registry = self.registry
        registry.requests.append((self.command, self.path, dict(self.headers.items())))
        if not any(fault(self) for fault in registry.faults):
            registry.answer(self)

    do_GET = do_HEAD = do_PUT = do_POST = do_PATCH = handle_one

    def reply(self, status: int, content: bytes = b"", **headers: str) -> bool:
        """Answers; `_` in the names of headers is `-`."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "content_length" not in headers:
            self.send_header("content-length", str(len(content)))
        self.send_header("connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        self.close_connection = True
        return True

    def hang_up(self) -> bool:
        """Ends the connection where it is."""
        self.close_connection = True
        return True

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class FakeRegistry:
    """`requests` are method, path and headers of all that came; `host` is `127.0.0.1:PORT`."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.manifests: dict[str, bytes] = {}
        self.uploads: dict[str, bytes] = {}
        self.begun: list[str] = []
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.faults: list[Fault] = []
        handler = type("Handler", (Exchange,), {"registry": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}"

    def __enter__(self) -> "FakeRegistry":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def paths(self, method: str) -> list[str]:
        """The paths of all requests with this method."""
        return [path for each, path, _ in self.requests if each == method]

    def answer(self, to: Exchange) -> None:
        path = to.path.partition("?")[0]
        _, _, rest = path.partition("/v2/")
        name, _, last = rest.rpartition("/")
        if name.endswith("/tags"):
            tags = [tag for tag in self.manifests if not tag.startswith("sha256:")]
            to.reply(200 if tags else 404, json.dumps({"name": "x", "tags": tags}).encode())
        elif name.endswith("/manifests"):
            self._manifest(to, last)
        elif "/blobs/uploads" in path:
            self._upload(to, last)
        else:
            self._blob(to, last)

    def _manifest(self, to: Exchange, name: str) -> None:
        if to.command == "PUT":
            self.manifests[name] = self.manifests[sha(to.body)] = to.body
            to.reply(201, docker_content_digest=sha(to.body))
        elif name in self.manifests:
            content = self.manifests[name]
            to.reply(200, content, content_type=MANIFEST, docker_content_digest=sha(content))
        else:
            to.reply(404, b'{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}')

    def _blob(self, to: Exchange, name: str) -> None:
        if name not in self.blobs:
            to.reply(404)
            return
        content, start = self.blobs[name], 0
        asked = to.headers.get("range", "")
        if asked:
            start = int(asked.removeprefix("bytes=").partition("-")[0])
            span = f"bytes {start}-{len(content) - 1}/{len(content)}"
            to.reply(206, content[start:], content_range=span)
        else:
            to.reply(200, content)

    def _upload(self, to: Exchange, name: str) -> None:
        if to.command == "POST":
            name = f"u{len(self.begun)}"
            self.begun.append(name)
            self.uploads[name] = b""
            to.reply(202, location=f"/v2/x/blobs/uploads/{name}?_state=a%2Bb")
            return
        if name not in self.uploads:
            to.reply(404)
            return
        there = len(self.uploads[name])
        start = to.headers.get("content-range", f"{there}-").partition("-")[0]
        if to.command == "GET":
            to.reply(204, location=to.path, range=f"0-{max(there - 1, 0)}")
        elif int(start) != there:
            to.reply(416, range=f"0-{max(there - 1, 0)}")
        elif to.command == "PATCH":
            self.uploads[name] += to.body
            to.reply(202, location=to.path, range=f"0-{len(self.uploads[name]) - 1}")
        else:
            content = self.uploads.pop(name) + to.body
            digest = to.path.partition("digest=")[2]
            if sha(content) != digest:
                to.reply(400, b'{"errors":[{"code":"DIGEST_INVALID"}]}')
                return
            self.blobs[digest] = content
            to.reply(201, docker_content_digest=digest)


def times(number: int, fault: Fault) -> Fault:
    """A fault that happens so often and no more."""
    left = [number]

    def limited(to: Exchange) -> bool:
        if not left[0] or not fault(to):
            return False
        left[0] -= 1
        return True

    return limited


def when(method: str, part: str, do: Callable[[Exchange], Any]) -> Fault:
    """A fault of the requests with this method whose path has this part."""

    def fault(to: Exchange) -> bool:
        if to.command != method or part not in to.path:
            return False
        do(to)
        return True

    return fault
