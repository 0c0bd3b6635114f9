"""The server around the application, from the first sandbox to the last answer."""

from __future__ import annotations

import asyncio
import math
import socket
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import uvicorn

from wae.faces.serving.http_server import Server, configuration

_LATEST = 0.3
"""Seconds in which a request comes, on a connection that was accepted before."""


class Workers(Protocol):
    async def start(self) -> None:
        """Until they are closed. Raises what makes it impossible."""

    def close(self) -> None: ...


class Application(Protocol):
    """What is served: ``longest`` is how many seconds an answer takes at most."""

    @property
    def longest(self) -> float: ...

    @property
    def worker_pool(self) -> Workers: ...

    def stop(self) -> None: ...

    def __call__(self, scope: Any, receive: Any, send: Any) -> Awaitable[None]: ...


def serve(
    application: Application,
    listening: socket.socket,
    started: Callable[[], None],
    *,
    is_shared: bool = False,
) -> None:
    """Serves until SIGINT or SIGTERM; calls that run then get their answer.

    ``started`` is called when requests can come. Where the socket ``is_shared`` with another
    server, none is taken from that before calls can be answered, nor refused when this one ends.
    Raises what :meth:`WorkerPool.start` raises.
    """
    longest = math.ceil(application.longest) + 2
    config = configuration(application, lifespan="off", timeout_graceful_shutdown=longest)
    server = _Server(config, application, started, is_shared)
    asyncio.run(_serve(application, server, listening))


async def _serve(application: Application, server: _Server, listening: socket.socket) -> None:
    working = asyncio.ensure_future(application.worker_pool.start())
    working.add_done_callback(server.stop_unless_working)
    try:
        if server.is_shared:
            await working
        await server.serve([listening])
    finally:
        working.cancel()
        application.worker_pool.close()
    if working.done() and not working.cancelled():
        working.result()


class _Server(Server):
    def __init__(
        self,
        config: uvicorn.Config,
        application: Application,
        started: Callable[[], None],
        is_shared: bool,
    ) -> None:
        super().__init__(config)
        self.is_shared = is_shared
        self._application = application
        self._started = started

    def stop_unless_working(self, working: asyncio.Future[None]) -> None:
        """Ends where the app cannot be run at all."""
        if not working.cancelled() and working.exception() is not None:
            self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.is_shared:
            for each in self.servers:
                each.close()
            await asyncio.sleep(_LATEST)
        self._application.stop()
        await super().shutdown(sockets)
