"""The app's endpoints, documents, health and metrics as one ASGI application (ASGI 3.0)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wae.faces.pool import Pool
from wae.faces.rest import assets, events, metrics
from wae.faces.rest.body import Gone, Receive, read_body
from wae.faces.rest.endpoints import FunctionEndpoint, Stream, StreamEndpoint, endpoints
from wae.faces.rest.journal import Journal
from wae.faces.rest.openapi import describe
from wae.faces.rest.room import Place, Room
from wae.faces.rest.router import (
    JSON,
    Answer,
    Problem,
    Request,
    Router,
    Rules,
    arguments,
    json_bytes,
    not_allowed,
)

Send = Callable[[Any], Awaitable[None]]

_TEXT = "text/plain; charset=utf-8"
_PRIVATE = ("cache-control", "no-store")
_NO_GUESSING = ("x-content-type-options", "nosniff")
_PROBES = ("/healthz", "/readyz", "/metrics")


@dataclass(frozen=True)
class Settings:
    """``body``: bytes of a request; ``waiting``: calls that may wait for one of the threads."""

    rules: Rules
    threads: int
    seconds: float
    body: int = 1 << 20
    waiting: int = 64
    log_requests: bool = True


class Application:
    """Answers requests with calls of ``pool``'s app.

    ``stop`` before the server does: streams end, `/readyz` says so.
    """

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool = pool
        self._settings = settings
        self._journal = Journal(requests=settings.log_requests)
        self._metrics = metrics.Metrics()
        self._room = Room(pool.threads, settings.threads + settings.waiting, settings.seconds)
        found = endpoints(pool, pool.contract, self._journal.failed)
        token = settings.rules.token is not None
        description = json_bytes(describe(pool.name, pool.contract, token=token))
        documents = {"/openapi.json": Answer(200, JSON, description), **assets.page()}
        self._known = frozenset({*found, *documents, *_PROBES})
        self._router = Router(found, documents, settings.rules)
        self._stopping = asyncio.Event()
        self.longest = settings.seconds

    def stop(self) -> None:
        """Ends streams and readiness; calls that run still get their answer."""
        self._stopping.set()

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """One request. The server knows the rest: there is no lifespan here."""
        if scope["type"] == "http":
            await self._exchange(scope, receive, send)

    async def _exchange(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        self._metrics.in_progress += 1
        request = _request(scope)
        status = 499
        try:
            status = await self._answered(request, receive, send)
        except Gone:
            pass
        finally:
            self._metrics.in_progress -= 1
            taken = time.perf_counter() - started
            path = request.path if request.path in self._known else metrics.OTHER
            self._metrics.answered(request.method, path, status, taken)
            self._metrics.crashes += status == 500
            client = scope.get("client") or ("-", 0)
            self._journal.answered(client[0], request.method, request.path, status, taken)

    async def _answered(self, request: Request, receive: Receive, send: Send) -> int:
        """Answers, and returns the status."""
        try:
            self._router.check(request)
            answer = self._probe(request) or self._router.document(request)
            if answer is None:
                self._router.authorize(request)
                endpoint = self._router.endpoint(request)
                return await self._call(endpoint, request, receive, send)
        except Problem as problem:
            answer = problem.answer()
        return await _send_answer(answer, send)

    async def _call(
        self,
        endpoint: FunctionEndpoint | StreamEndpoint,
        request: Request,
        receive: Receive,
        send: Send,
    ) -> int:
        if not self._pool.ready or self._stopping.is_set():
            raise _unready()
        place = self._room.enter()
        last = None
        try:
            body = await read_body(receive, request.headers, self._settings.body)
            given = Request(request.method, request.path, request.headers, body)
            if isinstance(endpoint, FunctionEndpoint):
                content = await place.run(lambda: json_bytes(endpoint.call(arguments(given))))
                return await _send_answer(Answer(200, JSON, content, (_PRIVATE,)), send)
            stream = await place.run(lambda: endpoint.open(arguments(given)))
            last = stream.close
            return await self._stream(stream, place, receive, send)
        finally:
            place.leave(last)

    async def _stream(self, stream: Stream, place: Place, receive: Receive, send: Send) -> int:
        headers = _headers(Answer(200, events.CONTENT_TYPE, b"", (_PRIVATE,)))
        await send({"type": "http.response.start", "status": 200, "headers": headers})

        async def write(content: bytes) -> None:
            part = {"type": "http.response.body", "body": content, "more_body": True}
            await send(part)

        status = await events.send_events(stream, place, receive, write, self._stopping)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return status

    def _probe(self, request: Request) -> Answer | None:
        """Health, readiness and metrics, for whoever watches the server."""
        if request.path not in _PROBES:
            return None
        if request.method not in ("GET", "HEAD"):
            raise not_allowed(request, "GET, HEAD")
        if request.path == "/healthz":
            return Answer(200, _TEXT, b"ok\n", (_PRIVATE,))
        if request.path == "/readyz":
            if not self._pool.ready or self._stopping.is_set():
                raise _unready()
            return Answer(200, _TEXT, b"ready\n", (_PRIVATE,))
        self._router.authorize(request)
        text = self._metrics.text(self._room.taken)
        return Answer(200, metrics.CONTENT_TYPE, text, (_PRIVATE,))


def _request(scope: Mapping[str, Any]) -> Request:
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        # Several of one name are a list (RFC 9110, section 5.3), and so no valid host or origin.
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return Request(scope["method"], scope["path"], headers)


async def _send_answer(answer: Answer, send: Send) -> int:
    start = {"type": "http.response.start", "status": answer.status, "headers": _headers(answer)}
    await send(start)
    await send({"type": "http.response.body", "body": answer.body})
    return answer.status


def _headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    named = [("content-type", answer.content_type), _NO_GUESSING, *answer.headers]
    if not answer.content_type.startswith("text/event-stream"):
        named.append(("content-length", str(len(answer.body))))
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named]


def _unready() -> Problem:
    problem = Problem(503, "Not ready", "The server is starting or shutting down")
    problem.headers = (("retry-after", "1"),)
    return problem
