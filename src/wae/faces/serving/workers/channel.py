"""The server's end of one thread of a worker: one question, then its reply."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import cast

from wae.faces.serving.workers.wire import (
    Question,
    Reply,
    pack_question,
    take_content,
    unpack_reply,
)


class Lost(Exception):
    """The worker ended before it replied."""


class Channel(asyncio.Protocol):
    """``lost`` is called when the other end is gone."""

    def __init__(self, lost: Callable[[], None] | None = None) -> None:
        self._lost = lost
        self._received = bytearray()
        self._reply: asyncio.Future[Reply] | None = None
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, end: socket.socket, lost: Callable[[], None] | None = None) -> Channel:
        """A channel over the socket, which is the channel's from now on."""
        end.setblocking(False)
        loop = asyncio.get_running_loop()
        _, channel = await loop.create_connection(lambda: cls(lost), sock=end)
        return channel

    def ask(self, question: Question) -> asyncio.Future[Reply]:
        """Sends ``question``; the future raises Lost. Not before the last reply has come."""
        assert self._transport is not None
        reply = self.reply()
        if not reply.done():
            self._transport.write(pack_question(question))
        return reply

    def reply(self) -> asyncio.Future[Reply]:
        """The next reply, also to nothing: the first of a worker says whether it can work."""
        self._reply = asyncio.get_running_loop().create_future()
        if self.closed:
            self._fail()
        return self._reply

    def go_on(self) -> asyncio.Future[Reply]:
        """The next reply, of a worker that waits for leave to go on."""
        assert self._transport is not None
        reply = self.reply()
        if not reply.done():
            self._transport.write(b"\n")
        return reply

    def close(self) -> None:
        """Closes it; the worker's thread ends once it has nothing to do."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio's."""
        self._transport = cast(asyncio.Transport, transport)

    @property
    def closed(self) -> bool:
        """Whether nothing can be asked any more."""
        return self._transport is None or self._transport.is_closing()

    def data_received(self, data: bytes) -> None:
        """asyncio's: parts of a reply. Whoever says more than was asked is not heard again."""
        self._received += data
        content = take_content(self._received)
        if content is None:
            return
        if self._reply is None or self._reply.done() or self._received:
            self.close()
        else:
            self._reply.set_result(unpack_reply(content))

    def connection_lost(self, error: Exception | None) -> None:
        """asyncio's."""
        self._fail()
        if self._lost is not None:
            self._lost()

    def _fail(self) -> None:
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(Lost())
            self._reply.exception()  # heeded, if by nobody else
