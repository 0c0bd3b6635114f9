"""Tasks wait side by side."""

from dataclasses import dataclass

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import client
from wit_world.imports import poll

from failure import invalid
from scheduler import Steps, Wait, run


@dataclass
class Clock:
    """Time that passes only in `poll`; its timers are numbers."""

    now: int = 0

    def poll(self, timers: list[int]) -> list[int]:
        self.now = max(self.now, min(timers))
        return [index for index, timer in enumerate(timers) if timer <= self.now]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    result = Clock()
    monkeypatch.setattr(poll, "poll", result.poll)
    return result


def sleeper(clock: Clock, time: int, idle: bool = False) -> Steps[int]:
    """Ends `time` after it began; returns when."""
    yield Wait([clock.now + time, clock.now + 10_000], idle)  # type: ignore[list-item]
    return clock.now


def test_waits_overlap(clock: Clock) -> None:
    """Ten waits of 200 take 200, and outcomes stand in the tasks' order."""
    times = [200, 100, *[200] * 8]
    assert [Ok(time) for time in times] == run([sleeper(clock, time) for time in times], 10)


def test_places(clock: Clock) -> None:
    """With two places four waits take two rounds."""
    outcomes = run([sleeper(clock, 100) for _ in range(4)], 2)
    assert outcomes == [Ok(100), Ok(100), Ok(200), Ok(200)]


def test_idle_tasks_give_way(clock: Clock) -> None:
    """A back-off does not hold up the others, even with a single place."""
    tasks = [sleeper(clock, 1000, idle=True), sleeper(clock, 100), sleeper(clock, 100)]
    assert run(tasks, 1) == [Ok(1000), Ok(100), Ok(200)]


def test_failures_are_outcomes(clock: Clock) -> None:
    """A task that fails does not touch the others."""

    def failing() -> Steps[int]:
        yield Wait([5])  # type: ignore[list-item]
        raise invalid("no")

    outcomes = run([failing(), sleeper(clock, 10)], 2)
    assert outcomes == [Err(client.Error_InvalidRequest("no")), Ok(10)]


def test_bugs_are_not_outcomes(clock: Clock) -> None:
    """Only a `Failure` is an outcome."""

    def broken() -> Steps[int]:
        raise KeyError
        yield

    with pytest.raises(KeyError):
        run([broken()], 1)


def test_nothing() -> None:
    """No task, no outcome, no poll (which would trap)."""
    assert run([], 4) == []
