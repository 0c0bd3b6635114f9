"""The resources of `test:echo/counters`: componentize-py looks for them in a module of its name."""

from componentize_py_types import Err
from wit_world.exports import counters


class Counter(counters.Counter):
    """A number that grows."""

    def __init__(self, start: int) -> None:
        self.number = start

    def add(self, amount: int) -> int:
        self.number += amount
        return self.number

    def value(self) -> int:
        return self.number

    @classmethod
    def sum(cls, first: "Counter", second: "Counter") -> int:
        return first.number + second.number


class Ticks(counters.Ticks):
    """A stream of numbers."""

    def __init__(self, end: int, failing: int | None) -> None:
        self.number = 0
        self.end = end
        self.failing = failing

    def next(self) -> counters.Tick | None:
        self.number += 1
        if self.number == self.failing:
            raise Err(f"failing at {self.number}")
        return counters.Tick(self.number) if self.number <= self.end else None

    def close(self) -> None:
        self.end = 0
