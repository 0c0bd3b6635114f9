"""The fields of a JSON object from outside, each in the form that it should have, or absent.

A service leaves out what it does not know, writes null for it, or something else than it
documents: that is no reason to lose the rest.
"""

import math
from datetime import UTC, datetime

import text


class Fields:
    """The fields of `value`; none where it is no object."""

    def __init__(self, value: object) -> None:
        self._values = value if isinstance(value, dict) else {}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str) -> str | None:
        value = self._values.get(key)
        return text.whole(value) if isinstance(value, str) else None

    def count(self, key: str, most: int = 2**64 - 1) -> int | None:
        """A whole number from 0 to `most`."""
        value = self._values.get(key)
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        return whole if type(whole) is int and 0 <= whole <= most else None

    def number(self, key: str) -> float | None:
        """A number that a float can hold, which a whole one of JSON's may not be."""
        value = self._values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        try:
            number = float(value)
        except OverflowError:
            return None
        return number if math.isfinite(number) else None

    def flag(self, key: str) -> bool:
        """Whether it is true; absent is not."""
        return self._values.get(key) is True

    def moment(self, key: str) -> datetime | None:
        """A time of RFC 3339, in UTC to the second; without an offset it is one of UTC."""
        value = self._values.get(key)
        try:
            moment = datetime.fromisoformat(value.upper()) if isinstance(value, str) else None
            if moment is None:
                return None
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return aware.astimezone(UTC).replace(microsecond=0)
        except (ValueError, OverflowError):
            return None

    def array(self, key: str) -> list[object]:
        """A list; none is an empty one."""
        return self.optional_array(key) or []

    def optional_array(self, key: str) -> list[object] | None:
        value = self._values.get(key)
        return value if isinstance(value, list) else None

    def child(self, key: str) -> "Fields":
        """The fields of an object in this one; none where there is none."""
        return Fields(self._values.get(key))


def stamp(moment: datetime) -> str:
    """`2026-11-22T09:00:00Z`"""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
