"""Times as RFC 3339 writes them."""

import re
import time
from datetime import UTC, datetime

_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


class BadTime(ValueError):
    """A text that is not a time."""


def parse(text: str) -> datetime:
    """The moment in UTC, to the second. Raises `BadTime` for what is not RFC 3339, 5.6."""
    match = _RFC_3339.fullmatch(text)
    if match is None:
        raise BadTime(text)
    whole = text.replace(match[1], "", 1) if match[1] else text
    try:
        return datetime.fromisoformat(whole.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadTime(text) from None


def now() -> datetime:
    """The present second."""
    return datetime.fromtimestamp(int(time.time()), UTC)


def show(moment: datetime) -> str:
    """`2026-11-22T09:00:00Z`"""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
