"""A wait is what the server asks for, in whichever way it says so."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import retry_after

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        (None, None),
        ("0", 0),
        (" 120 ", 120_000),
        ("1.5", 1500),
        ("0.25", 250),
        ("30.0", 30_000),
        (".5", 500),
        ("2.", 2000),
        ("0.0004", 0),
        ("1.7999999999999998", 1800),
        ("9" * 5000, 9_999_999_999_000),
        ("Sun, 22 Nov 2026 07:00:05 GMT", 5000),
        ("Sun, 22 Nov 2026 07:00:05", 5000),
        ("Sunday, 22-Nov-26 07:00:05 GMT", 5000),
        ("Sun Nov 22 07:00:05 2026", 5000),
        ("Sun, 22 Nov 2020 07:00:05 GMT", 0),
        ("Sun, 99 Nov 2026 07:00:05 GMT", None),
        ("-1", None),
        ("-0.5", None),
        ("1,5", None),
        ("1.5.5", None),
        ("1e3", None),
        ("inf", None),
        ("nan", None),
        ("soon", None),
        (".", None),
        ("", None),
        ("٣", None),
    ],
)
def test_milliseconds(value: str | None, wait: int | None) -> None:
    """Seconds, with a fraction or without, and the three forms of an HTTP-date; what is neither is
    not there."""
    assert wait == retry_after.milliseconds(value, NOW)


@given(st.text())
def test_any_text(value: str) -> None:
    """No header makes it fail, and no wait is negative."""
    wait = retry_after.milliseconds(value, NOW)
    assert wait is None or wait >= 0


@given(st.integers(min_value=0, max_value=10**10 - 1))
def test_any_seconds(seconds: int) -> None:
    """As many seconds as ten digits can say."""
    assert seconds * 1000 == retry_after.milliseconds(str(seconds), NOW)


@given(st.integers(min_value=0, max_value=10**9))
def test_any_fraction(thousandths: int) -> None:
    """A fraction counts to the millisecond."""
    assert thousandths == retry_after.milliseconds(f"{thousandths / 1000:.3f}", NOW)


@given(st.integers(min_value=0, max_value=10**7))
def test_any_date(seconds: int) -> None:
    """A date is as far as it is from now."""
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert seconds * 1000 == retry_after.milliseconds(date, NOW)
