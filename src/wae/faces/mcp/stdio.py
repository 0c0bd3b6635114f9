"""The protocol on stdin and stdout, until the client leaves and all that it asked is answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCError, JSONRPCNotification, JSONRPCRequest, JSONRPCResponse

_CANCELLED = "notifications/cancelled"
Incoming = SessionMessage | Exception


async def serve_stdio(server: Server[Any]) -> None:
    """Serves one client on this process's stdin and stdout until it leaves.

    Where its messages come through a pipe, the end of the input is the end of its questions, not of
    its interest: what was asked is answered first. Every call has its own limit of time.

    Raises OSError where stdin cannot be read, or stdout not be written.
    """
    try:
        await _serve(server)
    except BaseExceptionGroup as group:
        failed = next((each for each in _leaves(group) if isinstance(each, OSError)), None)
        raise failed or group from None


async def _serve(server: Server[Any]) -> None:
    asked, reading = anyio.create_memory_object_stream[Incoming]()
    writing, answers = anyio.create_memory_object_stream[SessionMessage]()
    async with stdio_server() as (stdin, stdout), anyio.create_task_group() as tasks:
        open_requests = OpenRequests()
        tasks.start_soon(_pass_in, stdin, asked, open_requests)
        tasks.start_soon(_pass_out, answers, stdout, open_requests)
        await server.run(reading, writing, server.create_initialization_options())


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for each in group.exceptions:
        yield from _leaves(each) if isinstance(each, BaseExceptionGroup) else (each,)


class OpenRequests:
    """The requests that were read and still have to be answered."""

    def __init__(self) -> None:
        self._open: set[str] = set()
        self._settled = anyio.Event()

    def read(self, item: Incoming) -> None:
        """Heeds a message of the client's: one that it cancels, it wants no answer to."""
        message = item.message if isinstance(item, SessionMessage) else None
        if isinstance(message, JSONRPCRequest):
            self._open.add(str(message.id))
        elif isinstance(message, JSONRPCNotification) and message.method == _CANCELLED:
            self._settle((message.params or {}).get("requestId"))

    def wrote(self, message: SessionMessage) -> None:
        """Heeds a message of the server's."""
        if isinstance(message.message, JSONRPCResponse | JSONRPCError):
            self._settle(message.message.id)

    async def settled(self) -> None:
        """Waits until none is open."""
        while self._open:
            self._settled = anyio.Event()
            await self._settled.wait()

    def _settle(self, number: Any) -> None:
        self._open.discard(str(number))
        self._settled.set()


async def _pass_in(
    stdin: Any, asked: MemoryObjectSendStream[Incoming], requests: OpenRequests
) -> None:
    async with asked:
        async for item in stdin:
            requests.read(item)
            await asked.send(item)
        await requests.settled()


async def _pass_out(
    answers: MemoryObjectReceiveStream[SessionMessage], stdout: Any, requests: OpenRequests
) -> None:
    async with stdout:
        async for message in answers:
            await stdout.send(message)
            requests.wrote(message)
