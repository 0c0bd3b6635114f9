"""Points in time: seconds since 1970, RFC 3339 text, and what people type."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import click

_DAY = r"\d{4}-\d\d-\d\d"
_TIME = r"\d\d:\d\d(:\d\d(\.\d{1,9})?)?"
_MOMENT = re.compile(rf"{_DAY}([Tt ]{_TIME}([Zz]|[+-]\d\d:\d\d)?)?", re.ASCII)


class Moment(click.ParamType[int]):
    """`2026-11-22`, `2026-11-22T14:30` or RFC 3339, in seconds since 1970.

    A day stands for its midnight. Without an offset it is local time; where the zone is not
    known, UTC. Of a time that a clock shows twice, it is the first; one that is skipped is as much
    later as clocks are put forward. The terminal is the context's object.
    """

    name = "moment"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        zone = ctx.obj.zone if ctx else None
        seconds = value if isinstance(value, int) else parse(value, zone or UTC)
        if seconds is None:
            self.fail(f"{value!r} is not a time. Write 2026-11-22 or 2026-11-22T14:30:00Z.")
        return seconds


def parse(text: str, zone: tzinfo) -> int | None:
    """Seconds since 1970, rounded down, of a date or an RFC 3339 time; without offset in `zone`."""
    if _MOMENT.fullmatch(text) is None:
        return None
    try:
        moment = datetime.fromisoformat(text.upper())
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return int(aware.astimezone(UTC).timestamp() // 1)
    except (ValueError, OverflowError):
        return None


def stamp(seconds: float) -> str:
    """Seconds since 1970 as RFC 3339 in UTC, to the second."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def clock(seconds: float, zone: tzinfo | None) -> str:
    """The time of day in `zone`, or in UTC: `14:30`."""
    return _local(seconds, zone).strftime("%H:%M")


def day(seconds: float, zone: tzinfo | None) -> str:
    """The weekday and day in `zone`, or in UTC: `Sun 22 Nov`."""
    return _local(seconds, zone).strftime("%a %d %b")


def zone_name(zone: tzinfo | None, *seconds: float) -> str:
    """The offsets at those times: `UTC`, `UTC+02:00`, `UTC-08:00, UTC-07:00`."""
    return ", ".join(dict.fromkeys(offset(_local(each, zone)) for each in seconds))


def offset(moment: datetime) -> str:
    """How far an aware time is ahead of UTC: `UTC+02:00`."""
    return str(timezone(moment.utcoffset() or timedelta()))


def _local(seconds: float, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(int(seconds), zone or UTC)
