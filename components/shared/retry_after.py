"""How long a server asks to be left alone."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def milliseconds(value: str | None, now: datetime) -> int | None:
    """What a `Retry-After` asks for (RFC 9110 §10.2.3): seconds, also with a fraction as servers
    send it, or a date. None where it says nothing, or nothing that makes sense.

    `now` is aware of its time zone.
    """
    text = (value or "").strip()
    seconds = number(text)
    return _until(text, now) if seconds is None else round(seconds * 1000)


def number(text: str) -> float | None:
    """A decimal number that is not negative."""
    whole, dot, fraction = text.strip().partition(".")
    digits = f"{whole}{fraction}"
    if not (digits.isascii() and digits.isdigit()):
        return None
    # More than ten digits are centuries, and more than ten behind the point are no time at all.
    whole, fraction = whole[:10] or "0", fraction[:10] or "0"
    return float(f"{whole}.{fraction}") if dot else float(whole)


def _until(date: str, now: datetime) -> int | None:
    try:
        end = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if end.tzinfo is None:
        end = end.replace(tzinfo=UTC)
    return max(0, round((end - now).total_seconds() * 1000))
