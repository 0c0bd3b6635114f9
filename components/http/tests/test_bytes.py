"""Bodies as bytes and streams go through the same policy, redirects and retries as text."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import client, streaming
from wit_world.imports import policy

from buffered import fetch_bytes
from call import DEFAULTS
from fake_login import LOGIN, REGISTER, TOKEN, Service
from fake_network import Answer, Network
from once import Once
from scheduler import Outcome, run
from streamed import upload

KEY = "ghp_0123456789abcdef"
URL = "https://api.example/a"
AT_ONCE = replace(DEFAULTS, retry_wait=0)
BINARY = bytes(range(256))


@dataclass
class Stream:
    """Tells whether it was dropped."""

    dropped: bool = False

    def __exit__(self, *_: object) -> None:
        assert not self.dropped
        self.dropped = True


def request(method: str = "POST", **more: object) -> client.Request:
    return replace(client.Request(method, URL, [], None, None), **more)


def fetched(body: bytes | None, **more: object) -> Outcome[client.BytesResponse]:
    return run([fetch_bytes(request(**more), body)], 1)[0]


def uploaded(*parts: streaming.Part, **more: object) -> Outcome[Any]:
    return run([upload(request(**more), list(parts))], 1)[0]


def streamed(size: int | None = None) -> tuple[Stream, streaming.Part]:
    stream = Stream()
    return stream, streaming.Part_Stream(streaming.Source(stream, size))


def test_bytes_both_ways(network: Network) -> None:
    """Bytes are sent and given as they are, whatever charset the answer names."""
    network.answers = [Answer(200, [("content-type", "text/plain; charset=utf-16")], BINARY)]
    assert fetched(BINARY).value.body == BINARY
    hop, headers = network.sent[0]
    assert (hop.body, headers["content-length"]) == (BINARY, "256")


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "iso-8859-1"])
def test_echo(
    network: Network, rules: policy.Rules, settings: dict[str, str], charset: str
) -> None:
    """A credential that comes back is redacted in bytes, too; those around it stay."""
    settings["TOKEN"] = KEY
    rules.credential = policy.Credential_Bearer(["TOKEN"])
    kind = ("content-type", f"text/plain; charset={charset}")
    network.answers = [Answer(200, [kind], f"you are {KEY}".encode(charset))]
    assert fetched(None).value.body.decode(charset) == "you are ***"
    network.answers = [Answer(200, [], BINARY + KEY.encode() + BINARY)]
    assert fetched(None).value.body == BINARY + b"***" + BINARY


def test_two_bodies(network: Network) -> None:
    """A request has one body; the streams are dropped all the same."""
    stream, part = streamed()
    refused = Err(client.Error_InvalidRequest("there are two bodies"))
    assert run([fetch_bytes(request(body="text"), b"")], 1) == [refused]
    assert uploaded(part, body="text") == refused
    assert (stream.dropped, network.sent) == (True, [])


def test_parts_without_a_stream(network: Network) -> None:
    """They are joined, and can be sent again."""
    network.answers = [Answer(503), Answer(307, [("location", "/b")]), Answer(400)]
    outcome = uploaded(
        streaming.Part_Text("zażółć"), streaming.Part_Bytes(b"\xff"), method="PUT", options=AT_ONCE
    )
    assert isinstance(outcome, Ok)
    assert [hop.body for hop, _ in network.sent] == ["zażółć".encode() + b"\xff"] * 3


STREAMED = replace(DEFAULTS, retry_wait=0)


@pytest.mark.parametrize("answer", [Answer(503), Answer(error=client.Error_Truncated("x"))])
def test_a_stream_is_sent_once(network: Network, answer: Answer) -> None:
    """Nothing is tried again, not even what could be: the stream has been read."""
    network.answers = [answer]
    stream, part = streamed()
    uploaded(part, method="PUT")
    assert (len(network.sent), stream.dropped) == (1, True)


@pytest.mark.parametrize(("size", "length"), [(3, "5"), (None, None)])
def test_length(network: Network, size: int | None, length: str | None) -> None:
    """The server is told the length where every part has one."""
    uploaded(streaming.Part_Text("ab"), streamed(size)[1])
    [(hop, headers)] = network.sent
    assert isinstance(hop.body, Once)
    assert headers.get("content-length") == length


@pytest.mark.parametrize(
    ("status", "method"), [(307, "POST"), (308, "POST"), (301, "PUT"), (302, "PUT")]
)
def test_redirect_with_the_body(network: Network, status: int, method: str) -> None:
    """A stream cannot be sent to where a redirect wants the same body."""
    network.answers = [Answer(status, [("location", "https://a.files.example/")]), Answer()]
    used = Err(client.Error_BodyUsed("https://api.example"))
    assert uploaded(streamed()[1], method=method) == used
    assert len(network.sent) == 1


@pytest.mark.parametrize(
    ("status", "method"), [(303, "PUT"), (303, "POST"), (301, "POST"), (302, "POST")]
)
def test_redirect_without_the_body(network: Network, status: int, method: str) -> None:
    """A redirect that only asks for an answer elsewhere is followed."""
    network.answers = [Answer(status, [("location", "/b")]), Answer(201)]
    assert uploaded(streamed()[1], method=method).value.status == 201
    assert [(hop.method, hop.body) for hop, _ in network.sent[1:]] == [("GET", None)]


def test_refused_origin(network: Network) -> None:
    """The policy is asked before anything is sent, and the stream is dropped."""
    stream, part = streamed()
    refusal = client.Refusal("https://evil.example", None)
    assert uploaded(part, url="https://evil.example/") == Err(client.Error_Forbidden(refusal))
    assert (network.sent, stream.dropped) == ([], True)


def test_a_token_that_is_over(service: Service, kept: dict[str, str]) -> None:
    """Where the token is not accepted, a stream is not sent again, but the next request has
    another one."""
    fetched(None, method="GET")
    service.tokens = ["another-token.0123456789"]
    assert uploaded(streamed()[1]).value.status == 401
    assert service.logins == 1
    assert fetched(None, method="GET").value.body == b"fine"
    assert service.logins == 2


def test_login_as_bytes(service: Service, kept: dict[str, str]) -> None:
    """What a login gives is as invisible in bytes as in text, and the account where it is
    registered."""
    response = fetched(None, url=LOGIN, method="GET").value
    assert (response.status, response.headers, response.body) == (200, [], b"")
    assert list(kept.values()) == [TOKEN]
    assert fetched(b"{$USER} {$PASSWORD}", url=REGISTER).value.body == b"*** ***"


def test_login_as_a_stream(service: Service) -> None:
    """No part of it can be streamed."""
    for url, method in ((LOGIN, "GET"), (REGISTER, "POST")):
        outcome = uploaded(streaming.Part_Text("{$PASSWORD}"), url=url, method=method)
        assert isinstance(outcome.value, client.Error_InvalidRequest)
