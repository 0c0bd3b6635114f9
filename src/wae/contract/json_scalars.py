"""Scalars of a contract as JSON, and what is said of values that do not fit."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable
from typing import Any, NoReturn

from wae.contract.shapes import INTEGERS
from wae.errors import WaeError

NOT_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
LARGE = ("s64", "u64")
"""The integer types that have values beyond :data:`_EXACT`."""
DIGITS = "-?(0|[1-9][0-9]{0,19})"
"""An integer as text."""

_EXACT = 2**53 - 1
_DIGITS = re.compile(DIGITS, re.ASCII)
_LARGEST_F32 = (2 - 2**-23) * 2.0**127
_SURROGATE = re.compile("[\ud800-\udfff]")


class InvalidValue(WaeError):
    """A value that does not fit its type. ``path`` is where: ``request.recipe.password``."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path or 'the value'}: {problem}")
        self.path = path
        self.problem = problem

    def within(self, whole: str) -> InvalidValue:
        """The same, of a value that is at ``whole`` in another one."""
        joint = "." if whole and self.path and self.path[0] != "[" else ""
        return InvalidValue(f"{whole}{joint}{self.path}", self.problem)


def scalar_writer(kind: str) -> Callable[[Any], Any]:
    """Gives what `json.dumps` takes for a value of that kind."""
    if kind in ("f32", "f64"):
        return _float_to_json
    return _large_to_json if kind in LARGE else _as_it_is


def _float_to_json(value: float) -> float | str:
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _large_to_json(value: int) -> int | str:
    return value if -_EXACT <= value <= _EXACT else str(value)


def _as_it_is(value: Any) -> Any:
    return value


def scalar_reader(kind: str) -> Callable[[Any], Any]:
    """Gives the value of that kind for a JSON value. It raises InvalidValue, without a path."""
    return _CONVERT.get(kind) or _integer(kind)


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        wrong(f"expected true or false, found {kind_of(value)}")
    return value


def _integer(kind: str) -> Callable[[Any], int]:
    low, high = INTEGERS[kind]

    def integer(value: Any) -> int:
        if type(value) is int and low <= value <= high:
            return value
        # JSON knows one sort of number: 3.0 is 3.
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, str) and kind in LARGE and _DIGITS.fullmatch(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            wrong(f"expected a whole number, found {kind_of(value)}")
        if not low <= value <= high:
            wrong(f"{short(value)} is not between {low} and {high}")
        return value

    return integer


def _float64(value: Any) -> float:
    if isinstance(value, str) and value in NOT_FINITE:
        return NOT_FINITE[value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        wrong(f"expected a number, found {kind_of(value)}")
    try:
        return float(value)
    except OverflowError:
        wrong(f"{short(value)} is too large")


def _float32(value: Any) -> float:
    number = _float64(value)
    if math.isfinite(number) and abs(number) > _LARGEST_F32:
        wrong(f"{short(number)} is too large for f32")
    return float(struct.unpack("<f", struct.pack("<f", number))[0])


def string_from_json(value: Any) -> str:
    if not isinstance(value, str):
        wrong(f"expected a string, found {kind_of(value)}")
    if not value.isascii() and _SURROGATE.search(value):
        wrong("the string is not Unicode text: it has a lone surrogate")
    return value


def _char(value: Any) -> str:
    text = string_from_json(value)
    if len(text) != 1:
        wrong(f"expected one character, found {len(text)}")
    return text


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "bool": _bool,
    "f32": _float32,
    "f64": _float64,
    "char": _char,
    "string": string_from_json,
}


def kind_of(value: Any) -> str:
    names = {type(None): "null", bool: "true or false", str: "a string", list: "an array"}
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"the number {short(value)}"
    return names.get(type(value), "an object")


def short(value: Any) -> str:
    text = str(value) if isinstance(value, float) or abs(_as_int(value)) < 10**20 else "the number"
    if isinstance(value, str):
        text = f'"{value}"'
    return text if len(text) <= 40 else text[:39] + "…"


def _as_int(value: Any) -> int:
    return value if isinstance(value, int) else 0


def wrong(problem: str) -> NoReturn:
    raise InvalidValue("", problem)
