"""Retries come when the server asked for them, and never all at once."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import retry

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        (None, None),
        ("0", 0),
        (" 120 ", 120_000),
        ("Sun, 22 Nov 2026 07:00:05 GMT", 5000),
        ("Sunday, 22-Nov-26 07:00:05 GMT", 5000),
        ("Sun Nov 22 07:00:05 2026", 5000),
        ("Sun, 22 Nov 2020 07:00:05 GMT", 0),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
    ],
)
def test_retry_after(value: str | None, wait: int | None) -> None:
    """Seconds and the three forms of an HTTP-date; what is neither is not there."""
    assert wait == retry.retry_after(value, NOW)


@given(st.text())
def test_any_retry_after(value: str) -> None:
    """No header makes it fail, and no wait is negative."""
    wait = retry.retry_after(value, NOW)
    assert wait is None or wait >= 0


@given(st.integers(min_value=0))
def test_any_seconds(seconds: int) -> None:
    """As many seconds as ten digits can say."""
    wait = retry.retry_after(str(seconds), NOW)
    assert wait == (seconds * 1000 if seconds < 10**10 else int(str(seconds)[:10]) * 1000)


@given(st.integers(min_value=0, max_value=10**7))
def test_any_date(seconds: int) -> None:
    """A date is as far as it is from now."""
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert seconds * 1000 == retry.retry_after(date, NOW)


@given(st.integers(1, 300), st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_backoff(tried: int, longest: int, chance: float) -> None:
    """Half a second, doubled each time, at most `longest`, less up to a quarter."""
    full = min(500 * 2 ** (tried - 1), longest)
    assert int(full * 0.75) <= retry.backoff(tried, longest, chance) <= full


def test_idempotent() -> None:
    """Only these may be sent twice (RFC 9110 §9.2.2)."""
    methods = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "PATCH", "PROPFIND"]
    assert methods[:5] == [method for method in methods if retry.is_idempotent(method)]
