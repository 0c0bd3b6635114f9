"""The transport against a fake host: what is written, read, closed and told apart."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import client
from wit_world.imports import monotonic_clock, outgoing_handler, poll, streams
from wit_world.imports import types as wasi

import sending
import transport
from call import DEFAULTS
from hop import Hop
from scheduler import Outcome, Steps, run
from url import parse

ORIGIN = "https://api.example"


@dataclass
class Resource:
    """Counts as open until it is left; a child that is still open then would trap."""

    children: list["Resource"] = field(default_factory=list)
    open: bool = True

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.open, "dropped twice"
        assert not any(child.open for child in self.children), "resource has children"
        self.open = False

    def child(self, resource: Any) -> Any:
        self.children.append(resource)
        return resource


@dataclass
class Pollable(Resource):
    is_ready: bool = True

    def ready(self) -> bool:
        return self.is_ready


@dataclass
class Stream(Resource):
    """Gives the chunks, then the error; `None` as a chunk never comes."""

    chunks: list[bytes | None] = field(default_factory=list)
    error: Any = field(default_factory=streams.StreamError_Closed)

    def subscribe(self) -> Pollable:
        stalled = bool(self.chunks) and self.chunks[0] is None
        return self.child(Pollable(is_ready=not stalled))

    def read(self, size: int) -> bytes:
        if not self.chunks:
            raise Err(self.error)
        return self.chunks.pop(0) or b""


@dataclass
class Body(Resource):
    content: Stream = field(default_factory=Stream)

    def stream(self) -> Stream:
        return self.child(self.content)


@dataclass
class Response(Resource):
    fields: list[tuple[str, bytes]] = field(default_factory=list)
    body: Body = field(default_factory=Body)

    def status(self) -> int:
        return 200

    def headers(self) -> Any:
        result = self.child(Resource())
        result.entries = lambda: self.fields
        return result

    def consume(self) -> Body:
        return self.body


@dataclass
class Future(Resource):
    result: Any = None

    def subscribe(self) -> Pollable:
        return self.child(Pollable(is_ready=self.result is not None))

    def get(self) -> Any:
        return None if self.result is None else Ok(self.result)


@dataclass
class Host:
    """The host's side: what `handle` gives, and every timer."""

    future: Future = field(default_factory=Future)
    refused: Any = None
    timers: list[Pollable] = field(default_factory=list)

    def handle(self, request: Any, options: Any) -> Future:
        if self.refused is not None:
            raise Err(self.refused)
        return self.future

    def timer(self, nanoseconds: int) -> Pollable:
        self.timers.append(Pollable(is_ready=False))
        return self.timers[-1]

    def poll(self, pollables: list[Pollable]) -> list[int]:
        """What is ready; if nothing is, time passes and the timers are."""
        ready = [index for index, pollable in enumerate(pollables) if pollable.is_ready]
        return ready or [index for index, it in enumerate(pollables) if it in self.timers]


