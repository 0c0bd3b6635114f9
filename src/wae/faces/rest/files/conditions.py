"""Validators of a file, and the conditions of requests (RFC 9110, sections 8.8 and 13)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import Enum

_SECOND = 1_000_000_000
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_OLDEST, _NEWEST = 0, 253_402_300_799  # seconds that a date can be: the years 1970 to 9999


class Outcome(Enum):
    GO_ON = 200
    NOT_MODIFIED = 304
    FAILED = 412


@dataclass(frozen=True)
class Validators:
    """``date`` in seconds since 1970. A file that was just changed may change again within what
    its file system can tell apart: its tag is weak then, and its date no proof of anything."""

    tag: str
    date: int
    is_strong: bool

    @classmethod
    def of(cls, size: int, modified: int, now: int) -> Validators:
        """Of a file; ``modified`` and ``now`` are nanoseconds since 1970."""
        is_strong = now - modified >= _SECOND
        tag = f'"{modified:x}-{size:x}"'
        date = min(max(min(modified, now) // _SECOND, _OLDEST), _NEWEST)
        return cls(tag if is_strong else f"W/{tag}", date, is_strong)

    def headers(self) -> tuple[tuple[str, str], ...]:
        """As they are sent."""
        return ("etag", self.tag), ("last-modified", http_date(self.date))


def http_date(seconds: int) -> str:
    """A date as HTTP writes it (RFC 9110, section 5.6.7)."""
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)


def outcome(headers: Mapping[str, str], own: Validators) -> Outcome:
    """What the conditions of a GET or HEAD say, in the order of section 13.2.2."""
    if (wanted := headers.get("if-match")) is not None:
        if not _matches(wanted, own, strong=True):
            return Outcome.FAILED
    elif (since := _date(headers.get("if-unmodified-since"))) is not None and own.date > since:
        return Outcome.FAILED
    if (known := headers.get("if-none-match")) is not None:
        return Outcome.NOT_MODIFIED if _matches(known, own, strong=False) else Outcome.GO_ON
    since = _date(headers.get("if-modified-since"))
    return Outcome.NOT_MODIFIED if since is not None and own.date <= since else Outcome.GO_ON


def is_same(if_range: str | None, own: Validators) -> bool:
    """Whether If-Range lets a range be sent (section 13.1.5): no condition, or the very file."""
    if if_range is None:
        return True
    if not own.is_strong:
        return False
    return if_range == own.tag or (if_range[:1] not in '"W' and _date(if_range) == own.date)


def _matches(field: str, own: Validators, *, strong: bool) -> bool:
    """Whether a list of entity tags has this one (section 8.8.3.2)."""
    if field.strip() == "*":
        return True
    if strong and not own.is_strong:
        return False
    tags = _TAG.findall(field)
    return own.tag in tags if strong else _opaque(own.tag) in map(_opaque, tags)


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/")


def _date(field: str | None) -> int | None:
    """Seconds since 1970; None for what is no date, which is ignored."""
    if field is None:
        return None
    try:
        date = parsedate_to_datetime(field)
        return int(date.replace(tzinfo=date.tzinfo or UTC).timestamp())
    except (ValueError, TypeError, OverflowError):
        return None
