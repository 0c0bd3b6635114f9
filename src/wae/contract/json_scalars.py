"""Scalars of a contract as JSON, and what is said of values that do not fit."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable
from typing import Any, NoReturn

from wae.contract.shapes import INTEGERS, Scalar
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


def scalar_to_json(kind: str, value: Any) -> Any:
    """What `json.dumps` takes for it."""
    if kind in ("f32", "f64"):
        if math.isfinite(value):
            return value
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return str(value) if kind in LARGE and abs(value) > _EXACT else value


def scalar_from_json(shape: Scalar, value: Any, path: str) -> Any:
    """The value that a JSON value stands for. Raises InvalidValue."""
    convert = _CONVERT.get(shape.kind)
    return convert(value, path) if convert else _integer(shape.kind, value, path)


def _bool(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        wrong(path, f"expected true or false, found {kind_of(value)}")
    return value


def _integer(kind: str, value: Any, path: str) -> int:
    low, high = INTEGERS[kind]
    # JSON knows one sort of number: 3.0 is 3.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and kind in LARGE and _DIGITS.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        wrong(path, f"expected a whole number, found {kind_of(value)}")
    if not low <= value <= high:
        wrong(path, f"{short(value)} is not between {low} and {high}")
    return value


def _float64(value: Any, path: str) -> float:
    if isinstance(value, str) and value in NOT_FINITE:
        return NOT_FINITE[value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        wrong(path, f"expected a number, found {kind_of(value)}")
    try:
        return float(value)
    except OverflowError:
        wrong(path, f"{short(value)} is too large")


def _float32(value: Any, path: str) -> float:
    number = _float64(value, path)
    if math.isfinite(number) and abs(number) > _LARGEST_F32:
        wrong(path, f"{short(number)} is too large for f32")
    return float(struct.unpack("<f", struct.pack("<f", number))[0])


def string_from_json(value: Any, path: str) -> str:
    if not isinstance(value, str):
        wrong(path, f"expected a string, found {kind_of(value)}")
    if not value.isascii() and _SURROGATE.search(value):
        wrong(path, "the string is not Unicode text: it has a lone surrogate")
    return value


def _char(value: Any, path: str) -> str:
    text = string_from_json(value, path)
    if len(text) != 1:
        wrong(path, f"expected one character, found {len(text)}")
    return text


_CONVERT: dict[str, Callable[[Any, str], Any]] = {
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


def wrong(path: str, problem: str) -> NoReturn:
    raise InvalidValue(path, problem)
