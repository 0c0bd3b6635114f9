"""Lengths of time: what can be typed, and how they are shown."""

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import durations
from shared.durations import Duration

PARTS = st.lists(st.one_of(st.none(), st.integers(0, 999_999)), min_size=4, max_size=4)


@given(PARTS)
def test_parts_add_up(parts):
    """Days, hours, minutes and seconds, any of them left out, are summed."""
    text = "".join(
        f"{part}{unit}" for part, unit in zip(parts, "dhms", strict=True) if part is not None
    )
    sizes = (86_400, 3_600, 60, 1)
    seconds = sum((part or 0) * size for part, size in zip(parts, sizes, strict=True))
    assert durations.parse(text) == (seconds if text else None)


@given(st.text(st.sampled_from("0123456789dhms -.+²٣ ")))
def test_any_text_is_a_duration_or_none(text):
    """Nothing but digits with units, in order, is understood; nothing raises."""
    seconds = durations.parse(text)
    assert seconds is None or (seconds >= 0 and set(text) <= set("0123456789dhms"))


@pytest.mark.parametrize(
    "text", ["", "90", "m", "1m1h", "1h 30m", "1.5h", "-1h", "٣h", "1H", "9" * 7 + "s"]
)
def test_what_is_no_duration(text):
    """Without a unit, in another order, with signs, spaces or too many digits."""
    assert durations.parse(text) is None


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-1, "0 s"),
        (0.9, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3_661, "1 h 1 min"),
        (3_601, "1 h"),
        (90_061, "1 d 1 h"),
        (86_460, "1 d"),
    ],
)
def test_shown(seconds, shown):
    """The largest unit and the one below it, without zeros."""
    assert durations.show(seconds) == shown


@given(st.integers(60, 7200))
def test_the_range_and_the_unit(seconds):
    """An option takes what is in its range, and only whole numbers of its unit."""
    duration = Duration(120, 3600, (60, "minutes"))
    good = 120 <= seconds <= 3600 and seconds % 60 == 0
    try:
        assert duration.convert(f"{seconds}s", None, None) == seconds
        assert good
    except click.BadParameter:
        assert not good
