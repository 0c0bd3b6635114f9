"""Apps of the asking component under several runtimes, and a server that keeps what it got."""

import json
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE
from wasmtime import Engine, Store, WasiConfig
from wasmtime.component import Component, Linker

ENGINE = Engine()
REQUESTS = "acme:asker/requests"
DENIED = 1015  # 1000, and the case HTTP-request-denied of error-code
BODY, WRITES, WRITES_LATE, OPTIONS, OTHER_AUTHORITY, HOLDS_HEADERS = 1, 2, 4, 8, 16, 32
SCHEMES = {"http": 0, "https": 1, "ftp": 2, None: 3}
POST, CONNECT, OTHER = 2, 5, 9


@dataclass
class Ask:
    """The arguments of the asking component, as asker.wat explains them."""

    authority: str | None
    path: str | None = "/x"
    scheme: str | None = "http"
    method: int = 0
    name: str = ""
    headers: Sequence[tuple[str, bytes]] = ()
    modes: int = 0


@dataclass
class Server:
    """`received` are method, target, and host header of each request."""

    port: int
    received: list[tuple[str, str, str | None]] = field(default_factory=list)


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Server]:
    """A server on loopback that answers 204."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            server.received.append((self.command, self.path, self.headers.get("host")))
            if self.headers.get("transfer-encoding"):
                while size := int(self.rfile.readline(), 16):
                    self.rfile.read(size + 2)
                self.rfile.readline()
            self.send_response(204)
            self.end_headers()

        do_GET = do_POST = do_CONNECT = do_PROPFIND = answer

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    listening = ThreadingHTTPServer((host, 0), Handler)
    listening.daemon_threads = True
    server = Server(listening.server_port)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()


class Wasmtime:
    """pip's wasmtime: a fresh sandbox for each question."""

    def __init__(self, app: bytes, interface: str = REQUESTS) -> None:
        self.interface = interface
        self.component = Component(ENGINE, app)
        self.linker = Linker(ENGINE)
        self.linker.add_wasip2()
        self.linker.add_wasi_http()

    def send(self, *asks: Ask) -> list[int]:
        """What the asking component says of each, all sent from one sandbox."""
        return self.call("send", *map(_arguments, asks))

    def call(self, name: str, *calls: Sequence[Any]) -> list[Any]:
        """What a function of the interface returns for each of these arguments."""
        store = Store(ENGINE)
        store.set_wasi(WasiConfig())
        store.set_wasi_http()
        instance = self.linker.instantiate(store, self.component)
        inside = instance.get_export_index(store, self.interface)
        index = instance.get_export_index(store, name, inside)
        assert index is not None
        function = instance.get_func(store, index)
        assert function is not None
        answers = []
        for arguments in calls:
            answers.append(function(store, *arguments))
            function.post_return(store)
        return answers


def wasmtime_cli(command: Path, app: Path, ask: Ask) -> int:
    """The wasmtime CLI: `wasmtime run -S http --invoke`."""
    values = ", ".join(_wave(value) for value in _arguments(ask))
    done = subprocess.run(
        [command, "run", "-S", "http", "--invoke", f"send({values})", app],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def jco(node: Path, program: Path, asks: Sequence[Ask]) -> list[int]:
    """Node, with what jco made of an app; `program` is asks.mjs beside it."""
    given = json.dumps([_plain(ask) for ask in asks])
    done = subprocess.run(
        [node, program, given], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    actual: list[int] = json.loads(done.stdout)
    return actual


def _arguments(ask: Ask) -> list[Any]:
    headers = [(name, value) for name, value in ask.headers]
    scheme = SCHEMES[ask.scheme]
    return [ask.method, ask.name, scheme, ask.authority, ask.path, headers, ask.modes]


def _plain(ask: Ask) -> list[Any]:
    *rest, headers, modes = _arguments(ask)
    return [*rest, [[name, [*value]] for name, value in headers], modes]


def _wave(value: Any) -> str:
    """A value in wasmtime's notation (WAVE)."""
    if value is None:
        return "none"
    if isinstance(value, list):
        headers = [f"({_wave(name)}, {[*field]})" for name, field in value]
        return f"[{', '.join(headers)}]"
    return json.dumps(value)
