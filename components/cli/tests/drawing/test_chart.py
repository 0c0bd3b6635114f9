"""The chart on a terminal."""

from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width

from drawing import chart
from drawing.curve import Curve, Span

EAST = timezone(timedelta(hours=1))
START = 1_795_342_200
VALUES = st.lists(st.floats(-1e6, 1e12), min_size=1, max_size=40)


def drawn(values, columns=60, *, now=None, best=None, colour=False):
    curve = Curve([(START + 300 * n, value) for n, value in enumerate(values)], 300)
    return chart.draw(curve, now=now, best=best, zone=EAST, columns=columns, colour=colour)


@given(VALUES, st.integers(40, 250))
def test_it_fits(values, columns):
    """No line is wider than the terminal, whatever the values."""
    best = Span(START, START + 300, 1.0)
    lines = drawn(values, columns, now=START + 299, best=best)
    assert max(map(width, lines)) <= columns


def test_as_it_looks():
    """Both axes, their marks, now and the lowest stretch, without colour."""
    values = [*range(100, 20, -10), *range(20, 100, 10)]
    best = Span(START + 300 * 6, START + 300 * 10, 30.0)
    assert drawn(values, 40, now=START + 400, best=best) == [
        "       ▼ now",
        "                  ├───────┤ lowest",
        "100 ┤██▁",
        "    │████▃                           ▁██",
        " 80 ┤██████▄                       ▃████",
        "    │████████▆                   ▄██████",
        " 60 ┤███████████               ▆████████",
        "    │█████████████▁          ███████████",
        " 40 ┤███████████████▃     ▁█████████████",
        "    │█████████████████▄ ▃███████████████",
        " 20 ┤███████████████████████████████████",
        "    │███████████████████████████████████",
        "  0 ┼─────────┬────────────┬────────────",
        "            11:30        12:00",
    ]


@pytest.mark.parametrize("colour", [False, True])
def test_colour_adds_nothing_but_colour(colour):
    """The lowest stretch is green where colours are wanted; the characters are the same."""
    best = Span(START + 600, START + 1200, 3.0)
    lines = drawn([5, 4, 3, 3, 4], best=best, colour=colour)
    assert colour == any("\x1b[32m" in line for line in lines)
    bare = [line.replace("\x1b[32m", "").replace("\x1b[0m", "").rstrip() for line in lines]
    assert bare == [line.rstrip() for line in drawn([5, 4, 3, 3, 4], best=best)]


def test_what_is_out_of_sight_is_not_marked():
    """A now and a lowest stretch before or after the curve have no mark."""
    lines = drawn([1, 2], now=START - 10, best=Span(START + 600, START + 900, 1.0))
    assert not any("now" in line or "lowest" in line for line in lines)


def test_a_gap_is_empty():
    """No bar stands where nothing is known; zero has the smallest one."""
    curve = Curve([(START, 0.0), (START + 300, 1.0), (START + 900, 1.0)], 300)
    lines = chart.draw(curve, now=None, best=None, zone=None, columns=45, colour=False)
    bottom = lines[-3].split("│")[1]
    assert bottom == "▁" * 10 + "█" * 10 + " " * 10 + "█" * 10
