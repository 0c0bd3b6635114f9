"""The body of one request, on its way to the server."""

from collections.abc import Sequence
from dataclasses import dataclass

from componentize_py_types import Err
from wit_world.exports import client
from wit_world.imports import types as wasi
from wit_world.imports.poll import Pollable
from wit_world.imports.streams import OutputStream, StreamError, StreamError_Closed

from clock import GRACE, timer
from failure import Failure
from once import Source
from scheduler import Steps, Wait

# The largest body that is written before the request goes out. Every host has room for it: a
# stream takes that much before anybody reads.
AHEAD = 65536
# What is written at once: little of a body is then under way when the wait for an answer begins.
_PIECE = 65536


def write_ahead(body: wasi.OutgoingBody, data: bytes, origin: str) -> None:
    """Writes and finishes a small body before the request goes out.

    A server that refuses without reading closes the connection; whoever is still writing then
    loses its answer.
    """
    with body.write() as sink:
        while data and (room := sink.check_write()):
            sink.write(data[:room])
            data = data[room:]
    if data:
        raise Failure(client.Error_Protocol((origin, "the host takes no body")))
    wasi.OutgoingBody.finish(body, None)


@dataclass(frozen=True)
class Server:
    """Who takes the body: `answered` is ready when there is an answer, or none will come."""

    origin: str
    answered: Pollable
    options: client.Options


def write(body: wasi.OutgoingBody, pieces: Sequence[bytes | Source], server: Server) -> Steps[bool]:
    """Sends the pieces and finishes the body. False where the server's answer came before: the body
    stays open then, since to drop it ends the connection, and the answer with it.

    Raises `Failure`: timed-out where the server takes nothing for too long, unusable-body.
    """
    try:
        with body.write() as sink, sink.subscribe() as writable:
            taken = yield from _Writer(sink, writable, server).write(pieces)
    except Failure:
        body.__exit__(None, None, None)
        raise
    if not taken:
        return False
    try:
        wasi.OutgoingBody.finish(body, None)
    except Err:
        # The connection is gone; the future says why.
        return True
    return True


class _Writer:
    """Writes to one stream. Methods are False once it takes no more, or the answer is there."""

    def __init__(self, sink: OutputStream, writable: Pollable, server: Server) -> None:
        self.sink = sink
        self.writable = writable
        self.server = server
        # The first time, the connection has to be made.
        self.patience = server.options.connect_timeout + server.options.between_bytes_timeout

    def write(self, pieces: Sequence[bytes | Source]) -> Steps[bool]:
        for piece in pieces:
            if isinstance(piece, bytes):
                taken = yield from self._send_bytes(piece)
            else:
                taken = yield from self._send_stream(piece)
            if not taken:
                return False
        return True

    def _send_bytes(self, data: bytes) -> Steps[bool]:
        sent = 0
        while sent < len(data):
            room = yield from self._room(len(data) - sent)
            if not room:
                return False
            try:
                self.sink.write(data[sent : sent + room])
            except Err as error:
                _drop(error.value)
                return False
            sent += room
        return True

    def _send_stream(self, source: Source) -> Steps[bool]:
        sent = 0
        with source.stream.subscribe() as readable:
            while source.size is None or sent < source.size:
                left = _PIECE if source.size is None else source.size - sent
                room = yield from self._room(left)
                if not room:
                    return False
                try:
                    moved = self.sink.splice(source.stream, room)
                except Err as error:
                    return self._is_end(error.value, sent, source.size)
                sent += moved
                if not moved:
                    yield Wait([readable, self.server.answered])
        return True

    def _room(self, most: int) -> Steps[int]:
        """How many bytes may be written now, at most `most`; 0 where none ever will."""
        while not self.server.answered.ready():
            try:
                room = self.sink.check_write()
            except Err as error:
                _drop(error.value)
                return 0
            if room:
                return min(room, most, _PIECE)
            with timer(self.patience + GRACE) as late:
                yield Wait([self.writable, self.server.answered, late])
                if late.ready() and not self.writable.ready():
                    stalled = (self.server.origin, client.Phase.SENDING)
                    raise Failure(client.Error_TimedOut(stalled), passing=True)
            self.patience = self.server.options.between_bytes_timeout
        return 0

    def _is_end(self, error: StreamError, sent: int, size: int | None) -> bool:
        """Whether a stream whose splicing failed was sent to its end; False where it is the
        server's that failed. Raises `Failure` (unusable-body)."""
        _drop(error)
        try:
            self.sink.check_write()
        except Err as gone:
            _drop(gone.value)
            return False
        if not isinstance(error, StreamError_Closed):
            raise Failure(client.Error_UnusableBody(f"a stream failed after {sent} bytes"))
        if size is not None:
            problem = f"a stream ended after {sent} bytes, not {size}"
            raise Failure(client.Error_UnusableBody(problem))
        return True


def _drop(error: StreamError) -> None:
    if not isinstance(error, StreamError_Closed):
        error.value.__exit__(None, None, None)
