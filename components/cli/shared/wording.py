"""Numbers, sizes, dates and durations as people read them."""

import math
from datetime import UTC, datetime, tzinfo

from shared import cleaning, moments

_DURATIONS = (
    (31_557_600, "year"),
    (2_629_800, "month"),
    (86_400, "day"),
    (3_600, "hour"),
    (60, "minute"),
    (1, "second"),
)


def number(value: float) -> str:
    """`1234567` as `1,234,567`; a fraction only where there is one."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def bits(entropy: float) -> str:
    """An entropy rounded down to a tenth, for it must not look stronger than it is.

    What cannot be rounded (infinity, what is not a number) is shown as it is.
    """
    tenths = entropy * 10
    return f"{math.floor(tenths) / 10:.1f} bits" if math.isfinite(tenths) else f"{entropy} bits"


def count(amount: int, noun: str) -> str:
    """`1 release`, `2,345 releases`."""
    return f"{number(amount)} {noun}" if amount == 1 else f"{number(amount)} {noun}s"


def size(amount: int) -> str:
    """Bytes in the largest binary unit (IEC 80000-13) that leaves at least one."""
    if amount < 1024:
        return f"{amount} B"
    value = float(amount)
    for unit in ("KiB", "MiB", "GiB"):
        value /= 1024
        if value < 1023.95:
            return f"{value:.1f} {unit}"
    return f"{value / 1024:,.1f} TiB"


def day(stamp: str | None, zone: tzinfo | None) -> str:
    """The day of an RFC 3339 time in `zone` (without one: UTC); nothing for no time."""
    moment = _local(stamp, zone)
    return cleaning.line(stamp or "") if moment is None else moment.strftime("%Y-%m-%d")


def day_and_time(stamp: str | None, zone: tzinfo | None) -> str:
    """An RFC 3339 time to the minute in `zone`; without one in UTC, and saying so."""
    moment = _local(stamp, zone)
    return cleaning.line(stamp or "") if moment is None else _to_the_minute(moment, zone)


def clock_time(epoch: int, zone: tzinfo | None) -> str:
    """Seconds since 1970 as a day and time in `zone`; without one in UTC, and saying so."""
    try:
        return _to_the_minute(datetime.fromtimestamp(epoch, zone or UTC), zone)
    except (ValueError, OverflowError, OSError):
        return f"second {epoch} of Unix time"


def duration(seconds: float) -> str:
    """`3 hours`, `centuries`: one unit, for an estimate."""
    if seconds >= 100 * _DURATIONS[0][0]:
        return "centuries"
    for length, noun in _DURATIONS:
        if seconds >= length:
            return count(int(seconds // length), noun)
    return "less than a second"


def _local(stamp: str | None, zone: tzinfo | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stamp or "")
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(zone or UTC)
    except (ValueError, OverflowError):
        return None


def _to_the_minute(moment: datetime, zone: tzinfo | None) -> str:
    """A time that clocks show twice, when they are put back, has its offset."""
    shown = moment.strftime("%Y-%m-%d %H:%M")
    if zone is None:
        return f"{shown} UTC"
    other = moment.replace(fold=1 - moment.fold)
    return shown if other.utcoffset() == moment.utcoffset() else f"{shown} {moments.offset(moment)}"
