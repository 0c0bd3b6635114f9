"""A body on its way, against a fake host: what is moved, when it stops, and what is dropped."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import client
from wit_world.imports import monotonic_clock, poll, streams
from wit_world.imports import types as wasi

import sending
from call import DEFAULTS
from once import Once, Source
from scheduler import Outcome, run

ORIGIN = "https://api.example"
FAILED = streams.StreamError_LastOperationFailed
CLOSED = streams.StreamError_Closed


@dataclass(eq=False)
class Resource:
    """Counts as open until it is left."""

    open: bool = True

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.open, "dropped twice"
        self.open = False


@dataclass(eq=False)
class Pollable(Resource):
    is_ready: bool = True

    def ready(self) -> bool:
        return self.is_ready


@dataclass(eq=False)
class Input(Resource):
    """Gives the pieces, an empty one for nothing yet; then the error."""

    pieces: list[bytes] = field(default_factory=list)
    error: Any = field(default_factory=streams.StreamError_Closed)

    def subscribe(self) -> Pollable:
        return Pollable()

    def take(self, most: int) -> bytes:
        if not self.pieces:
            raise Err(self.error)
        piece = self.pieces.pop(0)
        if len(piece) > most:
            self.pieces.insert(0, piece[most:])
        return piece[:most]


@dataclass(eq=False)
class Output(Resource):
    """Has the rooms, the last one again and again; fails after `most` bytes."""

    rooms: list[int] = field(default_factory=lambda: [1 << 30])
    most: int = 1 << 30
    taken: bytes = b""
    writes: list[int] = field(default_factory=list)
    writable: Pollable = field(default_factory=lambda: Pollable(is_ready=False))

    def subscribe(self) -> Pollable:
        return self.writable

    def check_write(self) -> int:
        if len(self.taken) >= self.most:
            raise Err(CLOSED())
        return self.rooms.pop(0) if len(self.rooms) > 1 else self.rooms[0]

    def write(self, data: bytes) -> None:
        if len(self.taken) + len(data) > self.most:
            self.taken += data[: self.most - len(self.taken)]
            raise Err(FAILED(Resource()))
        self.taken += data
        self.writes.append(len(data))

    def splice(self, source: Input, most: int) -> int:
        piece = source.take(most)
        self.write(piece)
        return len(piece)


@dataclass(eq=False)
class Body(Resource):
    sink: Output = field(default_factory=Output)
    finished: bool = False

    def write(self) -> Output:
        return self.sink


@dataclass(eq=False)
class Clock:
    """Every timer; `waits` are their times in milliseconds."""

    timers: list[Pollable] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)

    def start(self, nanoseconds: int) -> Pollable:
        self.timers.append(Pollable(is_ready=False))
        self.waits.append(nanoseconds // 1_000_000)
        return self.timers[-1]

    def poll(self, pollables: list[Pollable]) -> list[int]:
        """What is ready; if nothing is, time passes and the timers are."""
        for each in [] if any(it.is_ready for it in pollables) else pollables:
            each.is_ready = each in self.timers
        return [index for index, it in enumerate(pollables) if it.is_ready]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    result = Clock()

    def finish(body: Body, _: object) -> None:
        assert not body.sink.open
        body.finished = True

    monkeypatch.setattr(monotonic_clock, "subscribe_duration", result.start)
    monkeypatch.setattr(poll, "poll", result.poll)
    monkeypatch.setattr(wasi.OutgoingBody, "finish", finish)
    yield result
    assert not any(timer.open for timer in result.timers)


def write(body: Body, *pieces: bytes | Source, answered: bool = False) -> Outcome[bool]:
    """The outcome of sending the pieces: only where it is True the body is finished, and only after
    a failure it is dropped."""
    server = sending.Server(ORIGIN, Pollable(is_ready=answered), DEFAULTS)
    [outcome] = run([sending.write(body, pieces, server)], 1)
    assert body.finished is (outcome == Ok(True))
    assert body.open is isinstance(outcome, Ok)
    return outcome


def test_pieces_in_order() -> None:
    """Bytes and streams follow one another; a stream's end is where the next piece begins."""
    body = Body()
    first, second = Source(Input(pieces=[b"b", b"", b"c"]), None), Source(Input(pieces=[b"e"]), 1)
    assert write(body, b"a", first, b"d", second) == Ok(True)
    assert body.sink.taken == b"abcde"


