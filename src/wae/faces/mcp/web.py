"""Tools over HTTP: the protocol's streamable HTTP transport, behind the same door as REST."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
from mcp.server.lowlevel import Server
from mcp.server.transport_security import TransportSecuritySettings

from wae.faces.rest.asgi import asgi_request
from wae.faces.rest.router import Problem, Router, Rules

PATH = "/mcp"
_LARGEST = 1 << 20  # bytes of a request's body

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Any, Send], Awaitable[None]]


async def serve_http(server: Server[Any], listening: socket.socket, rules: Rules) -> None:
    """Serves any number of clients at :data:`PATH`, until SIGINT or SIGTERM.

    Each request stands for itself: the server keeps no sessions.
    """
    application = server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=_LARGEST,
        # The door judges Host and Origin, by the same rules as for REST.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    config = uvicorn.Config(
        guarded(application, rules), log_config=None, access_log=False, server_header=False
    )
    await uvicorn.Server(config).serve([listening])


def guarded(application: Application, rules: Rules) -> Application:
    """The application, for those only whom the rules let in."""
    door: Router[None] = Router({}, {}, rules)

    async def guard(scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] == "http":
            request = asgi_request(scope)
            try:
                door.check(request)
                door.authorize(request)
            except Problem as problem:
                await _refuse(problem, send)
                return
        await application(scope, receive, send)

    return guard


async def _refuse(problem: Problem, send: Send) -> None:
    answer = problem.answer()
    headers = [("content-type", answer.content_type), *answer.headers]
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    await send({"type": "http.response.body", "body": answer.body})
