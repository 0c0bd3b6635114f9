"""Crowds of clients that send nothing, or nothing whole, keep nobody else from `wae serve` and
`wae mcp --listen`, with or without a token."""

import json
import os
import re
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.patience import PATIENCE

from tests.conftest import COMMAND
from wae.faces.mcp.web import BODIES
from wae.faces.serving.body import SECONDS as BODY_SECONDS
from wae.faces.serving.protocol import HEAD_SECONDS

CROWD = 1200
TOKEN = "a-token-of-the-tests"
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


@dataclass
class Face:
    """A server; `request` is one that it answers with 200, to whoever has the token."""

    process: "subprocess.Popen[bytes]"
    log: Path
    address: tuple[str, int]
    path: str
    document: object
    token: str | None

    @property
    def headers(self) -> dict[str, str]:
        allowed = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return {**allowed, "accept": "application/json, text/event-stream"}

    def ask(self) -> float:
        """Asks on a connection of its own; the seconds until it was answered."""
        host, port = self.address
        started = time.monotonic()
        answer = httpx.post(
            f"http://{host}:{port}{self.path}",
            json=self.document,
            headers=self.headers,
            timeout=PATIENCE,
            trust_env=False,
        )
        assert 200 == answer.status_code, answer.text
        return time.monotonic() - started

    def connect(self, content: bytes) -> socket.socket:
        connection = socket.create_connection(self.address)
        connection.sendall(content)
        return connection


@contextmanager
def _serving(command: str, app: Path, log: Path, environ: dict[str, str]) -> Iterator[Face]:
    words = {"mcp": ["mcp", str(app), "--listen", "0"], "serve": ["serve", str(app), "--port", "0"]}
    # As many files as a login usually gives, fewer than the crowd.
    with log.open("wb") as output, _open_files(1024):
        process = subprocess.Popen(
            [str(COMMAND), *words[command]], env=environ, stdout=output, stderr=output
        )
    try:
        end = time.monotonic() + PATIENCE
        while not (actual := re.search(r"at http://([0-9.]+):([0-9]+)/", log.read_text())):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        path, document = ("/mcp", PING) if command == "mcp" else ("/healthz", None)
        if command == "serve":
            path, document = "/echo/values/nothing", {}
        address = actual[1], int(actual[2])
        face = Face(process, log, address, path, document, environ.get("WAE_TOKEN"))
        while True:
            try:
                face.ask()
                break
            except (AssertionError, httpx.TransportError):
                assert time.monotonic() < end, log.read_text()
                time.sleep(0.1)
        yield face
    finally:
        process.send_signal(signal.SIGTERM)
        assert 0 == process.wait(PATIENCE)


@pytest.fixture(scope="module", params=["serve", "mcp"])
def face(
    request: pytest.FixtureRequest,
    echo_app: Path,
    environ: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Face]:
    log = tmp_path_factory.mktemp("crowds") / "log"
    with (
        _serving(request.param, echo_app, log, {**environ, "WAE_TOKEN": TOKEN}) as serving,
        _open_files(len(os.listdir("/dev/fd")) + CROWD + 500),
    ):
        yield serving


@contextmanager
def _open_files(most: int) -> Iterator[None]:
    """So many files may this process, and what it starts, have open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < most:
        pytest.skip("this process may not open so many connections")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture(autouse=True)
def _right_afterwards(face: Face) -> Iterator[None]:
    """After each test the server answers at once, and has logged no more than a line a request."""
    before = face.log.stat().st_size
    yield
    assert face.ask() < PATIENCE
    assert face.log.stat().st_size - before < 128 * CROWD


@pytest.mark.parametrize(
    "content", [b"", b"POST / HTTP/1.1\r\nhost: localhost\r\n"], ids=["nothing", "half a head"]
)
def test_crowd(face: Face, content: bytes) -> None:
    """More connections than there is room for, each without a whole head, keep nobody out: whoever
    asks is answered, while they stay and while more of them come."""
    with ExitStack() as stack:
        for number in range(CROWD):
            stack.enter_context(face.connect(content))
            if number % 250 == 249:
                face.ask()
        for _ in range(3):
            assert face.ask() < PATIENCE


def test_crowd_after_an_answer(face: Face) -> None:
    """So it is with connections that asked something without a token, and then stay."""
    request = b"GET /mcp HTTP/1.1\r\nhost: localhost\r\n\r\n"
    with ExitStack() as stack:
        for _ in range(CROWD):
            stack.enter_context(face.connect(request))
        assert face.ask() < PATIENCE


def test_bodies_before_a_token(face: Face) -> None:
    """A body that does not come is not waited for, unless its sender has the token."""
    head = b"POST %s HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
    request = head % face.path.encode() + b"content-length: 100\r\n\r\n{"
    with ExitStack() as stack:
        crowd = [stack.enter_context(face.connect(request)) for _ in range(CROWD)]
        assert face.ask() < PATIENCE
        crowd[-1].settimeout(PATIENCE)
        assert crowd[-1].recv(4096).startswith(b"HTTP/1.1 401 ")


def test_slow_bodies_and_heads(face: Face) -> None:
    """Who has the token and sends a body drop by drop is cut off in time; one too many is told
    to come again. So is cut off who does not send a whole head."""
    head = (
        f"POST {face.path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
        f"authorization: Bearer {TOKEN}\r\ncontent-length: 100\r\n\r\n{{"
    )
    with ExitStack() as stack:
        half = stack.enter_context(face.connect(b"POST / HTTP/1.1\r\n"))
        slow = [stack.enter_context(face.connect(head.encode())) for _ in range(BODIES + 40)]
        for connection in slow:
            connection.settimeout(BODY_SECONDS + PATIENCE)
        statuses = {connection.recv(4096).split()[1] for connection in slow}
        half.settimeout(HEAD_SECONDS + PATIENCE)
        assert b"" == half.recv(1)
    assert {b"408", b"503"} == statuses


@pytest.mark.parametrize("announced", [True, False])
def test_large_bodies(face: Face, announced: bool) -> None:
    """A body of more than a mebibyte is refused."""
    host, port = face.address
    content = json.dumps({"x": "y" * (2 << 20)}).encode()
    answer = httpx.post(
        f"http://{host}:{port}{face.path}",
        content=content if announced else iter([content]),
        headers={**face.headers, "content-type": "application/json"},
        timeout=PATIENCE,
        trust_env=False,
    )
    assert 413 == answer.status_code


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (b"[::1]evil.example", 400),
        (b"localhost:80:80", 400),
        (b"127.0.0.1@evil.example", 400),
        (b"", 400),
        (b"localhost.", 200),
        (b"evil.example", 421),
        (b"LOCALHOST", 200),
        (b"[::1]:8000", 200),
    ],
)
def test_host(face: Face, host: bytes, status: int) -> None:
    """An invalid Host header, or another server's, is refused, with the token or without."""
    body = json.dumps(face.document).encode()
    lines = [b"POST %s HTTP/1.1" % face.path.encode(), b"host: " + host]
    lines += [f"{name}: {value}".encode() for name, value in face.headers.items()]
    lines += [b"content-type: application/json", b"content-length: %d" % len(body)]
    with face.connect(b"\r\n".join([*lines, b"", body])) as connection:
        connection.settimeout(PATIENCE)
        assert connection.recv(4096).startswith(b"HTTP/1.1 %d " % status)
