"""Files as answers of an ASGI application: piece by piece, no faster than the client reads."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from wae.contract.router import Answer, Request
from wae.faces.rest.files.answers import FileAnswer, answer, changed, not_served
from wae.faces.rest.files.walk import NotServed
from wae.faces.rest.folder import Changed, NothingServed, OpenFolder
from wae.faces.serving.body import Gone

Send = Callable[[Any], Awaitable[None]]

_CHUNK = 256 << 10


async def send_file(
    request: Request, folder: OpenFolder | NothingServed, send: Send
) -> Answer | int:
    """Sends a file that is asked for, and returns the status; or returns the answer to send.

    Raises Problem; Gone where the file ends before its answer does.
    """
    answered = await asyncio.to_thread(answer, request, folder, time.time_ns())
    if isinstance(answered, Answer):
        return answered
    try:
        descriptor = await asyncio.to_thread(folder.open, answered.names, answered.entry)
    except Changed:
        raise changed() from None
    except NotServed:
        raise not_served() from None
    try:
        headers = [(name.encode(), value.encode("latin-1")) for name, value in answered.headers]
        await send({"type": "http.response.start", "status": answered.status, "headers": headers})
        if request.method == "GET":
            async for part in _parts(answered, descriptor):
                await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        os.close(descriptor)
    return answered.status


async def _parts(answer: FileAnswer, descriptor: int) -> AsyncIterator[bytes]:
    for piece in answer.pieces:
        if isinstance(piece, bytes):
            yield piece
            continue
        offset, end = piece
        while offset < end:
            length = min(_CHUNK, end - offset)
            part = await asyncio.to_thread(os.pread, descriptor, length, offset)
            if not part:
                raise Gone
            offset += len(part)
            yield part
