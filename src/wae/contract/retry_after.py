"""When to ask again, as an error that a function returns says it.

In its payload, a field `retry-after` has seconds, `retry-at` seconds since 1970, UTC. Either
becomes the header ``Retry-After`` (RFC 9110, section 10.2.3).
"""

from __future__ import annotations

import math
import time
from typing import Any

from wae.contract.error_cases import case_of
from wae.contract.shapes import INTEGERS, Field, Option, Record, Scalar, Shape, Variant

_FIELDS = ("retry-after", "retry-at")
_LATEST = 253_402_300_799  # the end of the year 9999, the last that an HTTP-date can name
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def retry_after(shape: Shape | None, error: Any) -> str | None:
    """The header's value for an error of this shape whose JSON is ``error``; None without one."""
    match shape:
        case Option(some, wrapped=False) if error is not None:
            return retry_after(some, error)
        case Variant():
            _, inner, payload = case_of(shape, error)
            return retry_after(inner, payload)
        case Record(fields=fields):
            values = (_of_field(field, error[field.name]) for field in fields)
            return next(filter(None, values), None)
    return None


def may_retry(shape: Shape | None) -> bool:
    """Whether there is an error of this shape that says it."""
    match shape:
        case Option(some, wrapped=False):
            return may_retry(some)
        case Variant(cases=cases):
            return any(may_retry(case.shape) for case in cases)
        case Record(fields=fields):
            return any(_is_moment(field) or may_retry(field.shape) for field in fields)
    return False


def _is_moment(field: Field) -> bool:
    shape = field.shape.some if isinstance(field.shape, Option) else field.shape
    is_number = isinstance(shape, Scalar) and shape.kind in (*INTEGERS, "f32", "f64")
    return is_number and field.name in _FIELDS


def _of_field(field: Field, value: Any) -> str | None:
    if not _is_moment(field):
        return retry_after(field.shape, value)
    if not isinstance(value, int | float) or not 0 <= value <= _LATEST:
        return None
    whole = math.ceil(value)
    return str(whole) if field.name == "retry-after" else _date(whole)


def _date(seconds: int) -> str:
    """An HTTP-date (RFC 9110, section 5.6.7), in English whatever the locale."""
    at = time.gmtime(seconds)
    day, month = _DAYS[at.tm_wday], _MONTHS[at.tm_mon - 1]
    clock = f"{at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02}"
    return f"{day}, {at.tm_mday:02} {month} {at.tm_year} {clock} GMT"
