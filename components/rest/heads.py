"""A request's head as the router knows it, whichever version of wasi:http it came by."""

from collections.abc import Iterable
from urllib.parse import unquote

from wit_world.imports import types

from wae.contract.router import Request


def request(
    method: types.Method,
    target: str | None,
    fields: Iterable[tuple[str, bytes]],
    authority: str | None,
) -> Request:
    """The request without its body; no `target` is the root's."""
    path, _, query = (target or "/").partition("?")
    headers: dict[str, str] = {}
    for raw_name, raw_value in fields:
        name, value = raw_name.lower(), raw_value.decode("latin-1")
        # Several of one name are a list (RFC 9110, section 5.3).
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    if authority:
        headers["host"] = authority
    return Request(_method(method), unquote(path), headers, b"", path, query)


def _method(method: types.Method) -> str:
    if isinstance(method, types.Method_Other):
        return method.value
    return type(method).__name__.removeprefix("Method_").upper()
