"""Times of NTP and of Unix, across eras."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ntp_time

SECOND = 10**9
MEANT = st.integers(ntp_time.EARLIEST, ntp_time.END - SECOND)


@pytest.mark.parametrize(
    ("timestamp", "moment"),
    [
        # RFC 5905, figure 4: dates and their seconds in an era.
        (2_208_988_800, "1970-01-01T00:00:00+00:00"),
        (2_272_060_800, "1972-01-01T00:00:00+00:00"),
        (4_294_944_000, "2036-02-07T00:00:00+00:00"),
        # The second era begins.
        (4_294_967_295, "2036-02-07T06:28:15+00:00"),
        (0, "2036-02-07T06:28:16+00:00"),
        (23_104, "2036-02-07T12:53:20+00:00"),
        # The rule of RFC 4330: bit 0 tells the eras apart.
        (1 << 31, "1968-01-20T03:14:08+00:00"),
        ((1 << 31) - 1, "2104-02-26T09:42:23+00:00"),
    ],
)
def test_dates(timestamp, moment):
    """Known seconds of an era are known dates."""
    seconds = int(datetime.fromisoformat(moment).timestamp())
    assert seconds * SECOND == ntp_time.to_unix(timestamp << 32)
    assert timestamp << 32 == ntp_time.from_unix(seconds * SECOND)


def test_the_range():
    """The earliest and the last time that can be meant."""
    first = datetime.fromtimestamp(ntp_time.EARLIEST / SECOND, UTC)
    end = datetime.fromtimestamp(ntp_time.END / SECOND, UTC)
    assert (1968, 2104) == (first.year, end.year)


@given(MEANT)
def test_there_and_back(nanoseconds):
    """A nanosecond is not lost between 1968 and 2104."""
    assert nanoseconds == ntp_time.to_unix(ntp_time.from_unix(nanoseconds))


@given(st.integers(1, (1 << 64) - 1))
def test_every_timestamp_means_a_time(timestamp):
    """Any 64 bits are a time in the range, to half a nanosecond."""
    nanoseconds = ntp_time.to_unix(timestamp)
    assert ntp_time.EARLIEST <= nanoseconds <= ntp_time.END
    error = (ntp_time.from_unix(nanoseconds) - timestamp + (1 << 63)) % (1 << 64) - (1 << 63)
    assert abs(error) <= (1 << 32) / SECOND / 2 + 1


@given(MEANT, st.integers(0, SECOND))
def test_later_is_later(nanoseconds, more):
    """The order of times is kept, across the change of eras too."""
    later = ntp_time.to_unix(ntp_time.from_unix(nanoseconds + more))
    assert more == later - ntp_time.to_unix(ntp_time.from_unix(nanoseconds))
