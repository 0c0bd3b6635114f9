"""Times are those of RFC 3339, in UTC."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z"),
        ("2026-11-22t09:00:00z", "2026-11-22T09:00:00Z"),
        ("2026-11-22 09:00:00+00:00", "2026-11-22T09:00:00Z"),
        ("2026-11-22T09:00:00.999999999+02:00", "2026-11-22T07:00:00Z"),
        ("2026-12-31T23:59:59-12:30", "2027-01-01T12:29:59Z"),
    ],
)
def test_normalised(text: str, expected: str) -> None:
    """Any offset becomes UTC; fractions of seconds are dropped."""
    assert expected == times.show(times.parse(text))


@pytest.mark.parametrize(
    "text",
    [
        *("", "now", "2026-11-22", "2026-11-22T09:00", "2026-11-22T09:00:00", "20261122T090000Z"),
        *("2026-02-30T00:00:00Z", "2026-11-22T24:00:01Z", "2026-11-22T09:00:60Z"),
        *("2026-11-22T09:00:00+24:00", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"),
        *("2026-11-22T09:00:00Z\n", "2026-11-22T09:00:00Z ", "\u0662026-11-22T09:00:00Z"),
    ],
)
def test_refused(text: str) -> None:
    """What is no time, or none with an offset, is refused."""
    with pytest.raises(times.BadTime):
        times.parse(text)


@given(st.datetimes(timezones=st.just(UTC)))
def test_back_and_forth(moment: datetime) -> None:
    """What is shown is read as the same second, and has always 20 characters."""
    shown = times.show(moment)
    assert 20 == len(shown)
    assert moment.replace(microsecond=0) == times.parse(shown)
