"""Room for calls: so many at a time, a few more that wait, and an answer in time for each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from typing import Any, TypeVar

from wae.faces.rest.router import Problem

T = TypeVar("T")

RETRY_AFTER = "1"
"""Seconds that a refused client should wait."""

_GRACE = 1.0
"""Seconds beyond the limit in which a call may still be interrupted in its sandbox."""


class Room:
    """``threads`` run the calls, ``most`` may be there at a time, ``seconds`` limits each.

    For one event loop; every use is one place: a call, or a stream from its beginning to its end.
    """

    def __init__(self, threads: Executor, most: int, seconds: float) -> None:
        self._threads = threads
        self._most = most
        self._seconds = seconds
        self.taken = 0

    def enter(self) -> Place:
        """A place, to be left. Raises Problem where there is none."""
        if self.taken >= self._most:
            raise busy()
        self.taken += 1
        return Place(self, self._threads, self._seconds)


class Place:
    """What runs here runs one after the other."""

    def __init__(self, room: Room, threads: Executor, seconds: float) -> None:
        self._room = room
        self._threads = threads
        self._seconds = seconds
        self._last: asyncio.Future[Any] | None = None

    async def run(self, work: Callable[[], T]) -> T:
        """The result of ``work``, from one of the threads; its waiting for one counts, too.

        Raises Problem where it takes too long. It may then still be running: code that waits in
        the host cannot be interrupted.
        """
        loop = asyncio.get_running_loop()
        latest = time.monotonic() + self._seconds

        def begin() -> T:
            if time.monotonic() > latest:
                raise busy()
            return work()

        future = loop.run_in_executor(self._threads, begin)
        self._last = future
        # Neither `wait_for` nor `shield`: this is done for every request.
        answer: asyncio.Future[T] = loop.create_future()
        timer = loop.call_later(self._seconds + _GRACE, _give_up, answer)
        future.add_done_callback(partial(_pass_on, answer))
        try:
            return await answer
        finally:
            timer.cancel()

    def leave(self, last: Callable[[], None] | None = None) -> None:
        """Frees the place once what runs here has ended; ``last`` is still done before that."""
        loop = asyncio.get_running_loop()

        def freed(done: asyncio.Future[Any]) -> None:
            _heed(done)
            self._room.taken -= 1

        def ended(done: asyncio.Future[Any] | None) -> None:
            if done is not None:
                _heed(done)
            if last is None:
                self._room.taken -= 1
                return
            try:
                loop.run_in_executor(self._threads, last).add_done_callback(freed)
            except RuntimeError:  # the threads are gone: the process ends
                self._room.taken -= 1

        if self._last is None or self._last.done():
            ended(self._last)
        else:
            self._last.add_done_callback(ended)


def _give_up(answer: asyncio.Future[Any]) -> None:
    if not answer.done():
        answer.set_exception(Problem(504, "Too slow", "The call took longer than it may"))


def _pass_on(answer: asyncio.Future[Any], done: asyncio.Future[Any]) -> None:
    _heed(done)
    if answer.done() or done.cancelled():
        answer.cancel()
    elif error := done.exception():
        answer.set_exception(error)
    else:
        answer.set_result(done.result())


def busy() -> Problem:
    """What a client is told where there is no room."""
    problem = Problem(503, "Too busy", "Too many calls at a time. Try again later")
    problem.headers = (("retry-after", RETRY_AFTER),)
    return problem


def _heed(done: asyncio.Future[Any]) -> None:
    """An exception that nobody waits for any more is not reported as lost."""
    if not done.cancelled():
        done.exception()
