"""When an average over a stretch of time is lowest and highest.

Times are whole seconds, from whenever. A signal is a step function: a value holds from its time
on, for a period or until the next one begins; between them there may be gaps.
"""

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate


@dataclass(frozen=True)
class Step:
    """`value` holds from `start` to before `end`."""

    start: int
    end: int
    value: float


@dataclass(frozen=True)
class Window:
    """A stretch of time, and the exact average in it."""

    start: int
    end: int
    average: Fraction


@dataclass(frozen=True)
class Choice:
    """`first` begins as soon as possible; of equal ones, `best` and `worst` are the earliest."""

    first: Window
    best: Window
    worst: Window


def steps(points: list[tuple[int, float]], period: int) -> list[Step]:
    """The steps of values at times, which are in order and all different."""
    ends = [time for time, _ in points[1:]] + [time + period for time, _ in points[-1:]]
    return [
        Step(time, min(time + period, end), value)
        for (time, value), end in zip(points, ends, strict=True)
    ]


def choose(signal: list[Step], length: int, earliest: int, latest: int) -> Choice | None:
    """The windows of `length` seconds between `earliest` and `latest` that stand out.

    None where no window fits into the signal between gaps. As the average changes linearly while
    neither end of a window crosses an edge of a step, the lowest and the highest begin or end at
    an edge, or as early or late as possible.
    """
    candidates = [
        window for part in _parts(signal, earliest, latest) for window in _windows(part, length)
    ]
    if not candidates:
        return None
    return Choice(
        candidates[0],
        min(candidates, key=lambda window: (window.average, window.start)),
        min(candidates, key=lambda window: (-window.average, window.start)),
    )


def _parts(signal: list[Step], earliest: int, latest: int) -> list[list[Step]]:
    """The signal between two times, apart where it has gaps."""
    parts: list[list[Step]] = []
    for step in signal:
        cut = Step(max(step.start, earliest), min(step.end, latest), step.value)
        if cut.start >= cut.end:
            continue
        if parts and parts[-1][-1].end == cut.start:
            parts[-1].append(cut)
        else:
            parts.append([cut])
    return parts


def _windows(part: list[Step], length: int) -> list[Window]:
    """The windows in a signal without gaps that begin or end at an edge, by their start."""
    edges = [part[0].start, *(step.end for step in part)]
    sums = [
        Fraction(0),
        *accumulate(Fraction(step.value) * (step.end - step.start) for step in part),
    ]

    def sum_until(time: int) -> Fraction:
        at = min(bisect_right(edges, time), len(part)) - 1
        return sums[at] + Fraction(part[at].value) * (time - edges[at])

    starts = set(edges) | {edge - length for edge in edges}
    return [
        Window(start, start + length, (sum_until(start + length) - sum_until(start)) / length)
        for start in sorted(starts)
        if edges[0] <= start and start + length <= edges[-1]
    ]
