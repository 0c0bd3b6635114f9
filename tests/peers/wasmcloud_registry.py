"""An OCI registry that has one component (OCI Distribution Specification, "Pull").

Its image has the CNCF's layout for wasm: a configuration, and the component as the only layer.
"""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
_CONFIG = "application/vnd.wasm.config.v0+json"
_LAYER = "application/wasm"


@contextmanager
def registry(component: bytes) -> Iterator[str]:
    """The image's reference, `127.0.0.1:PORT/toolbox@sha256:…`, while it can be pulled."""
    config = json.dumps(
        {
            "created": "2026-01-01T00:00:00Z",
            "architecture": "wasm",
            "os": "wasip2",
            "layerDigests": [_digest(component)],
        }
    ).encode()
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": _MANIFEST,
            "config": _described(_CONFIG, config),
            "layers": [_described(_LAYER, component)],
        }
    ).encode()
    content = {_digest(each): each for each in (component, config, manifest)}

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self.wfile.write(self._answer())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

        def _answer(self) -> bytes:
            digest = self.path.rpartition("/")[2]
            found = b"{}" if self.path == "/v2/" else content.get(digest, b"")
            self.send_response(200 if found else 404)
            is_blob = "/blobs/" in self.path
            self.send_header("content-type", "application/octet-stream" if is_blob else _MANIFEST)
            self.send_header("content-length", str(len(found)))
            self.send_header("docker-content-digest", digest)
            self.end_headers()
            return found

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_port}/toolbox@{_digest(manifest)}"
        finally:
            server.shutdown()


def _described(kind: str, content: bytes) -> dict[str, object]:
    return {"mediaType": kind, "digest": _digest(content), "size": len(content)}


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
