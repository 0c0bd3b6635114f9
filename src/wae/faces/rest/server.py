"""The server around the application, from the first sandbox to the last answer."""

from __future__ import annotations

import asyncio
import math
import socket
from collections.abc import Callable

import uvicorn

from wae.faces.rest.application import Application
from wae.faces.serving.http_server import Server, configuration


def serve(application: Application, listening: socket.socket, started: Callable[[], None]) -> None:
    """Serves until SIGINT or SIGTERM; calls that run then get their answer.

    ``started`` is called when requests can come. Raises what :meth:`Crew.start` raises.
    """
    longest = math.ceil(application.longest) + 2
    config = configuration(application, lifespan="off", timeout_graceful_shutdown=longest)
    asyncio.run(_serve(application, _Server(config, application, started), listening))


async def _serve(application: Application, server: _Server, listening: socket.socket) -> None:
    working = asyncio.ensure_future(application.crew.start())
    working.add_done_callback(server.stop_unless_working)
    try:
        await server.serve([listening])
    finally:
        working.cancel()
        application.crew.close()
    if working.done() and not working.cancelled():
        working.result()


class _Server(Server):
    def __init__(
        self, config: uvicorn.Config, application: Application, started: Callable[[], None]
    ) -> None:
        super().__init__(config)
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
        self._application.stop()
        await super().shutdown(sockets)
