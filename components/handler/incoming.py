"""A request of wasi:http 0.3 as the router knows it."""

import wit_world
from componentize_py_types import Err, Ok
from wit_world.imports import types

import heads
from bodies import CHUNK, Body, broken
from wae.contract.router import Request


def head(request: types.Request) -> Request:
    """The request without its body."""
    with request.get_headers() as fields:
        entries = fields.copy_all()
    method, target = request.get_method(), request.get_path_with_query()
    return heads.request(method, target, entries, request.get_authority())


async def body(request: types.Request, announced: str) -> bytes:
    """The body of a request whose content-length is `announced`. Raises Problem."""
    whole = Body(announced)
    done, told = wit_world.result_unit_types_error_code_future(lambda: Ok(None))
    stream, trailers = types.Request.consume_body(request, told)
    with stream, trailers, done:
        while not stream.writer_dropped:
            if not whole.add(await stream.read(CHUNK)):
                break
        else:
            if isinstance(await trailers.read(), Err):
                raise broken()
    return whole.whole()