def test_size_is_all_that_is_sent() -> None:
    """Of a longer stream its first bytes are sent, and the rest is not even read."""
    body, stream = Body(), Input(pieces=[b"abc", b"def"])
    assert write(body, Source(stream, 4)) == Ok(True)
    assert (body.sink.taken, stream.pieces) == (b"abcd", [b"ef"])


def test_little_at_a_time() -> None:
    """However much room there is, what is under way stays small."""
    body = Body()
    assert write(body, bytes(200_000), Source(Input(pieces=[bytes(200_000)]), None)) == Ok(True)
    assert len(body.sink.taken) == 400_000
    assert max(body.sink.writes) == 65536


def test_waits_for_room(clock: Clock) -> None:
    """A server that pauses is waited for: once for the connection, too."""
    body = Body(sink=Output(rooms=[0, 1, 0, 1, 1], writable=Pollable()))
    assert write(body, b"abc") == Ok(True)
    patience = DEFAULTS.between_bytes_timeout + 500
    assert clock.waits == [DEFAULTS.connect_timeout + patience, patience]


def test_server_that_takes_no_more() -> None:
    """One that takes nothing for too long is given up."""
    body = Body(sink=Output(rooms=[2, 0]))
    assert write(body, b"abc") == Err(client.Error_TimedOut((ORIGIN, client.Phase.SENDING)))
    assert body.sink.taken == b"ab"


def test_early_answer() -> None:
    """Where the answer is there, nothing more is sent, and the body is not finished."""
    body, stream = Body(), Input(pieces=[b"abc"])
    assert write(body, Source(stream, None), answered=True) == Ok(False)
    assert body.sink.taken == b""


def test_slow_stream_and_an_answer(clock: Clock) -> None:
    """A stream that has nothing yet is waited for without a limit, but not past the answer."""
    body, stream = Body(), Input(pieces=[b"", b"", b"", b"a"])
    assert write(body, Source(stream, None)) == Ok(True)
    assert (body.sink.taken, clock.waits) == (b"a", [])


@pytest.mark.parametrize("source", [b"abcdef", Source(Input(pieces=[b"abcdef"]), None)])
def test_lost_connection(source: bytes | Source) -> None:
    """Where the connection is gone the answer's error tells why."""
    assert write(Body(sink=Output(most=3)), source) == Ok(False)


@pytest.mark.parametrize(
    ("stream", "size", "problem"),
    [
        (Input(pieces=[b"abc"]), 4, "a stream ended after 3 bytes, not 4"),
        (Input(pieces=[b"abc"], error=FAILED(Resource())), None, "a stream failed after 3 bytes"),
        (Input(pieces=[], error=FAILED(Resource())), 4, "a stream failed after 0 bytes"),
    ],
)
def test_unusable(stream: Input, size: int | None, problem: str) -> None:
    """A stream that fails or ends early is the caller's error, and the server gets no end."""
    assert write(Body(), Source(stream, size), b"rest") == Err(client.Error_UnusableBody(problem))
    if not isinstance(stream.error, CLOSED):
        assert not stream.error.value.open


@pytest.mark.parametrize(
    ("pieces", "size"),
    [
        ([b"ab", Source(Input(), 3)], 5),
        ([Source(Input(), 0)], 0),
        ([b"ab", Source(Input(), None)], None),
    ],
)
def test_size(pieces: list[bytes | Source], size: int | None) -> None:
    """The size is known where that of every piece is."""
    assert Once(pieces).size == size
