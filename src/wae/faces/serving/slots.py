"""Slots for calls: so many at a time, a few more that wait, and an answer in time for each."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any

from wae.contract.router import Problem
from wae.errors import WaeError
from wae.faces.serving.endpoints import Report, crashed
from wae.faces.serving.workers import wire
from wae.faces.serving.workers.channel import Channel, Lost
from wae.faces.serving.workers.wire import Question, Reply
from wae.faces.serving.workers.worker_pool import WorkerPool

RETRY_AFTER = "1"
"""Seconds that a refused client should wait."""

GRACE = 1.0
"""Seconds beyond the limit in which a call may still be interrupted in its sandbox."""


class Slots:
    """At most ``most`` calls and streams at a time, each answered in ``seconds``.

    For one event loop; every use is one slot: a call, or a stream from its beginning to its end.
    """

    def __init__(self, worker_pool: WorkerPool, most: int, seconds: float, report: Report) -> None:
        self.worker_pool = worker_pool
        self.seconds = seconds
        self.report = report
        self.taken = 0
        self._most = most
        self._leaving: set[asyncio.Task[None]] = set()

    def enter(self) -> Slot:
        """A slot, to be left. Raises Problem where there is none."""
        if self.taken >= self._most:
            raise busy()
        self.taken += 1
        return Slot(self)

    def leave(self, ending: Coroutine[Any, Any, None]) -> None:
        """Frees a slot once that has ended."""
        task = asyncio.ensure_future(ending)
        self._leaving.add(task)
        task.add_done_callback(self._left)

    def _left(self, task: asyncio.Task[None]) -> None:
        self._leaving.discard(task)
        self.taken -= 1


class Slot:
    """One question after the other, to one thread of one worker."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._channel: Channel | None = None
        self._reply: asyncio.Future[Reply] | None = None
        self._begun = 0.0

    async def ask(self, question: Question) -> Reply:
        """The reply; waiting for a free thread counts, too.

        Raises Problem where it takes too long, or the worker is lost. The call may then still be
        running: code that waits in the host cannot be interrupted.
        """
        slots, loop = self._slots, asyncio.get_running_loop()
        started = loop.time()
        if self._channel is None:
            self._channel = await slots.worker_pool.channel(started + slots.seconds, question.path)
            if self._channel is None:
                raise busy()
        self._begun = loop.time()
        self._reply = self._channel.ask(question)
        # Neither `wait_for` nor `shield`: this is done for every request.
        answer: asyncio.Future[Reply] = loop.create_future()
        timer = loop.call_at(started + slots.seconds + GRACE, _give_up, answer)
        self._reply.add_done_callback(partial(_pass_on, answer))
        try:
            return await answer
        except Lost:
            raise crashed(
                "The call", WaeError("the worker of a call ended"), slots.report
            ) from None
        finally:
            timer.cancel()

    def abandon(self) -> None:
        """Nobody waits for the reply any more, so what runs here is ended soon."""
        self._begun = asyncio.get_running_loop().time() - self._slots.seconds

    def leave(self, *, streaming: bool) -> None:
        """Frees the slot once what runs here has ended, and a stream that was opened, too."""
        if self._channel is None or self._reply is None:
            self._slots.taken -= 1
        elif self._reply.done() and not streaming:
            self._slots.worker_pool.give_back(self._channel)
            self._slots.taken -= 1
        else:
            self._slots.leave(self._end(self._channel, self._reply, streaming))

    async def _end(self, channel: Channel, reply: asyncio.Future[Reply], streaming: bool) -> None:
        settled = await self._settles(reply)
        if settled and streaming:
            self._begun = asyncio.get_running_loop().time()
            settled = await self._settles(channel.ask(Question(wire.CLOSE)))
        if settled:
            self._slots.worker_pool.give_back(channel)
        else:
            self._slots.worker_pool.dismiss(channel)

    async def _settles(self, reply: asyncio.Future[Reply]) -> bool:
        """Whether there is a reply, or none any more, before a sandbox must have ended the call."""
        latest = self._begun + self._slots.seconds + GRACE
        left = latest - asyncio.get_running_loop().time()
        done, _ = await asyncio.wait({reply}, timeout=max(left, 0))
        return bool(done)


def busy() -> Problem:
    """What a client is told where no slot is free."""
    problem = Problem(503, "Too busy", "Too many calls at a time. Try again later")
    problem.headers = (("retry-after", RETRY_AFTER),)
    return problem


def _give_up(answer: asyncio.Future[Reply]) -> None:
    if not answer.done():
        answer.set_exception(Problem(504, "Too slow", "The call took longer than it may"))


def _pass_on(answer: asyncio.Future[Reply], reply: asyncio.Future[Reply]) -> None:
    if answer.done():
        return
    if error := reply.exception():
        answer.set_exception(error)
    else:
        answer.set_result(reply.result())
