"""Runs generators side by side on `wasi:io/poll`."""

from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from componentize_py_types import Err, Ok
from wit_world.exports import client
from wit_world.imports import poll

from failure import Failure

T = TypeVar("T")


@dataclass
class Turn:
    """What only one task at a time may do."""

    taken: bool = False


@dataclass(frozen=True)
class Wait:
    """What a task yields: go on when one of the pollables (the task's own) is ready, or when the
    turn is free.

    An `idle` task has nothing under way and leaves its place to another meanwhile.
    """

    pollables: list[poll.Pollable]
    idle: bool = False
    turn: Turn | None = None


Steps = Generator[Wait, None, T]
Outcome = Ok[T] | Err[client.Error]


@dataclass
class _Task(Generic[T]):
    number: int
    steps: Steps[T]
    wait: Wait


def run(tasks: Iterable[Steps[T]], places: int) -> list[Outcome[T]]:
    """Runs the tasks to their ends, at most `places` at work at a time.

    The outcomes stand in the order of the tasks: what a task returned, or the error of the
    `Failure` that it raised.
    """
    ready = deque(_Task(number, steps, Wait([])) for number, steps in enumerate(tasks))
    outcomes: dict[int, Outcome[T]] = {}
    working: list[_Task[T]] = []
    idle: list[_Task[T]] = []
    while ready or working or idle:
        while ready and len(working) < places:
            task = ready.popleft()
            if (outcome := _advance(task)) is None:
                (idle if task.wait.idle else working).append(task)
            else:
                outcomes[task.number] = outcome
        if working or idle:
            woken, working, idle = _poll(working, idle)
            ready.extendleft(reversed(woken))
    return [outcomes[number] for number in sorted(outcomes)]


def take(turn: Turn) -> Steps[None]:
    """Waits until the turn is free, and takes it. Who has it waits for pollables only, and frees
    it in the end: then there is always something to wait for."""
    while turn.taken:
        yield Wait([], idle=True, turn=turn)
    turn.taken = True


def _advance(task: _Task[T]) -> Outcome[T] | None:
    """Runs a task to its next wait, or to its outcome."""
    try:
        task.wait = next(task.steps)
    except StopIteration as stop:
        return Ok(stop.value)
    except Failure as failure:
        return Err(failure.error)
    return None


def _poll(
    working: list[_Task[T]], idle: list[_Task[T]]
) -> tuple[list[_Task[T]], list[_Task[T]], list[_Task[T]]]:
    """Blocks until a task can go on: those that can, then the rest of each list."""
    woken = {each.number for each in idle if each.wait.turn and not each.wait.turn.taken}
    if not woken:
        waits = [(task, pollable) for task in working + idle for pollable in task.wait.pollables]
        ready = poll.poll([pollable for _, pollable in waits])
        woken = {waits[index][0].number for index in ready}
    return (
        [task for task in working + idle if task.number in woken],
        [task for task in working if task.number not in woken],
        [task for task in idle if task.number not in woken],
    )
