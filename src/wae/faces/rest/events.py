"""A stream of values as server-sent events (WHATWG HTML, section 9.2).

`item` carries a value; `end` comes last; `error` carries a problem and comes last instead of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from wae.faces.rest.body import Gone, Receive
from wae.faces.rest.endpoints import Stream
from wae.faces.rest.room import Place
from wae.faces.rest.router import Problem, event

CONTENT_TYPE = "text/event-stream; charset=utf-8"

Write = Callable[[bytes], Awaitable[None]]

_SILENCE = 15.0
"""Seconds without an event after which a comment is sent, which finds out who is gone."""

_COMMENT = b":\n\n"


async def send_events(
    stream: Stream, place: Place, receive: Receive, write: Write, stopping: asyncio.Event
) -> int:
    """Sends everything until the end, the client's or the server's; returns the status to count.

    Raises Gone if the client leaves before the end.
    """
    gone = asyncio.ensure_future(_gone(receive))
    stopped = asyncio.ensure_future(stopping.wait())
    try:
        while True:
            value = await _next(stream, place, gone, stopped, write)
            if value is None:
                await write(event("end", {}))
                return 200
            await write(event("item", value))
    except Problem as problem:
        await write(event("error", problem.document()))
        return problem.status
    finally:
        gone.cancel()
        stopped.cancel()


async def _next(
    stream: Stream,
    place: Place,
    gone: asyncio.Future[None],
    stopped: asyncio.Future[Any],
    write: Write,
) -> Any:
    step = asyncio.ensure_future(place.run(stream.next))
    try:
        while True:
            await asyncio.wait(
                {step, gone, stopped}, timeout=_SILENCE, return_when=asyncio.FIRST_COMPLETED
            )
            if gone.done():
                raise Gone
            if step.done():
                return step.result()
            if stopped.done():
                raise Problem(503, "Shutting down", "The server is shutting down")
            await write(_COMMENT)
    finally:
        step.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
