"""Calls of an app's functions, in the same workers as those of `wae serve`.

The library that speaks the protocol takes ten times as long to import as a worker to start, so this
does without it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from wae.contract.model import Contract, Function
from wae.contract.openapi import paths
from wae.contract.router import JSON, Problem, json_bytes
from wae.faces.serving import journal
from wae.faces.serving.slots import Slots
from wae.faces.serving.workers import wire
from wae.faces.serving.workers.wire import Question, Reply
from wae.faces.serving.workers.worker_pool import WorkerPool

CALLS = 4
"""At the same time."""

_WAITING = 64


class Calls:
    """Calls of one app's functions; each may take so many ``seconds``."""

    def __init__(self, contract: Contract, worker_pool: WorkerPool, seconds: float) -> None:
        self._paths = {
            (function.interface, function.name): path for path, function in paths(contract).items()
        }
        self.seconds = seconds
        self._worker_pool = worker_pool
        self._slots = Slots(worker_pool, CALLS + _WAITING, seconds, journal.failed)
        self._started: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def ready(self) -> AsyncIterator[None]:
        """Within it, calls can be made; the first ones wait for the workers, which have begun."""
        self._started = asyncio.ensure_future(self._worker_pool.start())
        await asyncio.sleep(0)
        try:
            yield
        finally:
            if not self._started.cancel() and not self._started.cancelled():
                self._started.exception()  # heeded, where nobody called
            self._worker_pool.close()

    def state(self) -> str:
        """What is done for a call that was not answered yet."""
        if self._worker_pool.ready:
            return "is running"
        if self._worker_pool.compiling is None:
            return "waits: the app starts"
        number, count, _ = self._worker_pool.compiling
        parts = f" (part {number} of {count})" if count > 1 else ""
        return f"waits: the app is compiled{parts}, which is done once"

    async def call(self, function: Function, arguments: dict[str, Any]) -> Reply:
        """The function's reply to arguments as JSON. Raises Problem; WaeError if nobody works."""
        assert self._started is not None
        body = _body(arguments)
        await asyncio.shield(self._started)
        path = self._paths[function.interface, function.name]
        slot = self._slots.enter()
        try:
            return await slot.ask(Question(wire.CALL, path, JSON, body))
        except asyncio.CancelledError:
            slot.abandon()
            raise
        finally:
            slot.leave(streaming=False)


def _body(arguments: dict[str, Any]) -> bytes:
    # The protocol's library takes 1e999 for infinity, and numbers of any length.
    try:
        return json_bytes(arguments)
    except ValueError:
        detail = "a number is too large, or not one that JSON has"
        raise Problem(422, "Invalid arguments", detail) from None
