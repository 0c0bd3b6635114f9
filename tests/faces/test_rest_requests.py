"""Requests as other programs write them, byte for byte (RFC 9110, RFC 9112)."""

import gzip
import socket
from collections.abc import Sequence

import httpx
import pytest
from tests.faces.rest_servers import Server
from tests.patience import PATIENCE

NOTHING = "/echo/values/nothing"
COUNT = "/echo/failures/count"
POST = f"POST {NOTHING} HTTP/1.1\nHost: {{host}}\nConnection: close\nContent-Type: application/json"


def exchange(server: Server, head: str, body: bytes = b"", then: Sequence[bytes] = ()) -> list[str]:
    """The answers on one connection, each from its status line on, until it is closed: ``then`` is
    sent piece by piece, each after an answer. `{host}` is the server's own."""
    url = httpx.URL(server.url)
    text = head.replace("{host}", f"{url.host}:{url.port}").replace("\n", "\r\n") + "\r\n\r\n"
    with socket.create_connection((url.host, url.port or 0)) as connection:
        connection.settimeout(PATIENCE)
        connection.sendall(text.encode("latin-1") + body)
        received = b""
        for piece in then:
            received += connection.recv(65536)
            connection.sendall(piece)
        while part := connection.recv(65536):
            received += part
    return [f"HTTP/1.1 {each}" for each in received.decode().split("HTTP/1.1 ")[1:]]


def status(answer: str) -> int:
    return int(answer.split(" ")[1])


def headers(answer: str) -> dict[str, str]:
    lines = answer.partition("\r\n\r\n")[0].split("\r\n")[1:]
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


@pytest.mark.parametrize(
    ("line", "host", "expected"),
    [
        ("GET http://{host}/healthz", "{host}", 200),
        ("GET http://{host}/healthz?x=http://y/", "{host}", 200),
        ("GET HTTP://{host}/%68ealthz", "{host}", 200),
        ("GET https://{host}/healthz", "{host}", 200),
        ("GET http://{host}", "{host}", 200),
        ("GET http://{host}?x", "{host}", 200),
        ("GET http://localhost/healthz", "{host}", 200),
        ("GET http://{host}/healthz", "evil.example", 200),
        ("GET http://{host}/healthz", "", 200),
        ("GET http://evil.example/healthz", "{host}", 421),
        ("GET http://me@{host}/healthz", "{host}", 400),
        ("GET http:///healthz", "{host}", 400),
        ("GET http://{host}/nowhere", "{host}", 404),
        ("GET healthz", "{host}", 400),
        ("GET ftp://{host}/healthz", "{host}", 400),
        ("CONNECT {host}", "{host}", 400),
    ],
)
def test_targets(served: Server, line: str, host: str, expected: int) -> None:
    """A target may be a whole URL, whose host counts instead of the Host header (RFC 9112, section
    3.2.2); what is neither that nor a path is refused."""
    [answer] = exchange(served, f"{line} HTTP/1.1\nHost: {host}\nConnection: close")
    assert expected == status(answer)


def test_a_call_by_a_whole_url(served: Server) -> None:
    """It calls what its path calls."""
    head = f"POST http://{{host}}{COUNT} HTTP/1.1\nHost: x\nContent-Length: 0\nConnection: close"
    [answer] = exchange(served, head)
    assert (200, "1") == (status(answer), answer.partition("\r\n\r\n")[2])


@pytest.mark.parametrize("host", ["localhost.", "[::ffff:127.0.0.1]", "[0:0:0:0:0:0:0:1]"])
def test_names_of_this_machine(served: Server, host: str) -> None:
    """A name is the same with a dot at its end, an address in whatever form."""
    [answer] = exchange(served, f"GET /healthz HTTP/1.1\nHost: {host}:1\nConnection: close")
    assert 200 == status(answer)


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "br", "identity, deflate", "utf-8", "x"])
def test_coded_bodies(served: Server, coding: str) -> None:
    """A body with a Content-Encoding is refused, and the answer says what is taken."""
    body = gzip.compress(b"{}")
    head = f"{POST}\nContent-Encoding: {coding}\nContent-Length: {len(body)}"
    [answer] = exchange(served, head, body)
    assert (415, "identity") == (status(answer), headers(answer)["accept-encoding"])
    assert "Send the body as it is, without Content-Encoding: " in answer


