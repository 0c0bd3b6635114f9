"""The body of a request, of bounded size, in bounded time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from wae.contract.router import Problem

Receive = Callable[[], Awaitable[Any]]

SECONDS = 10.0
"""For a whole body: whoever sends more slowly only wants to hold a connection."""

_DISCARDED = 8
"""So many times the limit is read and thrown away, for clients that read only after writing."""


class Gone(Exception):
    """The client is gone; nobody waits for an answer."""


async def read_body(receive: Receive, headers: Mapping[str, str], limit: int) -> bytes:
    """The body, at most ``limit`` bytes. Raises Problem where it is longer or late, Gone."""
    try:
        async with asyncio.timeout(SECONDS):
            return await _read(receive, limit, headers.get("content-length", ""))
    except TimeoutError:
        raise _closing(Problem(408, "Too slow", "The body did not arrive in time")) from None


async def _read(receive: Receive, limit: int, announced: str) -> bytes:
    if announced.isdigit() and int(announced) > limit * _DISCARDED:
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            parts.clear()
        elif part:
            parts.append(part)
        if size > limit * _DISCARDED:
            raise _too_large(limit)
        if not message.get("more_body", False):
            break
    if size > limit:
        raise _too_large(limit)
    return b"".join(parts)


def _too_large(limit: int) -> Problem:
    return _closing(Problem(413, "Too large", f"A body may have {limit} bytes"))


def _closing(problem: Problem) -> Problem:
    problem.headers = (("connection", "close"),)
    return problem
