"""Measurements taken in turns, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Samples:
    """Seconds, one for each round; sample n of every subject was taken in the same round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def fastest(self) -> float:
        return min(self.seconds)

    @property
    def middle(self) -> tuple[float, float]:
        """The first and the third quartile."""
        low, _, high = quantiles(self.seconds, n=4, method="inclusive")
        return low, high

    def ratio(self, base: Samples) -> float:
        """The median of the ratios to `base` round by round, which leaves out slow drift."""
        return median(a / b for a, b in zip(self.seconds, base.seconds, strict=True))


def in_turns(subjects: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, Samples]:
    """Runs every subject once in each round, A B A B, and gathers the seconds that they return.

    A round before the first warms files and caches up and does not count.
    """
    taken: dict[str, list[float]] = {name: [] for name in subjects}
    for number in range(rounds + 1):
        for name, subject in subjects.items():
            seconds = subject()
            if number:
                taken[name].append(seconds)
    return {name: Samples(tuple(seconds)) for name, seconds in taken.items()}
