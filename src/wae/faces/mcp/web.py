"""Tools over HTTP: the protocol's streamable HTTP transport, behind the same door as REST."""

from __future__ import annotations

import math
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.transport_security import TransportSecuritySettings

from wae.contract.router import Answer, Problem, Request, Router, Rules, check_coding
from wae.faces.serving.asgi import asgi_request
from wae.faces.serving.body import Gone, Receive, read_body
from wae.faces.serving.cross_origin import CrossOrigin
from wae.faces.serving.http_server import Server as HttpServer
from wae.faces.serving.http_server import configuration
from wae.faces.serving.slots import busy

PATH = "/mcp"
BODIES = 64
"""Requests whose bodies are on their way, at a time."""

_LARGEST = 1 << 20  # bytes of a request's body
_METHODS = "GET, POST, DELETE"
_HEADERS = (
    "authorization, content-type, last-event-id, "
    "mcp-method, mcp-name, mcp-protocol-version, mcp-session-id"
)
"""What clients send by the protocol (Transports), beside what every page may send."""

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


async def serve_http(
    server: Server[Any], listening: socket.socket, rules: Rules, seconds: float
) -> None:
    """Serves any number of clients at :data:`PATH`, until SIGINT or SIGTERM.

    Each request stands for itself: the server keeps no sessions. Calls that run at the end, which
    take at most ``seconds``, still get their answer.
    """
    application = server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        max_request_body_size=_LARGEST,
        # The door judges Host and Origin, by the same rules as for REST.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    longest = math.ceil(seconds) + 2
    config = configuration(Guard(application, rules), timeout_graceful_shutdown=longest)
    await HttpServer(config).serve([listening])


class Guard:
    """The application, for those only whom the rules let in, and with whole bodies.

    A body has as many bytes and seconds as one for REST.
    """

    def __init__(self, application: Application, rules: Rules) -> None:
        self._application = application
        self._door: Router[None] = Router({}, {}, rules)
        self._cross_origin = CrossOrigin(rules, _METHODS, _HEADERS)
        self._bodies = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request, or the application's lifespan."""
        if scope["type"] == "http":
            request = asgi_request(scope)
            send = self._cross_origin.sending(request, send)
            try:
                self._door.check(request)
                preflight = self._cross_origin.preflight(request)
                if preflight is not None:
                    await _send_answer(preflight, send)
                    return
                self._door.authorize(request)
                body = await self._body(request, receive)
                check_coding(request.headers)
                receive = _replay(body, receive)
            except Problem as problem:
                await _send_answer(problem.answer(), send)
                return
            except Gone:
                return
        await self._application(scope, receive, send)

    async def _body(self, request: Request, receive: Receive) -> bytes:
        if self._bodies >= BODIES:
            raise busy()
        self._bodies += 1
        try:
            return await read_body(receive, request.headers, _LARGEST)
        finally:
            self._bodies -= 1


def _replay(body: bytes, receive: Receive) -> Receive:
    """What an application receives of a request whose body was read already."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return left.pop() if left else await receive()

    return replayed


async def _send_answer(answer: Answer, send: Send) -> None:
    headers = [("content-type", answer.content_type), *answer.headers]
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    await send({"type": "http.response.body", "body": answer.body})
