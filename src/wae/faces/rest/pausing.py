"""Waiting that ends early where the client leaves or the server stops."""

from __future__ import annotations

import asyncio
from typing import Any

from wae.contract.router import Problem
from wae.faces.serving.body import Gone, Receive


async def gone(receive: Receive) -> None:
    """Returns once the client has left. What it still sends is thrown away."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def pause(seconds: float, receive: Receive, stopping: asyncio.Event) -> None:
    """Waits so many seconds. Raises Gone, or Problem where the server stops."""
    left = asyncio.ensure_future(gone(receive))
    stopped = asyncio.ensure_future(stopping.wait())
    ends: set[asyncio.Future[Any]] = {left, stopped}
    try:
        await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if left.done():
            raise Gone
        if stopped.done():
            raise shutting_down()
    finally:
        for end in ends:
            end.cancel()


def shutting_down() -> Problem:
    """What a client is told that still waits when the server ends."""
    return Problem(503, "Shutting down", "The server is shutting down")
