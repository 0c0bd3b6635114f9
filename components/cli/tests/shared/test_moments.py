"""Points in time, typed and shown."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zones
from shared import local_time, moments

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
SECONDS = st.integers(0, 4_102_444_800)
EAST = timezone(timedelta(hours=2))


@given(SECONDS, ZONES)
def test_stamps_are_understood(seconds, zone):
    """What `stamp` writes is the same moment in every zone."""
    assert moments.parse(moments.stamp(seconds), zone) == seconds


@given(SECONDS, ZONES, ZONES)
def test_an_offset_counts_more_than_the_zone(seconds, own, zone):
    """RFC 3339 with an offset says when; the user's zone changes nothing."""
    text = datetime.fromtimestamp(seconds, own).isoformat()
    assert moments.parse(text, zone) == seconds


@given(SECONDS, ZONES)
def test_without_an_offset_it_is_local(seconds, zone):
    """A time without offset is one in the user's zone."""
    text = datetime.fromtimestamp(seconds, zone).replace(tzinfo=None).isoformat()
    assert moments.parse(text, zone) == seconds


def test_a_day_is_its_midnight():
    """A date stands for 00:00, local time."""
    assert moments.parse("2026-11-22", UTC) == 1_795_305_600
    assert moments.parse("2026-11-22", EAST) == 1_795_305_600 - 7_200


@pytest.mark.parametrize(
    "text", ["2026-11-22T14:30", "2026-11-22 14:30:00z", "2026-11-22t14:30:00.9Z"]
)
def test_forms_of_rfc_3339(text):
    """Small letters, a space, no seconds and fractions are accepted."""
    assert moments.parse(text, UTC) == 1_795_357_800


@pytest.mark.parametrize(
    "text",
    ["", "now", "20261122", "2026-W47-7", "2026-13-01", "2026-11-22T25:00", "2026-11-22T1:00",
     "0001-01-01T00:00+14:00", "٢٠٢٦-11-22", "2026-11-22T14:30:00 Z"],
)  # fmt: skip
def test_what_is_no_time(text):
    """Other forms of ISO 8601, impossible dates and other digits are refused, not guessed."""
    assert moments.parse(text, UTC) is None


@given(st.text(st.sampled_from("0129-:TtZz+. "), max_size=30))
def test_any_text_is_a_time_or_none(text):
    """Nothing that is typed raises."""
    assert isinstance(moments.parse(text, UTC), int | None)


def test_shown_in_a_zone_or_in_utc():
    """The hour and the day are those of the zone; without one those of UTC."""
    late = 1_795_390_200
    assert (moments.clock(late, None), moments.day(late, None)) == ("23:30", "Sun 22 Nov")
    assert (moments.clock(late, EAST), moments.day(late, EAST)) == ("01:30", "Mon 23 Nov")
    assert (moments.zone_name(None, late), moments.zone_name(EAST, late)) == ("UTC", "UTC+02:00")


PACIFIC = local_time.zone(zones.of_rule(zones.PACIFIC)[local_time.VARIABLE])
DAYS = [
    ("2026-01-01", "08:00", 24),
    ("2026-03-08", "08:00", 23),
    ("2026-03-09", "07:00", 24),
    ("2026-07-01", "07:00", 24),
    ("2026-11-01", "07:00", 25),
    ("2026-11-02", "08:00", 24),
]


@pytest.mark.parametrize(("day", "midnight", "hours"), DAYS)
def test_a_day_has_its_own_midnight(day, midnight, hours):
    """A day begins with the offset of its own midnight, so it may have 23 or 25 hours."""
    start = moments.parse(day, PACIFIC)
    following = date.fromisoformat(day) + timedelta(days=1)
    assert moments.stamp(start) == f"{day}T{midnight}:00Z"
    assert moments.parse(following.isoformat(), PACIFIC) - start == hours * 3600
    assert (moments.clock(start, PACIFIC), moments.clock(start, None)) == ("00:00", midnight)


def test_times_that_clocks_show_twice_or_never():
    """Of two moments it is the first; a time that is skipped is as much later."""
    assert moments.stamp(moments.parse("2026-11-01T01:30", PACIFIC)) == "2026-11-01T08:30:00Z"
    assert moments.stamp(moments.parse("2026-03-08T02:30", PACIFIC)) == "2026-03-08T10:30:00Z"


@pytest.mark.parametrize(
    "rule", ["<-03>3<-02>,M10.3.0/0,M2.3.0/0", "<+02>-2<+03>,M4.5.5/0,M10.5.4/24"]
)
def test_a_day_without_a_midnight(rule):
    """Where clocks are put forward at midnight, the day begins with its first moment."""
    zone = local_time.zone(zones.of_rule(rule)[local_time.VARIABLE])
    first = "2026-10-18" if rule.startswith("<-") else "2026-04-24"
    start = moments.parse(first, zone)
    assert (moments.clock(start - 1, zone), moments.clock(start, zone)) == ("23:59", "01:00")


def test_the_offsets_of_a_stretch():
    """A stretch in which clocks are put forward has two."""
    start, end = (moments.parse(day, PACIFIC) for day in ("2026-03-08", "2026-03-09"))
    assert moments.zone_name(PACIFIC, start, end) == "UTC-08:00, UTC-07:00"


@pytest.mark.parametrize("data", ["", "x", "VFppZg==", "VFppZjI" + "A" * 57, "9" * 5000, "é", "\0"])
def test_data_that_are_no_zone(data):
    """Invalid data gives no zone, and does not crash."""
    assert local_time.zone(data) is None
