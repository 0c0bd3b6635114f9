"""Marks of axes: round, evenly spaced, and not too many."""

import math
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zones
from drawing import axis
from shared import local_time, moments

VALUES = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-6)
ZONES = st.one_of(
    st.none(), st.integers(-56, 56).map(lambda n: timezone(timedelta(minutes=15 * n)))
)


@given(VALUES, VALUES, st.integers(4, 12))
def test_values_are_enclosed_by_round_numbers(one, other, most):
    """All values lie between the first and the last mark."""
    low, high = min(one, other), max(one, other)
    ticks = axis.value_ticks(low, high, most)
    step = ticks[1] - ticks[0]
    tiny = 1e-9 * max(abs(low), abs(high), step)
    assert 2 <= len(ticks) <= most + 1
    assert ticks[0] <= low + tiny
    assert high - tiny <= ticks[-1]


@pytest.mark.parametrize(
    ("low", "high"), [(1e10, 1e10 + 2e-6), (-1e10 - 2e-6, -1e10), (1e12, 1e12), (1e18, 1e18)]
)
def test_values_that_hardly_differ(low, high):
    """What differs by less than a number of its size can tell is drawn as equal."""
    ticks = axis.value_ticks(low, high, 6)
    assert 2 <= len(ticks) <= 7
    assert ticks[0] <= low <= high <= ticks[-1]


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0, 1187, ["0", "200", "400", "600", "800", "1,000", "1,200"]),
        (0, 0.04, ["0.00", "0.01", "0.02", "0.03", "0.04"]),
        (0, 14, ["0.0", "2.5", "5.0", "7.5", "10.0", "12.5", "15.0"]),
        (-3, 4, ["-4", "-2", "0", "2", "4"]),
        (0, 0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    ],
)
def test_labels_have_the_digits_that_they_need(low, high, labels):
    """As many decimal places as tell the marks apart, and thousands are separated."""
    assert axis.value_labels(axis.value_ticks(low, high, 6)) == labels


@given(st.integers(0, 4_102_444_800), st.integers(60, 40 * 86_400), ZONES, st.integers(2, 12))
def test_times_are_round_where_the_user_is(start, length, zone, most):
    """Marks lie inside, at equal distances that divide a local day or are whole days of it."""
    marks = [mark for mark, _ in axis.time_ticks(start, start + length, zone, most)]
    assert len(marks) <= most
    assert all(start <= mark <= start + length for mark in marks)
    steps = {after - before for before, after in zip(marks, marks[1:], strict=False)}
    assert len(steps) <= 1
    offset = zone.utcoffset(None).total_seconds() if zone else 0
    for step in steps:
        assert all((mark + offset) % step == 0 for mark in marks)
        assert 86_400 % step == 0 or step % 86_400 == 0


def test_midnight_has_its_day():
    """Times of day, and the day at its beginning, in the user's zone."""
    east = timezone(timedelta(hours=1))
    marks = axis.time_ticks(1_795_368_000, 1_795_368_000 + 12 * 3_600, east, 5)
    assert [label for _, label in marks] == ["21:00", "Mon 23 Nov", "03:00", "06:00"]
    assert math.isclose(marks[1][0], 1_795_388_400)


@pytest.mark.parametrize(
    ("day", "hours", "labels"),
    [
        ("2026-03-08", 24, ["Sun 08 Mar", "06:00", "12:00", "18:00", "Mon 09 Mar"]),
        ("2026-11-01", 24, ["Sun 01 Nov", "06:00", "12:00", "18:00"]),
        ("2026-03-08", 3, ["Sun 08 Mar", "01:00", "03:00", "04:00"]),
        ("2026-11-01", 3, ["Sun 01 Nov", "01:00", "02:00"]),
    ],
)
def test_marks_where_clocks_change(day, hours, labels):
    """Marks are round where the user is, before and after clocks are put forward or back."""
    zone = local_time.zone(zones.of_rule(zones.PACIFIC)[local_time.VARIABLE])
    start = moments.parse(day, zone)
    marks = axis.time_ticks(start, start + hours * 3600, zone, 5)
    assert [label for _, label in marks] == labels


@given(st.integers(0, 4_102_444_800), st.integers(60, 40 * 86_400), st.integers(2, 12))
def test_marks_in_a_zone_with_summer_time(start, length, most):
    """They lie inside, in order, and are not too many."""
    zone = local_time.zone(zones.of_rule(zones.PACIFIC)[local_time.VARIABLE])
    marks = [mark for mark, _ in axis.time_ticks(start, start + length, zone, most)]
    assert len(marks) <= most
    assert marks == sorted(set(marks))
    assert all(start <= mark <= start + length for mark in marks)
