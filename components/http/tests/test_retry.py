"""Retries never come all at once, and only where twice does what once does."""

from hypothesis import given
from hypothesis import strategies as st

import retry


@given(st.integers(1, 300), st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_backoff(tried: int, longest: int, chance: float) -> None:
    """Half a second, doubled each time, at most `longest`, less up to a quarter."""
    full = min(500 * 2 ** (tried - 1), longest)
    assert int(full * 0.75) <= retry.backoff(tried, longest, chance) <= full


def test_idempotent() -> None:
    """Only these may be sent twice (RFC 9110 §9.2.2)."""
    methods = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "PATCH", "PROPFIND"]
    assert methods[:5] == [method for method in methods if retry.is_idempotent(method)]
