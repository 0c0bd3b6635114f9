"""Room for calls: an answer in time whatever a call does, and no more than there is room for."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from wae.faces.rest import room
from wae.faces.rest.metrics import Metrics
from wae.faces.rest.room import Room
from wae.faces.rest.router import Problem


@pytest.fixture(autouse=True)
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_GRACE", 0.0)


def _status(error: "pytest.ExceptionInfo[Problem]") -> int:
    return error.value.status


def test_a_call_that_cannot_be_interrupted() -> None:
    """Its client gets a 504 in time; its place is taken until it really ends."""
    done = threading.Event()

    async def check(threads: ThreadPoolExecutor) -> None:
        calls = Room(threads, most=1, seconds=0.1)
        place = calls.enter()
        with pytest.raises(Problem) as late:
            await place.run(done.wait)
        assert 504 == _status(late)
        place.leave()
        with pytest.raises(Problem) as full:
            calls.enter()
        assert 503 == _status(full)
        done.set()
        while calls.taken:
            await asyncio.sleep(0.01)
        assert calls.enter()

    with ThreadPoolExecutor(1) as threads:
        asyncio.run(check(threads))


def test_a_call_that_waited_too_long_is_not_begun() -> None:
    """When its client has been answered, nobody needs it any more."""
    begun: list[int] = []

    async def check(threads: ThreadPoolExecutor) -> None:
        calls = Room(threads, most=2, seconds=0.1)
        first, second = calls.enter(), calls.enter()
        results = await asyncio.gather(
            first.run(lambda: time.sleep(0.3)),
            second.run(lambda: begun.append(1)),
            return_exceptions=True,
        )
        assert [504, 504] == [result.status for result in results if isinstance(result, Problem)]
        first.leave()
        second.leave()
        while calls.taken:
            await asyncio.sleep(0.01)

    with ThreadPoolExecutor(1) as threads:
        asyncio.run(check(threads))
    assert [] == begun


def test_the_last_thing_is_done_after_the_call() -> None:
    """What frees a stream never runs beside the stream's own code."""
    order: list[str] = []

    def slow() -> None:
        time.sleep(0.2)
        order.append("call")

    async def check(threads: ThreadPoolExecutor) -> None:
        calls = Room(threads, most=1, seconds=0.05)
        place = calls.enter()
        with pytest.raises(Problem):
            await place.run(slow)
        place.leave(lambda: order.append("close"))
        while calls.taken:
            await asyncio.sleep(0.01)

    with ThreadPoolExecutor(2) as threads:
        asyncio.run(check(threads))
    assert ["call", "close"] == order


def test_metrics_do_not_grow_with_what_clients_send() -> None:
    """Unknown methods are counted together, and labels are escaped."""
    counted = Metrics()
    for number in range(50):
        counted.answered(f"M{number}", 'a"\\b\n', 200, 0.01)
    text = counted.text(calls=3).decode()
    assert 'wae_requests_total{method="other",path="a\\"\\\\b\\n",status="200"} 50\n' in text
    assert "\nwae_calls_in_progress 3\n" in text
