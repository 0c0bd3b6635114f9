"""Where the marks of an axis stand, and what they say."""

import math
from datetime import UTC, datetime, timedelta, tzinfo

from shared import moments

_STEPS = (1, 2, 2.5, 5, 10, 20)
# Values that differ by less, or by less than this part of them, are drawn as equal.
_FLAT, _PART = 1e-6, 1e-9
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_TIME_STEPS = (
    *(_MINUTE * minutes for minutes in (1, 2, 5, 10, 15, 30)),
    *(_HOUR * hours for hours in (1, 2, 3, 6, 12)),
    *(_DAY * days for days in (1, 2, 5, 10, 20)),
)
_EPOCH = datetime(1970, 1, 1)


def value_ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers at equal distances that enclose `low` to `high`.

    At least one step and at most `most` of them, which is 4 or more.
    """
    least = max(_FLAT, _PART * max(abs(low), abs(high)))
    span = high - low if high - low > least else max(1.0, least)
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(
        [number * step for number in range(first, last + 1)]
        for step in (factor * power for factor in _STEPS)
        for first, last in [(math.floor(low / step), math.ceil((low + span) / step))]
        if last - first <= most
    )


def value_labels(ticks: list[float]) -> list[str]:
    """The ticks with as many decimal places as the distance between them needs."""
    step = ticks[1] - ticks[0]
    places = max(0, -math.floor(math.log10(step)))
    if round(step * 10**places, 6) % 1:
        places += 1
    return [f"{tick + 0.0:,.{places}f}" for tick in ticks]


def time_ticks(start: float, end: float, zone: tzinfo | None, most: int) -> list[tuple[float, str]]:
    """Full hours, days and their parts from `start` to `end` (seconds), with what they say.

    At most `most` of them; times are local to `zone` (without one: UTC), and a midnight has its
    day for a label. What a clock shows twice is marked once, what it skips is not.
    """
    where = zone or UTC
    first, last = (_clock(moment, where) for moment in (start, end))
    # From midnight to midnight clocks may show more than goes by, or less.
    length = max(end - start, last - first)
    longest = _DAY * math.ceil(length / _DAY / most + 1)
    step = next((s for s in _TIME_STEPS if length / s < most), longest)
    shown = range(math.ceil(first / step), math.floor(last / step) + 1)
    marks = (_moment(number * step, where) for number in shown)
    return [
        (mark, _time_label(mark, zone))
        for mark in marks
        if mark is not None and start <= mark <= end
    ]


def _clock(moment: float, zone: tzinfo) -> float:
    """What a clock shows, in seconds since it showed the beginning of 1970."""
    shown = datetime.fromtimestamp(math.floor(moment), zone).replace(tzinfo=None) - _EPOCH
    return shown.total_seconds() + moment % 1


def _moment(shown: float, zone: tzinfo) -> float | None:
    """When a clock shows that first, in seconds since 1970; None where it never does."""
    time = (_EPOCH + timedelta(seconds=shown)).replace(tzinfo=zone).timestamp()
    return time if _clock(time, zone) == shown else None


def _time_label(mark: float, zone: tzinfo | None) -> str:
    is_midnight = _clock(mark, zone or UTC) % _DAY == 0
    return moments.day(mark, zone) if is_midnight else moments.clock(mark, zone)
