"""A stream of values as server-sent events (WHATWG HTML, section 9.2).

`item` carries a value; `end` comes last; `error` carries a problem and comes last instead of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from wae.contract.router import Problem, event
from wae.faces.rest.pausing import gone, shutting_down
from wae.faces.serving.body import Gone, Receive
from wae.faces.serving.slots import Slot
from wae.faces.serving.workers import wire
from wae.faces.serving.workers.wire import Question, Reply

CONTENT_TYPE = "text/event-stream; charset=utf-8"

Write = Callable[[bytes], Awaitable[None]]

_SILENCE = 15.0
"""Seconds without an event after which a comment is sent, which finds out who is gone."""

_COMMENT = b":\n\n"


async def send_events(slot: Slot, receive: Receive, write: Write, stopping: asyncio.Event) -> int:
    """Sends all of the stream that was opened at ``slot``, until the end, the client's or the
    server's; returns the status to count.

    Raises Gone if the client leaves before the end.
    """
    left = asyncio.ensure_future(gone(receive))
    stopped = asyncio.ensure_future(stopping.wait())
    try:
        while True:
            reply = await _next(slot, left, stopped, write)
            if reply.status == wire.END:
                await write(event("end", b"{}"))
                return 200
            if reply.status != wire.OK:
                await write(event("error", reply.body))
                return reply.status
            await write(event("item", reply.body))
    except Problem as problem:
        await write(event("error", problem.answer().body))
        return problem.status
    finally:
        left.cancel()
        stopped.cancel()


async def _next(
    slot: Slot, left: asyncio.Future[None], stopped: asyncio.Future[Any], write: Write
) -> Reply:
    step = asyncio.ensure_future(slot.ask(Question(wire.NEXT)))
    first: set[asyncio.Future[Any]] = {step, left, stopped}
    try:
        while True:
            await asyncio.wait(first, timeout=_SILENCE, return_when=asyncio.FIRST_COMPLETED)
            if left.done():
                raise Gone
            if step.done():
                return step.result()
            if stopped.done():
                raise shutting_down()
            await write(_COMMENT)
    finally:
        step.cancel()
