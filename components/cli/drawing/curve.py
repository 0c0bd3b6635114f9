"""A quantity over time, in steps: what it is on average, and when it is lowest."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

# Seconds that may be lost in rounding.
_TOUCHING = 1e-3


@dataclass(frozen=True)
class Span:
    """A stretch of time in seconds since 1970, and the average value while it lasts."""

    start: float
    end: float
    average: float


class Curve:
    """Values at the times given (seconds since 1970, rising), each for `period` seconds.

    Where the next value comes later than that there is a gap, where it comes sooner it counts.
    """

    def __init__(self, points: Sequence[tuple[float, float]], period: float) -> None:
        self.times = [time for time, _ in points]
        self.values = [value for _, value in points]
        following = [*self.times[1:], float("inf")]
        self._ends = [
            min(time + period, after) for time, after in zip(self.times, following, strict=True)
        ]
        lengths = [end - time for time, end in zip(self.times, self._ends, strict=True)]
        areas = (value * length for value, length in zip(self.values, lengths, strict=True))
        self._covered = [0.0, *accumulate(lengths)]
        self._area = [0.0, *accumulate(areas)]

    @property
    def start(self) -> float:
        return self.times[0]

    @property
    def end(self) -> float:
        return self._ends[-1]

    def average(self, start: float, end: float) -> float | None:
        """The average from `start` to `end`, gaps left out; None where nothing is known."""
        covered = self._until(end)[0] - self._until(start)[0]
        if covered <= 0:
            return None
        return (self._until(end)[1] - self._until(start)[1]) / covered

    def lowest(self, length: float, not_before: float) -> Span | None:
        """The stretch of `length` seconds with the lowest average, the earliest of equals.

        It begins with one of the values, and has no gap; None where nothing is long enough.
        """
        spans = (
            Span(time, time + length, average)
            for time, end in zip(self.times, self._ends, strict=True)
            if end > not_before
            and self._until(time + length)[0] - self._until(time)[0] >= length - _TOUCHING
            and (average := self.average(time, time + length)) is not None
        )
        return min(spans, key=lambda span: round(span.average, 9), default=None)

    def pieces(self, most: int) -> list[list[tuple[float, float, float]]]:
        """Start, end and value of each step, apart at the gaps.

        More than `most` steps are drawn together, to averages over equal times.
        """
        if len(self.times) > most:
            return self._thinned(most).pieces(most)
        pieces: list[list[tuple[float, float, float]]] = []
        for step in zip(self.times, self._ends, self.values, strict=True):
            if pieces and step[0] - pieces[-1][-1][1] < _TOUCHING:
                pieces[-1].append(step)
            else:
                pieces.append([step])
        return pieces

    def _thinned(self, most: int) -> "Curve":
        width = (self.end - self.start) / most
        starts = [self.start + width * number for number in range(most)]
        averages = [(start, self.average(start, start + width)) for start in starts]
        return Curve([(start, value) for start, value in averages if value is not None], width)

    def _until(self, moment: float) -> tuple[float, float]:
        """How much time before `moment` has a value, and the sum of value by time there."""
        index = bisect_left(self.times, moment)
        if index == 0:
            return 0.0, 0.0
        last = index - 1
        within = min(moment, self._ends[last]) - self.times[last]
        return self._covered[last] + within, self._area[last] + within * self.values[last]
