"""A quantity over time: averages, and its lowest stretch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing.curve import Curve, Span

VALUES = st.lists(st.integers(-1000, 1000), min_size=1, max_size=30)
PERIOD = 300


def curve(values, missing=()):
    """Values five minutes apart from second 0 on, but for those that are `missing`."""
    points = [(n * PERIOD, float(value)) for n, value in enumerate(values) if n not in missing]
    return Curve(points, PERIOD)


@given(VALUES, st.integers(0, 8000), st.integers(1, 8000))
def test_averages_weigh_time(values, start, length):
    """The average is that of the value in each second that has one."""
    seconds = [value for value in values for _ in range(PERIOD)][start : start + length]
    average = curve(values).average(start, start + length)
    assert average == (pytest.approx(sum(seconds) / len(seconds)) if seconds else None)


@given(VALUES, st.integers(1, 40))
def test_no_stretch_is_lower(values, periods):
    """The lowest stretch is the first of those with the least average; none if all are shorter."""
    lowest = curve(values).lowest(periods * PERIOD, 0)
    sums = [sum(values[n : n + periods]) for n in range(len(values) - periods + 1)]
    if not sums:
        assert lowest is None
        return
    first = sums.index(min(sums))
    assert lowest == Span(
        first * PERIOD, (first + periods) * PERIOD, pytest.approx(min(sums) / periods)
    )


def test_what_is_over_is_not_advised():
    """A stretch may begin with the value of this moment, and with none before it."""
    falling = curve([1, 2, 3, 4])
    assert falling.lowest(PERIOD, PERIOD + 10) == Span(PERIOD, 2 * PERIOD, 2)


def test_a_gap_has_no_average_and_no_stretch():
    """Nothing is made up where values are missing."""
    holey = curve([5, 1, 1, 5, 5], missing=(1, 2))
    assert holey.average(PERIOD, 3 * PERIOD) is None
    assert holey.average(0, 4 * PERIOD) == 5
    assert holey.lowest(2 * PERIOD, 0) == Span(3 * PERIOD, 5 * PERIOD, 5)


def test_pieces_end_at_gaps():
    """Steps that touch are one piece."""
    holey = curve([5, 6, 1, 7], missing=(2,))
    assert holey.pieces(100) == [
        [(0, 300, 5.0), (300, 600, 6.0)],
        [(900, 1200, 7.0)],
    ]


@given(st.integers(2, 50))
def test_many_steps_are_thinned(most):
    """More steps than wanted are averaged over equal times; the average of all stays."""
    values = list(range(500))
    (piece,) = curve(values).pieces(most)
    assert len(piece) <= most
    assert sum(value * (end - start) for start, end, value in piece) == pytest.approx(
        sum(values) * PERIOD
    )
