"""Hostile clients and endless guests leave the server up, its memory flat, its answers right."""

import asyncio
import socket
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.faces.rest_servers import Server, serving
from tests.patience import PATIENCE, until

MIB = 1 << 20


@pytest.fixture(scope="module")
def server(
    echo_app: Path, environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("hostile") / "log"
    options = ("--timeout", "2", "--memory", "64", "--threads", "2")
    with serving(echo_app, log, environ, *options) as server:
        yield server


@pytest.fixture(autouse=True)
def _right_answer(server: Server) -> Iterator[None]:
    """After each test the server runs, and answers rightly at once."""
    yield
    assert server.process.poll() is None
    assert "x" == server.http.post("/echo/values/optional", json={"value": "x"}).json()


def test_slow_clients(server: Server) -> None:
    """Who sends a head or a body drop by drop is cut off; others are answered meanwhile."""
    head = b"POST /echo/values/nothing HTTP/1.1\r\nhost: localhost\r\n"
    whole = head + b"content-type: application/json\r\ncontent-length: 100\r\n\r\n{"
    slow = [_connected(server, start) for start in [b"", b"POST", head] * 20]
    bodies = [_connected(server, whole) for _ in range(20)]
    assert server.http.post("/echo/values/nothing").is_success
    for connection in bodies:
        assert b"408" in _received(connection)
    for connection in slow:
        assert b"" == _received(connection)


def test_huge_bodies(server: Server) -> None:
    """They are refused with 413, announced or not, and take no memory."""
    before = server.memory
    headers = {"content-type": "application/json"}
    for content in (b"x" * (2 * MIB), (b"x" * MIB for _ in range(3))):
        answer = server.http.post("/echo/values/nothing", content=content, headers=headers)
        assert 413 == answer.status_code
    endless = _connected(
        server,
        b"POST /echo/values/nothing HTTP/1.1\r\nhost: localhost\r\n"
        b"content-type: application/json\r\ncontent-length: 1000000000000\r\n\r\n",
    )
    assert b" 413 " in _received(endless)
    assert server.memory - before < 32 * MIB


def test_clients_that_do_not_read(server: Server) -> None:
    """An endless stream to a client that never reads is held back, not kept in memory."""
    before = server.memory
    body = b'{"end":4000000000}'
    request = (
        b"POST /echo/counters/open HTTP/1.1\r\nhost: localhost\r\n"
        b"content-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)
    )
    connections = [_connected(server, request) for _ in range(5)]
    time.sleep(3)
    assert server.memory - before < 64 * MIB
    for connection in connections:
        connection.close()
    _idle(server)


def test_endless_guests(server: Server) -> None:
    """Calls that never end are ended; who finds no room is told to come again."""

    async def attack() -> Counter[int]:
        limits = httpx.Limits(max_connections=100)
        async with httpx.AsyncClient(
            base_url=server.url, limits=limits, timeout=PATIENCE
        ) as client:
            spins = [client.post("/echo/failures/spin") for _ in range(90)]
            answers = await asyncio.gather(*spins)
        for answer in answers:
            assert answer.status_code != 503 or answer.headers["retry-after"]
        return Counter(answer.status_code for answer in answers)

    before, counts = server.memory, Counter[int]()

    def is_full() -> bool:
        counts.update(asyncio.run(attack()))
        return 503 in counts

    until(is_full)  # a slow machine asks for the last when the first are over
    assert {503, 504} == set(counts)
    _idle(server)
    assert server.memory - before < 64 * MIB


def test_crashing_guests(server: Server) -> None:
    """A hundred crashes are a hundred 500s, each with its own id, and nothing more."""
    before, numbers = server.memory, set()
    for _ in range(100):
        answer = server.http.post("/echo/failures/crash", json={"message": "x"})
        assert 500 == answer.status_code
        numbers.add(answer.json()["id"])
    assert 100 == len(numbers)
    assert server.memory - before < 64 * MIB


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: localhost\r\nhost: localhost\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nhost: localhost\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx",
        b"POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nhost: localhost\r\nx: \0\r\n\r\n",
    ],
)
def test_what_is_no_http(server: Server, request_bytes: bytes) -> None:
    """It is refused with a 4xx, or the connection is closed."""
    with _connected(server, request_bytes) as connection:
        connection.settimeout(PATIENCE)
        answer = connection.recv(65536)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")


def _connected(server: Server, content: bytes) -> socket.socket:
    url = httpx.URL(server.url)
    connection = socket.create_connection((url.host, url.port or 0))
    connection.sendall(content)
    return connection


def _received(connection: socket.socket) -> bytes:
    """What comes until the server closes the connection."""
    connection.settimeout(PATIENCE)
    actual = b""
    with connection:
        try:
            while part := connection.recv(65536):
                actual += part
        except ConnectionError:
            pass
    return actual


def _idle(server: Server) -> None:
    until(lambda: server.calls_in_progress(0))
