"""A request of wasi:http as the router knows it."""

from componentize_py_types import Err
from wit_world.imports import types
from wit_world.imports.streams import StreamError_Closed

import heads
from bodies import CHUNK, Body, broken
from wae.contract.router import Request


def head(request: types.IncomingRequest) -> Request:
    """The request without its body."""
    with request.headers() as fields:
        entries = fields.entries()
    method, target = request.method(), request.path_with_query()
    return heads.request(method, target, entries, request.authority())


def body(request: types.IncomingRequest, announced: str) -> bytes:
    """The body of a request whose content-length is `announced`. Raises Problem."""
    whole = Body(announced)
    with request.consume() as incoming, incoming.stream() as stream:
        while True:
            try:
                if not whole.add(stream.blocking_read(CHUNK)):
                    break
            except Err as error:
                if isinstance(error.value, StreamError_Closed):
                    break
                raise broken() from None
    return whole.whole()
