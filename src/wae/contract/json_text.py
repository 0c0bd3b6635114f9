"""JSON as RFC 8259 has it: what Python's parser takes beyond that is refused."""

from __future__ import annotations

import json
import math
from typing import Any

_SAFE = 300
"""So many digits fit a float (IEEE 754 binary64), and Python's limit for integers, whatever they
are."""
_LONGEST_QUOTE = 20


class NumberTooLarge(ValueError):
    """A number that no float can hold, such as 1e999: RFC 8259, section 6, leaves a parser free to
    limit the range of numbers, and Python would take it for infinity."""


def parse(text: str) -> Any:
    """The value that the text stands for. Raises ValueError, RecursionError for deep nesting."""
    return _DECODER.decode(text)


def _no_constant(text: str) -> Any:
    raise ValueError(f'{text} is not JSON: write it as a string, "{text}"')


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        shown = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
        raise NumberTooLarge(f"{shown} is too large for a number")
    return number


def _whole(text: str) -> int:
    if len(text) > _SAFE:
        _finite(text)
    return int(text)


# One for all: `json.loads` with these would make another one for each text.
_DECODER = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite, parse_int=_whole)
