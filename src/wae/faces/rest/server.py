"""The server: uvicorn around the application, from the first sandbox to the last answer."""

from __future__ import annotations

import asyncio
import logging
import math
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import uvicorn

from wae.errors import WaeError
from wae.faces.rest.application import Application
from wae.faces.rest.protocol import BACKLOG, Protocol

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_KEEP_ALIVE = 30  # seconds


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any free one. Raises WaeError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise WaeError(f"there is no address {host}: {error.strerror}") from None
    family, kind, protocol, _, address = min(found, key=lambda entry: entry[0])
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        raise WaeError(
            f"cannot listen on {host} port {port}: {error.strerror}", hint="Choose another port"
        ) from None
    return made


def is_loopback(listening: socket.socket) -> bool:
    """Whether only this machine can reach it."""
    return ip_address(str(listening.getsockname()[0]).partition("%")[0]).is_loopback


def url(listening: socket.socket) -> str:
    """Where a browser finds it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(application: Application, listening: socket.socket, started: Callable[[], None]) -> None:
    """Serves until SIGINT or SIGTERM; calls that run then get their answer.

    ``started`` is called when requests can come. Raises what :meth:`Crew.start` raises.
    """
    longest = math.ceil(application.longest) + 2
    config = configuration(application, lifespan="off", timeout_graceful_shutdown=longest)
    asyncio.run(_serve(application, _Server(config, application, started), listening))


def configuration(application: Any, **options: Any) -> uvicorn.Config:
    """uvicorn around an ASGI application, with the limits of :class:`Protocol`; ``options`` are
    uvicorn's own."""
    # What uvicorn would log of a client's mistakes, a client could fill the log with.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    return uvicorn.Config(
        application,
        http=Protocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE,
        **options,
    )


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


class Server(uvicorn.Server):
    """uvicorn's, ended by SIGINT or SIGTERM with exit code 0."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's, but what was obeyed is not raised again."""
        before = {number: signal.signal(number, self.handle_exit) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


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
