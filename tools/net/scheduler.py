"""Runs generators side by side on `wasi:io/poll`."""

from collections import deque
from collections.abc import Generator, Iterable
from typing import TypeVar

from wit_world.imports import poll
from wit_world.imports.poll import Pollable

T = TypeVar("T")
# A task yields pollables of its own, to go on when one of them is ready, and returns its result.
Steps = Generator[list[Pollable], None, T]


def run(tasks: Iterable[Steps[T]], places: int) -> list[T]:
    """Runs the tasks to their ends, at most `places` at a time; the results in their order."""
    todo = deque(enumerate(tasks))
    results: dict[int, T] = {}
    waiting: dict[int, tuple[Steps[T], list[Pollable]]] = {}
    while todo or waiting:
        ready: list[tuple[int, Steps[T]]] = []
        while todo and len(waiting) + len(ready) < places:
            ready.append(todo.popleft())
        if not ready:
            ready = [(number, waiting.pop(number)[0]) for number in _woken(waiting)]
        for number, steps in ready:
            try:
                waiting[number] = steps, next(steps)
            except StopIteration as stop:
                results[number] = stop.value
    return [results[number] for number in sorted(results)]


def _woken(waiting: dict[int, tuple[Steps[T], list[Pollable]]]) -> set[int]:
    """Blocks until a task can go on: the numbers of those that can."""
    waits = [(number, each) for number, (_, wait) in waiting.items() for each in wait]
    return {waits[index][0] for index in poll.poll([pollable for _, pollable in waits])}
