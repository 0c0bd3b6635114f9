"""The workers of a server: started one after the other; a call goes to one that is free.

A worker that ends is replaced; so is one that does not come back from a call, which only the end
of its process can end.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from wae.errors import WaeError
from wae.faces.serving.workers.channel import Channel
from wae.faces.serving.workers.process import WorkerConfiguration
from wae.faces.serving.workers.worker import Worker

LONGEST_PAUSE = 30.0
"""Seconds between two attempts to replace a worker, at most."""


class WorkerPool:
    """``size`` workers with ``threads`` threads in all, or a few more. For one event loop.

    ``report`` puts a failure into the log. ``first`` is for workers that can begin sooner:
    they are replaced once one with ``configuration`` is ready. ``together`` are paths of functions
    whose calls are so short that passing between processes costs more: one worker takes them.
    """

    def __init__(
        self,
        configuration: WorkerConfiguration,
        size: int,
        threads: int,
        report: Callable[[WaeError], None],
        first: WorkerConfiguration | None = None,
        together: frozenset[str] = frozenset(),
    ) -> None:
        self._configuration = first or configuration
        self._together = together
        self._better = configuration if first else None
        self._size = size
        self._threads = math.ceil(threads / size)
        self._report = report
        self._workers: list[Worker] = []
        self._leaving: set[Worker] = set()
        self._owners: dict[Channel, Worker] = {}
        self._waiting: deque[asyncio.Future[Channel | None]] = deque()
        self._hiring: set[asyncio.Task[None]] = set()
        self._compiling: tuple[int, int, float] | None = None

    @property
    def ready(self) -> bool:
        """Whether anybody works."""
        return bool(self._workers)

    @property
    def improving(self) -> bool:
        """Whether better workers are on their way."""
        return self._better is not None

    @property
    def compiling(self) -> tuple[int, int, float] | None:
        """The number of the part that a worker compiles, of how many, and for how many seconds."""
        if self._compiling is None:
            return None
        number, count, since = self._compiling
        return number, count, time.monotonic() - since

    def processes(self) -> list[int]:
        """The process ids of those who work."""
        return [worker.process.pid for worker in self._workers]

    async def start(self) -> None:
        """Starts a worker, which compiles everything, and has the others follow.

        Raises the WaeError that keeps it from working.
        """
        await self._hire()
        for _ in range(self._size - 1):
            self._replace()
        if self._better is not None:
            self._begin(self._improve(self._better))

    def close(self) -> None:
        """Ends all of them."""
        for task in self._hiring:
            task.cancel()
        for worker in {*self._workers, *self._owners.values()}:
            worker.end()
        self._workers.clear()

    async def channel(self, latest: float, path: str = "") -> Channel | None:
        """A free channel, for a call of the function at ``path``; the caller's until given back.

        It is of the worker with the least to do, or with the most for what is ``together``. None
        if none gets free before ``latest``, by the event loop's clock.
        """
        idle = [worker for worker in self._workers if worker.free]
        if idle:
            choose = max if path in self._together else min
            return self._take(choose(idle, key=lambda worker: len(worker.busy)))
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[Channel | None] = loop.create_future()
        self._waiting.append(turn)
        timer = loop.call_at(latest, _pass, turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and (channel := turn.result()):
                self.give_back(channel)
            raise
        finally:
            timer.cancel()

    def give_back(self, channel: Channel) -> None:
        """Ends the use of a channel that has replied, or is lost."""
        if channel.closed:
            self.dismiss(channel)
            return
        worker = self._owners.pop(channel)
        worker.busy.discard(channel)
        if worker.retired:
            worker.retire()
        else:
            worker.free.append(channel)
            self._serve_next(worker)

    def dismiss(self, channel: Channel) -> None:
        """Ends the use of a channel that does not reply, or not as it should.

        Its worker works on until there is another, and ends after the calls that it then has.
        """
        worker = self._owners.pop(channel)
        worker.busy.discard(channel)
        if worker.retired:
            worker.retire()
        elif worker not in self._leaving:
            self._leaving.add(worker)
            self._replace(worker)

    def _take(self, worker: Worker) -> Channel:
        channel = worker.free.pop()
        worker.busy.add(channel)
        self._owners[channel] = worker
        return channel

    def _serve_next(self, worker: Worker) -> None:
        while self._waiting and worker.free:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(self._take(worker))

    async def _hire(self) -> None:
        configuration = self._configuration
        worker = await self._started(configuration)
        self._employ(worker)
        if configuration is not self._configuration:  # it came too late
            self._leaving.add(worker)
            self._replace(worker)

    async def _started(self, configuration: WorkerConfiguration) -> Worker:
        try:
            return await Worker.start(configuration, self._threads, self._lose, self._note)
        finally:
            self._compiling = None

    def _note(self, number: int, count: int) -> None:
        self._compiling = number, count, time.monotonic()

    def _employ(self, worker: Worker) -> None:
        self._workers.append(worker)
        self._serve_next(worker)

    async def _improve(self, better: WorkerConfiguration) -> None:
        """Replaces all by workers with another configuration, once one of these is ready."""
        try:
            worker = await self._started(better)
        except WaeError as error:
            self._report(error)
            return
        finally:
            self._better = None
        self._configuration = better
        former = [one for one in self._workers if one not in self._leaving]
        self._employ(worker)
        for number, one in enumerate(former):
            self._leaving.add(one)
            if number == 0:
                self._dismissed(one)
            else:
                self._replace(one)

    def _dismissed(self, worker: Worker) -> None:
        self._leaving.discard(worker)
        if worker in self._workers:
            self._workers.remove(worker)
        worker.retire()

    def _lose(self, worker: Worker) -> None:
        if worker not in self._workers:
            return  # not ready yet, or ended by us
        self._workers.remove(worker)
        worker.end()
        self._report(WaeError(f"a worker ended ({worker.outcome()}) and is replaced"))
        if worker not in self._leaving:
            self._replace()

    def _replace(self, leaving: Worker | None = None) -> None:
        """Has another worker start, after which ``leaving`` takes no more calls."""
        self._begin(self._hire_again(leaving))

    def _begin(self, hiring: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(hiring)
        self._hiring.add(task)
        task.add_done_callback(self._hiring.discard)

    async def _hire_again(self, leaving: Worker | None) -> None:
        pause = 1.0
        while True:
            try:
                await self._hire()
                break
            except WaeError as error:
                self._report(error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        if leaving is not None:
            self._dismissed(leaving)


def _pass(turn: asyncio.Future[Channel | None]) -> None:
    if not turn.done():
        turn.set_result(None)
