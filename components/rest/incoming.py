"""A request of wasi:http as the router knows it."""

from urllib.parse import unquote

from componentize_py_types import Err
from wit_world.imports import types
from wit_world.imports.streams import StreamError_Closed

from wae.contract.router import Problem, Request

LARGEST = 1 << 20
DISCARDED = 8
"""So many times the limit is read and thrown away, for clients that read only after writing."""

_CHUNK = 1 << 16


def head(request: types.IncomingRequest) -> Request:
    """The request without its body."""
    path, _, query = (request.path_with_query() or "/").partition("?")
    decoded = unquote(path)
    return Request(_method(request.method()), decoded, _headers(request), target=path, query=query)


def body(request: types.IncomingRequest, announced: str) -> bytes:
    """The body of a request whose content-length is `announced`, at most `LARGEST` bytes.

    Raises Problem.
    """
    if announced.isdigit() and int(announced) > LARGEST * DISCARDED:
        raise _too_large()
    parts: list[bytes] = []
    size = 0
    with request.consume() as incoming, incoming.stream() as stream:
        while True:
            try:
                part = stream.blocking_read(_CHUNK)
            except Err as error:
                if isinstance(error.value, StreamError_Closed):
                    break
                raise Problem(400, "Bad request", "The body broke off") from None
            size += len(part)
            if size > LARGEST * DISCARDED:
                break
            if size <= LARGEST:
                parts.append(part)
    if size > LARGEST:
        raise _too_large()
    return b"".join(parts)


def _method(method: types.Method) -> str:
    if isinstance(method, types.Method_Other):
        return method.value
    return type(method).__name__.removeprefix("Method_").upper()


def _headers(request: types.IncomingRequest) -> dict[str, str]:
    found: dict[str, str] = {}
    with request.headers() as fields:
        for raw_name, raw_value in fields.entries():
            name, value = raw_name.lower(), raw_value.decode("latin-1")
            # Several of one name are a list (RFC 9110, section 5.3).
            found[name] = f"{found[name]}, {value}" if name in found else value
    authority = request.authority()
    return {**found, "host": authority} if authority else found


def _too_large() -> Problem:
    return Problem(413, "Too large", f"A body may have {LARGEST} bytes")
