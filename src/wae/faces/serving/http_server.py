"""uvicorn, with limits for clients that are slow or many."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from wae.faces.serving.asgi import ClosedUnread, OriginForm
from wae.faces.serving.protocol import BACKLOG, Protocol

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_KEEP_ALIVE = 30  # seconds


def configuration(application: Any, **options: Any) -> uvicorn.Config:
    """uvicorn around an ASGI application, with the limits of :class:`Protocol`; ``options`` are
    uvicorn's own."""
    # What uvicorn would log of a client's mistakes, a client could fill the log with.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    return uvicorn.Config(
        OriginForm(ClosedUnread(application)),
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
