"""The fields of JSON objects, checked on the way.

Everything here raises `Err` (`unexpected`) where a value is not what the API documents.
"""

import math
import re
from datetime import datetime
from typing import NoReturn

from componentize_py_types import Err

import failures
import times

# JSON can hold half a surrogate pair (RFC 8259, 8.2); a `string` of the contract cannot.
_SURROGATE = re.compile("[\ud800-\udfff]")


class Fields:
    """The fields of one JSON object; `where` names it in errors."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            mismatch(f"the {where} is not an object")
        self._values = value
        self._where = where

    def get(self, key: str) -> object:
        return self._values.get(key)

    def optional_text(self, key: str) -> str | None:
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self._wrong(key, "a text")
        return _SURROGATE.sub("\ufffd", value)

    def text(self, key: str) -> str:
        value = self.optional_text(key)
        if value is None:
            self._wrong(key, "a text")
        return value

    def number(self, key: str) -> float:
        """A number that a float can hold, which a whole one of JSON's may not be."""
        value = self._values.get(key)
        try:
            number = float(value) if type(value) in (int, float) else math.nan
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            self._wrong(key, "a number")
        return number

    def seconds(self, key: str) -> int:
        value = self._values.get(key)
        if type(value) is not int or not 0 < value < 2**32:
            self._wrong(key, "a number of seconds")
        return value

    def optional_seconds(self, key: str) -> int | None:
        return None if self._values.get(key) is None else self.seconds(key)

    def moment(self, key: str) -> datetime:
        try:
            return times.parse(self.text(key))
        except times.BadTime:
            self._wrong(key, "a time")

    def array(self, key: str) -> list[object]:
        """A list; none is an empty one."""
        value = self._values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(key, "a list")
        return value

    def child(self, key: str) -> "Fields":
        return Fields(self._values.get(key), f"{self._where}'s {key}")

    def _wrong(self, key: str, expected: str) -> NoReturn:
        mismatch(f"the {self._where}'s {key} is not {expected}")


def mismatch(reason: str) -> NoReturn:
    raise Err(failures.unexpected(200, reason))