@pytest.mark.parametrize("coding", ["identity", "Identity", "", "identity,"])
def test_bodies_with_a_coding_that_is_none(served: Server, coding: str) -> None:
    """What changes nothing is no reason to refuse."""
    head = f"{POST}\nContent-Encoding: {coding}\nContent-Length: 2"
    [answer] = exchange(served, head, b"{}")
    assert 200 == status(answer)


@pytest.mark.parametrize("expectation", ["100-continue", "100-Continue"])
def test_continue(served: Server, expectation: str) -> None:
    """Who waits for leave to send a body gets it, and then the answer."""
    head = f"{POST}\nExpect: {expectation}\nContent-Length: 2"
    leave, answer = exchange(served, head, then=[b"{}"])
    assert (100, 200) == (status(leave), status(answer))


@pytest.mark.parametrize(
    ("path", "length", "expected"), [("/nowhere", 2, 404), (NOTHING, 1 << 30, 413)]
)
def test_refused_before_the_body(served: Server, path: str, length: int, expected: int) -> None:
    """Who waits for leave, and is refused, is not asked for the body; since it may still come, the
    connection ends."""
    head = (
        f"POST {path} HTTP/1.1\nHost: {{host}}\nContent-Type: application/json"
        f"\nExpect: 100-continue\nContent-Length: {length}"
    )
    answer = exchange(served, head)[-1]
    assert (expected, "close") == (status(answer), headers(answer)["connection"])


@pytest.mark.parametrize("expectation", ["200-ok", "100-continue, x", ""])
def test_other_expectations(served: Server, expectation: str) -> None:
    """What nobody here can fulfil is refused (RFC 9110, section 10.1.1)."""
    head = f"GET /healthz HTTP/1.1\nHost: {{host}}\nConnection: close\nExpect: {expectation}"
    [answer] = exchange(served, head)
    assert 417 == status(answer)


@pytest.mark.parametrize(
    ("target", "expected", "allowed"),
    [
        ("*", 200, "GET, HEAD, POST, OPTIONS"),
        ("/", 200, "GET, HEAD, OPTIONS"),
        ("/openapi.json", 200, "GET, HEAD, OPTIONS"),
        ("/healthz", 200, "GET, HEAD, OPTIONS"),
        ("/metrics", 200, "GET, HEAD, OPTIONS"),
        ("/lazy?seconds=1", 200, "GET, HEAD, OPTIONS"),
        (NOTHING, 200, "POST, OPTIONS"),
        ("/echo/counters/open", 200, "POST, OPTIONS"),
        ("/nowhere", 404, None),
    ],
)
def test_options(served: Server, target: str, expected: int, allowed: str | None) -> None:
    """OPTIONS tells the methods of a path, `*` those of the server (RFC 9110, section 9.3.7)."""
    head = f"OPTIONS {target} HTTP/1.1\nHost: {{host}}\nConnection: close"
    [answer] = exchange(served, head)
    assert (expected, allowed) == (status(answer), headers(answer).get("allow"))


@pytest.mark.parametrize(
    "path", ["/", "/openapi.json", "/healthz", "/metrics", NOTHING, "/nowhere"]
)
def test_head(served: Server, path: str) -> None:
    """HEAD gets the head of what GET gets, and nothing else."""
    both = [
        exchange(served, f"{method} {path} HTTP/1.1\nHost: {{host}}\nConnection: close")[0]
        for method in ("HEAD", "GET")
    ]
    (head, nothing), (_, content) = (answer.split("\r\n\r\n", 1) for answer in both)
    assert "" == nothing
    assert status(both[0]) == status(both[1])
    assert headers(both[0]).keys() == headers(both[1]).keys()
    if path in ("/", "/openapi.json", "/healthz"):
        assert str(len(content.encode())) == headers(head)["content-length"]
