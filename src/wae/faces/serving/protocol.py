"""uvicorn's HTTP/1.1 protocol, with limits for clients that are slow or many.

Alone it waits for ever for the head of a first request, and for a client that does not read.
"""

from __future__ import annotations

import asyncio
import resource
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""For the head of a request."""

STALLED_SECONDS = 20.0
"""In which a client must take PROGRESS bytes of what waits for it."""

PROGRESS = 16 << 10

CONNECTIONS = min(1000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)
"""At a time; the other half of the files that a process may open is for sandboxes' folders. Where
there is one more, the one goes that has waited longest for a request: who only connects cannot
keep others out."""

BACKLOG = max(16, CONNECTIONS // 4)
"""Connections that the system keeps until they are accepted. asyncio accepts as many in one go,
before it looks at any of them, so there must be files left for them."""


class Corked:
    """A transport that sends what is written in one go as one piece: head and body of an answer."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._parts: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Sends it once this turn of the event loop is over."""
        if not self._parts:
            self._loop.call_soon(self._flush)
        self._parts.append(data)

    def close(self) -> None:
        """Closes it after what was written."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        parts, self._parts = self._parts, []
        if parts and not self._transport.is_closing():
            self._transport.write(b"".join(parts))


class Protocol(H11Protocol):
    """One connection. ``waiting_since`` is when it began to wait for a request; None in one."""

    waiting_since: float | None = None
    _head: asyncio.TimerHandle | None = None
    _stall: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Makes room for it, or refuses it where everybody is being served."""
        super().connection_made(cast(asyncio.Transport, Corked(transport, self.loop)))
        if len(self.connections) > CONNECTIONS:
            _end_one(cast("set[Protocol]", self.connections), self)
        self._watch_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends what this class began."""
        super().connection_lost(exc)
        self._cancel()

    def data_received(self, data: bytes) -> None:
        """Watches heads that come in pieces."""
        super().data_received(data)
        self._watch_head()

    def pause_writing(self) -> None:
        """The client reads more slowly than it is written to."""
        super().pause_writing()
        if self._stall is None:
            self._watch_stall(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """It has read most of it."""
        super().resume_writing()
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None

    def on_response_complete(self) -> None:
        """Waits for the next request, or is in it already."""
        super().on_response_complete()
        self._is_waiting()

    def _is_waiting(self) -> bool:
        waiting = self.cycle is None or self.cycle.response_complete
        if not waiting:
            self.waiting_since = None
        elif self.waiting_since is None:
            self.waiting_since = self.loop.time()
        return waiting

    def _watch_head(self) -> None:
        waiting = self._is_waiting()
        if not waiting and self._head is not None:
            self._head.cancel()
            self._head = None
        elif waiting and self._head is None:
            self._head = self.loop.call_later(HEAD_SECONDS, self._late)

    def _late(self) -> None:
        self._head = None
        if self._is_waiting():
            self.transport.abort()

    def _watch_stall(self, left: int) -> None:
        self._stall = self.loop.call_later(STALLED_SECONDS, self._stalled, left)

    def _stalled(self, before: int) -> None:
        left = self.transport.get_write_buffer_size()
        if before - left < PROGRESS:
            self.transport.abort()
        else:
            self._watch_stall(left)

    def _cancel(self) -> None:
        for timer in (self._head, self._stall):
            if timer is not None:
                timer.cancel()


def _end_one(connections: set[Protocol], new: Protocol) -> None:
    """Ends the connection that has waited longest, or the new one where none waits."""
    open_ones = [one for one in connections if not one.transport.is_closing()]
    if len(open_ones) <= CONNECTIONS:
        return
    waiting = [one for one in open_ones if one.waiting_since is not None]
    oldest = min(waiting, key=lambda one: one.waiting_since or 0.0, default=new)
    oldest.transport.abort()