class Anything:
    """A resource of which the tests ask nothing: every method takes everything."""

    def __init__(self, *_: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """The fake host; afterwards nothing of it may still be open."""
    result = Host()
    monkeypatch.setattr(outgoing_handler, "handle", result.handle)
    monkeypatch.setattr(monotonic_clock, "subscribe_duration", result.timer)
    monkeypatch.setattr(poll, "poll", result.poll)
    monkeypatch.setattr(wasi.Fields, "from_list", lambda _: None)
    monkeypatch.setattr(wasi, "OutgoingRequest", Anything)
    monkeypatch.setattr(wasi, "RequestOptions", Anything)
    yield result
    assert not any(timer.open for timer in result.timers)


def send(body: bytes | None = None) -> Outcome[transport.Incoming]:
    hop = Hop("GET" if body is None else "PUT", parse(ORIGIN), [], body)
    return run([transport.send(hop, [("x", "y")], DEFAULTS)], 1)[0]


def read(body: Body, most: int = 100) -> Outcome[bytes]:
    steps: Steps[bytes] = transport.read(transport.Incoming(ORIGIN, 200, [], body), most, 1000)
    return run([steps], 1)[0]


@pytest.mark.usefixtures("host")
def test_read() -> None:
    """A body is read to its end and closed, its stream before it."""
    body = Body(content=Stream(chunks=[b"a", b"", b"b"]))
    assert read(body) == Ok(b"ab")
    assert not body.open


@pytest.mark.usefixtures("host")
def test_read_stops() -> None:
    """After more than `most` bytes nothing more is read."""
    body = Body(content=Stream(chunks=[b"x" * 60, b"x" * 60, b"x" * 60]))
    assert read(body) == Ok(b"x" * 120)
    assert not body.open


@pytest.mark.usefixtures("host")
def test_truncated() -> None:
    """A stream that fails was cut; the host's error is dropped."""
    cause = Resource()
    body = Body(content=Stream([], True, [b"a"], streams.StreamError_LastOperationFailed(cause)))
    assert read(body) == Err(client.Error_Truncated(ORIGIN))
    assert not cause.open
    assert not body.open


@pytest.mark.usefixtures("host")
def test_stalled() -> None:
    """A stream that gives nothing for too long has stalled."""
    body = Body(content=Stream(chunks=[None]))
    assert read(body) == Err(client.Error_TimedOut((ORIGIN, client.Phase.BETWEEN_BYTES)))
    assert not body.open


def test_answer(host: Host) -> None:
    """The head arrives with names in lower case and values as text; the future is closed."""
    fields = [("X-One", "ż".encode()), ("x-two", b"\xff")]
    host.future.result = Ok(Response(fields=fields))
    outcome = send()
    assert outcome.value.headers == [("x-one", "ż"), ("x-two", "ÿ")]
    assert not host.future.open


def test_no_answer(host: Host) -> None:
    """A host whose own clocks miss something (a TLS handshake) does not wait for ever."""
    assert send() == Err(client.Error_TimedOut((ORIGIN, client.Phase.CONNECT)))
    assert not host.future.open


def test_early_answer(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body whose rest is not wanted stays open until the answer has been read: without it the
    connection ends. Where there is no answer it goes at once."""
    unsent = Resource()
    request = Anything()
    request.body = lambda: unsent
    monkeypatch.setattr(wasi, "OutgoingRequest", lambda _: request)
    monkeypatch.setattr(sending, "write", lambda *_: iter_of(False))
    host.future.result = Ok(Response(body=Body(content=Stream(chunks=[b"no"]))))
    incoming = send(bytes(sending.AHEAD + 1)).value
    assert unsent.open
    assert run([transport.read(incoming, 100, 1000)], 1) == [Ok(b"no")]
    assert not unsent.open
    unsent.open, host.future = True, Future(result=Err(wasi.ErrorCode_ConnectionTerminated()))
    assert isinstance(send(bytes(sending.AHEAD + 1)), Err)
    assert not unsent.open


def iter_of(value: bool) -> Steps[bool]:
    """Steps that end with the value."""
    return value
    yield


CODES = [
    (wasi.ErrorCode_DnsError(wasi.DnsErrorPayload(None, None)), client.Error_NameNotResolved),
    (wasi.ErrorCode_DnsTimeout(), client.Error_NameNotResolved),
    (wasi.ErrorCode_ConnectionRefused(), client.Error_ConnectionRefused),
    (wasi.ErrorCode_ConnectionTerminated(), client.Error_ConnectionFailed),
    (wasi.ErrorCode_InternalError("no route"), client.Error_ConnectionFailed),
    (wasi.ErrorCode_ConnectionTimeout(), client.Error_TimedOut),
    (wasi.ErrorCode_ConnectionReadTimeout(), client.Error_TimedOut),
    (wasi.ErrorCode_TlsCertificateError(), client.Error_Tls),
    (wasi.ErrorCode_HttpProtocolError(), client.Error_Protocol),
    (wasi.ErrorCode_HttpResponseHeaderSectionSize(9), client.Error_Protocol),
    (wasi.ErrorCode_HttpRequestUriInvalid(), client.Error_InvalidRequest),
]


@pytest.mark.parametrize(("code", "error"), CODES)
def test_codes(host: Host, code: wasi.ErrorCode, error: type[client.Error]) -> None:
    """Each of the host's codes has its error, which names the origin, whether it comes at once or
    later."""
    host.future.result = Err(code)
    later = send()
    host.refused = code
    assert later == send()
    assert type(later.value) is error
    assert ORIGIN in repr(later.value.value)
