"""Fields of JSON from outside: what they should be, or absent."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from json_fields import Fields, stamp

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_any_value(value: object) -> None:
    """Whatever a field holds, each way to read it gives its type or nothing, and never raises."""
    fields = Fields({"a": value})
    for actual in (fields.text("a"), fields.count("a"), fields.number("a"), fields.moment("a")):
        assert actual is None or isinstance(actual, str | int | float | datetime)
    assert isinstance(fields.array("a"), list)
    assert isinstance(fields.flag("a"), bool)
    assert isinstance(fields.child("a").array("b"), list)
    assert Fields(value).text("no such key") is None or "no such key" in json.dumps(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(5, 5), (5.0, 5), (0, 0), (-1, None), (1.5, None), (True, None), ("5", None), (2**64, None)],
)
def test_counts(value: object, expected: int | None) -> None:
    """A count is a whole number, also where it is written with a point."""
    assert expected == Fields({"a": value}).count("a")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z"),
        ("2026-11-22t10:00:00.9+01:00", "2026-11-22T09:00:00Z"),
        ("2026-11-22T09:00:00", "2026-11-22T09:00:00Z"),
        ("yesterday", None),
        ("0001-01-01T00:00:00+14:00", None),
        (1_700_000_000, None),
        (None, None),
    ],
)
def test_moments(value: object, expected: str | None) -> None:
    """A time in any offset is one of UTC; without an offset it is taken for that."""
    actual = Fields({"a": value}).moment("a")
    assert expected == (None if actual is None else stamp(actual))


def test_texts_without_halves() -> None:
    """What no text can hold is U+FFFD."""
    assert "a\ufffd" == Fields({"a": "a\ud83d"}).text("a")


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2, 1, 1)))
def test_back_and_forth(moment: datetime) -> None:
    """What is written is read as the same second."""
    actual = Fields({"a": stamp(moment)}).moment("a")
    assert actual is not None
    assert timedelta() <= moment - actual < timedelta(seconds=1)
