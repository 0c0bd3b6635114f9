"""Answers by wasi:http: whole ones, and streams of server-sent events."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from componentize_py_types import Err, Ok
from wit_world.imports import types
from wit_world.imports.streams import InputStream, OutputStream

from replies import Reply, events, sent_head
from served_files import Pieces
from wae.contract.router import Answer

_SPLICE = 1 << 20
_CHUNK = 4096  # what `blocking-write-and-flush` takes at most


class _Gone(Exception):
    """Nobody reads the answer any more."""


def send(out: types.ResponseOutparam, reply: Reply, *, has_body: bool) -> None:
    """Sends a reply; of a whole answer without `has_body` what HEAD gets."""
    if isinstance(reply, Answer):
        _send_answer(out, reply, has_body=has_body)
    elif isinstance(reply, Pieces):
        with closing(reply):
            _send_pieces(out, reply)
    else:
        with closing(reply), _body(out, *sent_head(reply)) as stream:
            for each in events(reply):
                _write(stream, each)


def _send_answer(out: types.ResponseOutparam, answer: Answer, *, has_body: bool) -> None:
    if not has_body:
        _send_head(out, *sent_head(answer))
        return
    with _body(out, *sent_head(answer)) as stream:
        _write(stream, answer.body)


def _head(status: int, headers: dict[str, str]) -> types.OutgoingResponse:
    fields = [(name, value.encode("latin-1")) for name, value in headers.items()]
    response = types.OutgoingResponse(types.Fields.from_list(fields))
    response.set_status_code(status)
    return response


def _send_head(out: types.ResponseOutparam, status: int, headers: dict[str, str]) -> None:
    """Sends a head alone. A body that is taken must be as long as the head says: where that is more
    than nothing, none is."""
    response = _head(status, headers)
    body = None if "content-length" in headers else response.body()
    types.ResponseOutparam.set(out, Ok(response))
    if body is not None:
        _finish(body)


def _send_pieces(out: types.ResponseOutparam, file: Pieces) -> None:
    if not file.pieces:
        _send_head(out, *sent_head(file))
        return
    with _body(out, *sent_head(file)) as stream:
        for piece in file.pieces:
            if isinstance(piece, bytes):
                _write(stream, piece)
            else:
                source, (first, end) = piece
                _splice(stream, source, end - first)


@contextmanager
def _body(
    out: types.ResponseOutparam, status: int, headers: dict[str, str]
) -> Iterator[OutputStream]:
    """Sends the head; what is written to the stream is the body."""
    response = _head(status, headers)
    body = response.body()
    types.ResponseOutparam.set(out, Ok(response))
    try:
        with body.write() as stream:
            yield stream
        _finish(body)
    except _Gone:
        body.__exit__(None, None, None)


def _finish(body: types.OutgoingBody) -> None:
    # Where the host counts another length than the head told, as jco does, which counts no spliced
    # bytes: all were written, and nobody can be told any more.
    with suppress(Err):
        types.OutgoingBody.finish(body, None)


def _write(stream: OutputStream, content: bytes) -> None:
    for start in range(0, len(content), _CHUNK):
        try:
            stream.blocking_write_and_flush(content[start : start + _CHUNK])
        except Err:
            raise _Gone from None


def _splice(stream: OutputStream, source: InputStream, left: int) -> None:
    """Bytes of a file that ends too early break the answer off, too: its length was told."""
    while left > 0:
        try:
            left -= stream.blocking_splice(source, min(left, _SPLICE))
        except Err:
            raise _Gone from None
    if left < 0:  # the host has sent more than it was told to, as jco does: the answer is spoiled
        raise _Gone
