"""Threads of a worker take turns at short calls, and nobody waits for a long one."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from tests.patience import PATIENCE

from wae.faces.serving import journal
from wae.faces.serving.workers import turns
from wae.faces.serving.workers.process import WorkerConfiguration
from wae.faces.serving.workers.turns import Turns
from wae.faces.serving.workers.worker_pool import WorkerPool

THREADS = 4


def together(work: Callable[[int], None]) -> None:
    """Runs it on several threads at a time, to the end."""
    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short calls never run side by side."""
    monkeypatch.setattr(turns, "SHORT", PATIENCE)
    made, running, most = Turns(), [0], [0]

    def call() -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        threading.Event().wait(0.001)  # lets others run
        running[0] -= 1

    def calls(_: int) -> None:
        for _ in range(10):
            made.work("f", call)

    together(calls)
    assert [1] == most


def test_nobody_waits_for_a_long_one() -> None:
    """A call that ends only after all the others ends."""
    made, others = Turns(), threading.Barrier(THREADS, timeout=PATIENCE)

    def call(number: int) -> None:
        made.work(f"f{number}", others.wait)

    together(call)


def test_who_takes_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that took long the last time takes no turn."""
    made = Turns()
    monkeypatch.setattr(turns, "SHORT", -1.0)
    made.work("f", lambda: None)
    monkeypatch.setattr(turns, "SHORT", PATIENCE)

    def inner() -> None:
        made.work("f", lambda: None)

    made.work("g", inner)  # it would wait for its caller
    with pytest.raises(ZeroDivisionError):
        made.work("f", lambda: 1 // 0)


class Worker:
    """One with three channels, of which some are taken."""

    def __init__(self, taken: int) -> None:
        self.busy: set[Any] = set(range(taken))
        self.free = [object() for _ in range(3 - taken)]


@pytest.mark.parametrize(("path", "busy"), [("/alone", [2, 2]), ("/together", [3, 1])])
def test_who_gets_a_call(path: str, busy: list[int]) -> None:
    """Calls go to the worker with the least to do; those that are made together, to the one with
    the most that has a place left."""

    async def choose() -> list[int]:
        configuration = WorkerConfiguration("", "", (), 1, 1, 1, ())
        short = frozenset({"/together"})
        pool = WorkerPool(configuration, 1, 1, journal.noted, None, short)
        workers = [Worker(2), Worker(0)]
        pool._workers = workers  # type: ignore[assignment]
        for _ in range(2):
            assert await pool.channel(0, path)
        return [len(worker.busy) for worker in workers]

    assert busy == asyncio.run(choose())
