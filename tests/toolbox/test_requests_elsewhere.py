"""The two components that take requests of wasi:http, 0.2 and 0.3, under wasmtime: what clients do
with bodies and connections, and what of that an instance keeps."""

import json
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.patience import PATIENCE, until
from tests.toolbox.http_servers import APP, OF_WASI_0_3, WARM, served, wasmtime_command
from tests.toolbox.server_processes import open_files, resident

CHECK = "/password/checker/check"
VERDICT = json.dumps({"password": "hunter2"}).encode()
MOST = 1 << 20
FILE = bytes(range(256)) * (20 << 12)
"""20 MiB: more than lies in the buffers between a server and its client."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder whose files are served."""
    path = tmp_path_factory.mktemp("files")
    (path / "file.bin").write_bytes(FILE)
    return path


@pytest.fixture(scope="module", params=["0.2", "0.3"])
def server(
    request: pytest.FixtureRequest,
    environ: dict[str, str],
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[httpx.Client]:
    """A client of a server that answers with one instance, as far as the runtime lets it."""
    options = ["--max-instance-reuse-count", "100000", f"--dir={folder}::/files"]
    options += OF_WASI_0_3 if request.param == "0.3" else ()
    app = WARM if request.param == "0.3" else APP
    log = tmp_path_factory.mktemp("server") / "log"
    # With the token, since wasmtime does not tell apps of 0.3 by which name it was asked.
    variables = {"WAE_TOKEN": "secret"}
    with served(wasmtime_command(variables, *options, app=app), environ, log) as client:
        client.headers["authorization"] = "Bearer secret"
        yield client


def begun(client: httpx.Client, head: str, body: bytes = b"") -> socket.socket:
    """A connection on which a request was begun."""
    assert client.base_url.port is not None
    connection = socket.create_connection(("127.0.0.1", client.base_url.port), PATIENCE)
    own = f"host: 127.0.0.1:{client.base_url.port}\nauthorization: Bearer secret"
    connection.sendall(head.replace("HOST", own).replace("\n", "\r\n").encode() + body)
    return connection


def received(connection: socket.socket) -> bytes:
    """What comes until the server ends the connection."""
    return b"".join(iter(lambda: connection.recv(1 << 16), b""))


def is_right(client: httpx.Client) -> bool:
    """Whether a call is answered as it should be."""
    answer = client.post(CHECK, content=VERDICT, headers={"content-type": "application/json"})
    return answer.status_code == 200 and answer.json()["score"] == 1


def test_methods(server: httpx.Client) -> None:
    """A method's name arrives as it was sent, one of HTTP's and any other."""
    for name in ("GET", "PUT", "DELETE", "TRACE", "PATCH", "BREW", "brew"):
        with begun(server, f"{name} {CHECK} HTTP/1.1\nHOST\nconnection: close\n\n") as connection:
            answer = received(connection)
        assert f"{CHECK} knows POST, not {name}".encode() in answer
    assert "POST, OPTIONS" == server.options(CHECK).headers["allow"]
    assert 405 == server.head(CHECK).status_code


@pytest.mark.parametrize("size", [len(VERDICT), 65_535, 65_536, 65_537, 200_000, MOST - 40, MOST])
def test_bodies_that_are_taken(server: httpx.Client, size: int) -> None:
    """A body of up to 1 MiB arrives whole, of a told length and in pieces."""
    content = VERDICT[:-1] + b" " * (size - len(VERDICT)) + VERDICT[-1:]
    headers = {"content-type": "application/json"}
    pieces = (content[start : start + 50_001] for start in range(0, len(content), 50_001))
    for sent in (content, pieces):
        answer = server.post(CHECK, content=sent, headers=headers)
        assert (200, 1) == (answer.status_code, answer.json()["score"])


@pytest.mark.parametrize("size", [MOST + 1, 3 * MOST, 8 * MOST, 9 * MOST])
def test_bodies_that_are_not(server: httpx.Client, size: int) -> None:
    """A larger one is refused, and whoever writes all of it first is told so, up to 8 MiB."""
    headers = {"content-type": "application/json"}
    pieces = (b" " * 50_000 for _ in range(size // 50_000 + 1))
    for sent in (b" " * size, pieces):
        try:
            answer = server.post(CHECK, content=sent, headers=headers)
        except httpx.TransportError:
            assert size > 8 * MOST
        else:
            assert (413, f"A body may have {MOST} bytes") == (
                answer.status_code,
                answer.json()["detail"],
            )
    assert is_right(server)


def test_bodies_that_break_off(server: httpx.Client) -> None:
    """Half a body is never taken for a whole one, and the next request is answered."""
    head = f"POST {CHECK} HTTP/1.1\nHOST\ncontent-type: application/json\n"
    for framing, body in (
        (f"content-length: {len(VERDICT) + 5}\n\n", VERDICT),
        ("transfer-encoding: chunked\n\n", b"%x\r\n%s\r\n" % (len(VERDICT), VERDICT)),
        ("transfer-encoding: chunked\n\n", b"xyz\r\n"),
    ):
        with begun(server, head + framing, body) as connection:
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(4096)
        assert not answer.startswith(b"HTTP/1.1 200"), answer
        assert is_right(server)


def test_slow_bodies_hold_nobody_up(server: httpx.Client) -> None:
    """While clients take their time with a body, others are answered; then they are, too."""
    head = f"POST {CHECK} HTTP/1.1\nHOST\ncontent-type: application/json\nconnection: close\n"
    head += f"content-length: {len(VERDICT)}\n\n"
    slow = [begun(server, head, VERDICT[:9]) for _ in range(4)]
    assert all(is_right(server) for _ in range(5))
    for connection in slow:
        with connection:
            connection.sendall(VERDICT[9:])
            answer = received(connection)
            assert answer.startswith(b"HTTP/1.1 200"), answer


def test_many_at_once(server: httpx.Client) -> None:
    """Each of many clients gets its own answer, whatever the others send."""

    def ask(number: int) -> None:
        with httpx.Client(
            base_url=server.base_url, headers=server.headers, timeout=PATIENCE, trust_env=False
        ) as client:
            password = "x" * (1 + number % 40)
            for _ in range(5):
                answer = client.post(CHECK, json={"password": password, "user-inputs": []})
                guesses = answer.json()["guesses-log10"]
                assert guesses == expected[len(password)]
                first = number * 1000
                headers = {"range": f"bytes={first}-{first + 70_000}"}
                part = client.get("/files/file.bin", headers=headers)
                assert FILE[first : first + 70_001] == part.content

    expected = {
        size: server.post(CHECK, json={"password": "x" * size, "user-inputs": []}).json()[
            "guesses-log10"
        ]
        for size in range(1, 41)
    }
    assert 10 < len({*expected.values()})
    with ThreadPoolExecutor(8) as threads:
        for each in [threads.submit(ask, number) for number in range(48)]:
            each.result()


def test_files(server: httpx.Client) -> None:
    """A file arrives whole and in several ranges; HEAD tells its length alone."""
    assert FILE == server.get("/files/file.bin").content
    answer = server.get("/files/file.bin", headers={"range": "bytes=5-9,-3"})
    assert (206, str(len(answer.content))) == (
        answer.status_code,
        answer.headers["content-length"],
    )
    assert FILE[5:10] in answer.content
    assert FILE[-3:] in answer.content
    head = server.head("/files/file.bin")
    assert (200, str(len(FILE)), b"") == (
        head.status_code,
        head.headers["content-length"],
        head.content,
    )


def test_a_file_that_becomes_shorter(server: httpx.Client, folder: Path) -> None:
    """An answer that cannot be as long as its head said breaks off."""
    path = folder / "shrinks.bin"
    path.write_bytes(FILE)
    with server.stream("GET", "/files/shrinks.bin") as answer:
        parts = answer.iter_bytes(1 << 16)
        next(parts)
        os.truncate(path, 1 << 16)
        with pytest.raises(httpx.RemoteProtocolError):
            list(parts)
    assert is_right(server)


def test_clients_that_leave(server: httpx.Client) -> None:
    """Nothing of an answer that nobody reads to its end is kept: neither memory nor open files."""

    def leave() -> None:
        with begun(server, "GET /files/file.bin HTTP/1.1\nHOST\n\n") as connection:
            connection.recv(1000)

    for _ in range(10):
        leave()
    before = resident(server)
    for _ in range(60):
        leave()
    until(lambda: open_files(server, "file.bin") == 0)
    assert resident(server) - before < 48 << 20
    assert is_right(server)


def test_what_is_kept(server: httpx.Client) -> None:
    """An instance that answers for long needs no more memory for it."""
    headers = {"content-type": "application/json"}

    def ask(count: int) -> None:
        for _ in range(count):
            assert 100_000 < len(server.get("/openapi.json").content)
            answer = server.post(CHECK, content=VERDICT + b" " * 100_000, headers=headers)
            assert 200 == answer.status_code

    ask(20)
    before = resident(server)
    ask(300)
    assert resident(server) - before < 24 << 20
