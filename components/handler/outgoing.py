"""Replies by wasi:http 0.3: the response is returned, and then its body is written."""

from collections.abc import Generator
from contextlib import closing
from typing import Any

import wit_world
from componentize_py_async_support import spawn
from componentize_py_async_support.streams import ByteStreamWriter
from componentize_py_types import Err, Ok
from wit_world.imports import types

from bodies import CHUNK
from replies import Reply, events, sent_head
from served_files import Pieces
from wae.contract.router import Answer

Body = Generator[bytes, None, None]


def response(reply: Reply, *, has_body: bool) -> types.Response:
    """The response to a request; of a whole answer without `has_body` what HEAD gets."""
    if isinstance(reply, Answer):
        return _response(reply, _whole(reply) if has_body else None)
    if isinstance(reply, Pieces):
        return _response(reply, _file(reply) if reply.pieces else None)
    return _response(reply, _events(reply))


def _response(reply: Reply, body: Body | None) -> types.Response:
    status, headers = sent_head(reply)
    fields = types.Fields.from_list(
        [(name, text.encode("latin-1")) for name, text in headers.items()]
    )
    writer, contents = (None, None) if body is None else wit_world.byte_stream()
    _, trailers = wit_world.result_option_types_fields_types_error_code_future(lambda: Ok(None))
    made, _ = types.Response.new(fields, contents, trailers)
    made.set_status_code(status)
    if writer is not None and body is not None:
        spawn(_write(writer, body))
    return made


async def _write(writer: ByteStreamWriter, body: Body) -> None:
    """Writes until somebody hangs up."""
    with writer, closing(body):
        for part in body:
            if await writer.write_all(part) < len(part):
                return


def _whole(answer: Answer) -> Body:
    yield answer.body


def _events(values: Generator[Any, None, None]) -> Body:
    with closing(values):
        yield from events(values)


def _file(file: Pieces) -> Body:
    """A file that ends too early breaks the body off, whose length was told."""
    with closing(file):
        for piece in file.pieces:
            if isinstance(piece, bytes):
                yield piece
                continue
            source, (first, end) = piece
            left = end - first
            while left > 0:
                try:
                    part = source.blocking_read(min(left, CHUNK))
                except Err:
                    return
                left -= len(part)
                yield part
