"""The app's endpoints, documents, health and metrics as one ASGI application (ASGI 3.0)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wae.contract.model import Contract, streamed
from wae.contract.openapi import describe, paths
from wae.contract.router import (
    JSON,
    PROBLEM,
    READING,
    Answer,
    Problem,
    Request,
    Router,
    Rules,
    check_coding,
    json_bytes,
    not_allowed,
)
from wae.faces.rest import assets, events, lazy, metrics
from wae.faces.rest.files.answers import LINK, is_open
from wae.faces.rest.files.paths import is_below
from wae.faces.rest.folder import NothingServed, OpenFolder
from wae.faces.rest.pausing import pause
from wae.faces.rest.sending import send_file
from wae.faces.serving import journal
from wae.faces.serving.asgi import asgi_request
from wae.faces.serving.body import Gone, Receive, read_body
from wae.faces.serving.cross_origin import CrossOrigin
from wae.faces.serving.slots import Slot, Slots
from wae.faces.serving.workers import wire
from wae.faces.serving.workers.wire import Question
from wae.faces.serving.workers.worker_pool import WorkerPool

Send = Callable[[Any], Awaitable[None]]

_TEXT = "text/plain; charset=utf-8"
_PRIVATE = ("cache-control", "no-store")
_NO_GUESSING = ("x-content-type-options", "nosniff")
_UNREADY = "The server is starting or shutting down"
_METHODS = "GET, HEAD, POST"
PROBES = ("/healthz", "/readyz", "/metrics")


@dataclass(frozen=True)
class Settings:
    """``body``: bytes of a request; ``calls``: those that run and those that wait."""

    rules: Rules
    seconds: float
    calls: int
    body: int = 1 << 20
    log_requests: bool = True
    panels: Mapping[str, bytes] = field(default_factory=dict)
    folder: OpenFolder | NothingServed = field(default_factory=NothingServed)


class Application:
    """Answers requests for the app called ``name`` with calls that ``worker_pool`` makes.

    ``description`` is the one at `/openapi.json`, if it is not that of the contract. ``stop``
    before the server does: streams end, `/readyz` says so.
    """

    def __init__(
        self,
        name: str,
        contract: Contract,
        worker_pool: WorkerPool,
        settings: Settings,
        description: Mapping[str, Any] | None = None,
    ) -> None:
        self.worker_pool = worker_pool
        self.longest = settings.seconds
        self._settings = settings
        self._metrics = metrics.Metrics()
        self._slots = Slots(worker_pool, settings.calls, settings.seconds, journal.failed)
        streams = {
            path: streamed(contract, made) is not None for path, made in paths(contract).items()
        }
        token = settings.rules.token is not None
        described = description or describe(name, contract, token=token)
        # A browser that follows a link has no token to send.
        links = (LINK,) if is_open(settings.folder) and not token else ()
        self._page = assets.page(settings.panels)
        documents = {
            "/openapi.json": Answer(200, JSON, json_bytes(described), links),
            **self._page,
        }
        self._known = frozenset({*streams, *documents, *PROBES, lazy.PATH})
        self._called = frozenset({*streams, *PROBES, "/openapi.json"})
        self._router = Router(streams, documents, settings.rules)
        self._cross_origin = CrossOrigin(settings.rules, _METHODS, "authorization, content-type")
        self._stopping = asyncio.Event()

    def is_called(self, path: str) -> bool:
        """Whether this is the path of a function, of the description, or of a probe."""
        return path in self._called

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
        request = asgi_request(scope)
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
            if self._settings.log_requests:
                journal.answered(client[0], request.method, request.path, status, taken)

    async def _answered(self, request: Request, receive: Receive, send: Send) -> int:
        """Answers, and returns the status."""
        preflight = None
        if request.path not in self._page and not is_below(request.path):
            send = self._cross_origin.sending(request, send)
            preflight = self._cross_origin.preflight(request)
        try:
            self._router.check(request)
            answer = preflight or self._probe(request) or self._router.document(request)
            if answer is None:
                self._router.authorize(request)
                if request.path == lazy.PATH:
                    return await self._wait(request, receive, send)
                if is_below(request.path) and request.path not in self._known:
                    sent = await send_file(request, self._settings.folder, send)
                    return sent if isinstance(sent, int) else await _send_answer(sent, send)
                streams = self._router.endpoint(request)
                return await self._call(request, receive, send, streams=streams)
        except Problem as problem:
            answer = problem.answer()
        return await _send_answer(answer, send)

    async def _call(self, request: Request, receive: Receive, send: Send, *, streams: bool) -> int:
        if not self._ready:
            raise self._unready()
        slot = self._slots.enter()
        streaming = False
        try:
            body = await read_body(receive, request.headers, self._settings.body)
            check_coding(request.headers)
            kind = request.headers.get("content-type", "")
            reply = await slot.ask(Question(wire.CALL, request.path, kind, body))
            if reply.status != wire.OK:
                return await _send_answer(
                    Answer(reply.status, PROBLEM, reply.body, reply.headers), send
                )
            if streams:
                streaming = True
                return await self._stream(slot, receive, send)
            return await _send_answer(Answer(200, JSON, reply.body), send)
        finally:
            slot.leave(streaming=streaming)

    async def _wait(self, request: Request, receive: Receive, send: Send) -> int:
        seconds = lazy.seconds(request)
        slot = self._slots.enter()
        try:
            await pause(seconds, receive, self._stopping)
        finally:
            slot.leave(streaming=False)
        return await _send_answer(lazy.answer(seconds), send)

    async def _stream(self, slot: Slot, receive: Receive, send: Send) -> int:
        headers = _headers(Answer(200, events.CONTENT_TYPE, b""))
        await send({"type": "http.response.start", "status": 200, "headers": headers})

        async def write(content: bytes) -> None:
            part = {"type": "http.response.body", "body": content, "more_body": True}
            await send(part)

        status = await events.send_events(slot, receive, write, self._stopping)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return status

    @property
    def _ready(self) -> bool:
        return self.worker_pool.ready and not self._stopping.is_set()

    def _probe(self, request: Request) -> Answer | None:
        """Health, readiness and metrics, for whoever watches the server."""
        if request.path not in PROBES:
            return None
        if request.method not in READING:
            raise not_allowed(request, ", ".join(READING))
        if request.path == "/healthz":
            return Answer(200, _TEXT, b"ok\n")
        if request.path == "/readyz":
            if not self._ready:
                raise self._unready()
            doing = f"; {self._compiling or 'its parts are being compiled'}"
            text = f"ready{doing if self.worker_pool.improving else ''}\n"
            return Answer(200, _TEXT, text.encode())
        self._router.authorize(request)
        measured = self._metrics.text(self._slots.taken, self.worker_pool.processes())
        return Answer(200, metrics.CONTENT_TYPE, measured)

    @property
    def _compiling(self) -> str:
        if self.worker_pool.compiling is None:
            return ""
        number, count, seconds = self.worker_pool.compiling
        return f"part {number} of {count} is being compiled, for {seconds:.0f} s"

    def _unready(self) -> Problem:
        """Calls wait for the first worker; there is none once the server stops."""
        doing = "" if self._stopping.is_set() else self._compiling
        detail = f"The server is starting: {doing}" if doing else _UNREADY
        problem = Problem(503, "Not ready", detail)
        problem.headers = (("retry-after", "1"),)
        return problem


async def _send_answer(answer: Answer, send: Send) -> int:
    start = {"type": "http.response.start", "status": answer.status, "headers": _headers(answer)}
    await send(start)
    await send({"type": "http.response.body", "body": answer.body})
    return answer.status


def _headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    kind = ("content-type", answer.content_type)
    named = dict([kind, _PRIVATE, _NO_GUESSING, *answer.headers])
    if not answer.content_type.startswith("text/event-stream"):
        named["content-length"] = str(len(answer.body))
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]
