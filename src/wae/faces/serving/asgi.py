"""A request as an ASGI server gives it (ASGI 3.0, HTTP connection scope)."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import unquote

from wae.contract.router import Request

Application = Callable[..., Awaitable[None]]

_URL = re.compile(rb"https?://([^/?#]*)(.*)", re.DOTALL | re.IGNORECASE)


class OriginForm:
    """An application that sees paths only: a target that is a whole URL (RFC 9112, section 3.2.2)
    is taken apart, and its host counts instead of the Host header."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        """One request, or the application's lifespan."""
        url = _URL.fullmatch(scope["raw_path"]) if scope["type"] == "http" else None
        await self._application(scope if url is None else _taken_apart(scope, url), receive, send)


def _taken_apart(scope: Mapping[str, Any], url: re.Match[bytes]) -> dict[str, Any]:
    path = url[2] or b"/"
    others = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return {
        **scope,
        "path": unquote(path.decode("latin-1")),
        "raw_path": path,
        "headers": [(b"host", url[1]), *others],
    }


class ClosedUnread:
    """An application of which a client that waits for 100 Continue (RFC 9110, section 10.1.1) may
    get another answer: the connection ends then, for nobody knows whether the body still comes."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        """One request, or the application's lifespan."""
        if scope["type"] != "http" or not any(name == b"expect" for name, _ in scope["headers"]):
            await self._application(scope, receive, send)
            return
        is_read = False

        async def received() -> Any:
            nonlocal is_read
            is_read = True
            return await receive()

        async def sent(message: Any) -> None:
            if message["type"] == "http.response.start" and not is_read:
                others = [each for each in message["headers"] if each[0] != b"connection"]
                message = {**message, "headers": [*others, (b"connection", b"close")]}
            await send(message)

        await self._application(scope, received, sent)


def asgi_request(scope: Mapping[str, Any]) -> Request:
    """The request without its body, which is still to come."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        # Several of one name are a list (RFC 9110, section 5.3), and so no valid host or origin.
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    target, query = (scope[part].decode("latin-1") for part in ("raw_path", "query_string"))
    return Request(scope["method"], scope["path"], headers, target=target, query=query)
