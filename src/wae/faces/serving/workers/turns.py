"""Turns of threads whose work is short.

Threads of one interpreter that all have something to do pass it on whenever one of them leaves
Python, which costs more than a short call itself. So one thread at a time works on short calls.
Calls of a function that took long the last time, as those do that wait for a network, take no turn.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

SHORT = 0.005
"""Seconds. Nobody waits longer for whoever works."""

T = TypeVar("T")


class Turns:
    """For the threads of one process."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._next = threading.Lock()
        self._long: set[str] = set()

    def work(self, name: str, work: Callable[[], T]) -> T:
        """What ``work``, a call of the function called ``name``, returns; raises what it raises."""
        turn = None if name in self._long else self._take()
        began = perf_counter()
        try:
            return work()
        finally:
            if perf_counter() - began > SHORT:
                self._long.add(name)
            else:
                self._long.discard(name)
            if turn is not None:
                turn.release()

    def _take(self) -> threading.Lock:
        while not (turn := self._turn).acquire(timeout=SHORT):
            with self._next:
                if self._turn is turn:  # nobody waits any more for whoever has that one
                    self._turn = threading.Lock()
        return turn
