"""Values of a contract as JSON (RFC 8259) and back.

Names stand as in WIT. A record is an object, in which an absent option may be left out; an enum a
string, flags an array of strings; a case of a variant its name, or an object of one member, name
and payload, if it has one. `list<u8>` is base64 (RFC 4648, section 4), a float that JSON lacks is
"NaN", "Infinity" or "-Infinity". An `s64` or `u64` beyond 2^53 - 1, which many readers of JSON
round (RFC 8259, section 6), is a string of its decimal digits; any may be given so. An option is
its value or null; one whose value may itself be null is `{"some": …}` or null. A
result is `{"ok": …}` or `{"error": …}`.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
import struct
from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any, NoReturn

from wae.contract.shapes import (
    INTEGERS,
    Bytes,
    Enum,
    Flags,
    Handle,
    Option,
    Record,
    Result,
    Scalar,
    Sequence,
    Shape,
    Tuple,
    Variant,
)
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


def to_json(shape: Shape, value: Any) -> Any:
    """What `json.dumps` takes for a value of ``shape``."""
    match shape:
        case Scalar("f32" | "f64"):
            if math.isfinite(value):
                return value
            return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        case Scalar(kind):
            return str(value) if kind in LARGE and abs(value) > _EXACT else value
        case Bytes():
            return base64.b64encode(value).decode("ascii")
        case Sequence(item):
            return [to_json(item, one) for one in value]
        case Tuple(items):
            return [to_json(item, one) for item, one in zip(items, value, strict=True)]
        case Record(fields=fields):
            return {f.name: to_json(f.shape, getattr(value, f.attribute)) for f in fields}
        case Variant(cases=cases):
            case = next(case for case in cases if type(value) is case.made)
            return (
                case.name if case.shape is None else {case.name: to_json(case.shape, value.value)}
            )
        case Enum(made=made, labels=labels):
            return labels[list(made).index(value)]
        case Flags(made=made, labels=labels):
            return [n for n, bit in zip(labels, made, strict=True) if bit in value]
        case Option(some, wrapped):
            if value is None:
                return None
            return {"some": to_json(some, value.value)} if wrapped else to_json(some, value)
        case Result(ok, error):
            name, inner = ("ok", ok) if isinstance(value, shape.made[0]) else ("error", error)
            return {name: None if inner is None else to_json(inner, value.value)}
        case Handle():
            raise InvalidValue("", "a resource has no JSON form")


def from_json(shape: Shape, value: Any, path: str = "") -> Any:
    """The value of ``shape`` that ``value``, as `json.loads` made it, stands for.

    Raises InvalidValue, which says where it does not fit; ``path`` names the whole.
    """
    match shape:
        case Scalar(kind):
            return _scalar(kind, value, path)
        case Bytes(length):
            return _bytes(value, length, path)
        case Sequence(item, length):
            array = _array(value, length, path)
            return [from_json(item, one, f"{path}[{n}]") for n, one in enumerate(array)]
        case Tuple(items):
            array = _array(value, len(items), path)
            pairs = enumerate(zip(items, array, strict=True))
            return tuple(from_json(item, one, f"{path}[{n}]") for n, (item, one) in pairs)
        case Record():
            return _record(shape, value, path)
        case Variant():
            return _variant(shape, value, path)
        case Enum(made=made, labels=labels):
            return list(made)[labels.index(_one_of(value, labels, path))]
        case Flags(made=made, labels=labels):
            names = _array(value, None, path)
            chosen = [_one_of(name, labels, f"{path}[{n}]") for n, name in enumerate(names)]
            bits = dict(zip(labels, made, strict=True))
            return reduce(or_, (bits[name] for name in chosen), made(0))
        case Option(some, wrapped, made):
            if value is None:
                return None
            if not wrapped:
                return from_json(some, value, path)
            _, inner = _member(value, ["some"], path)
            return made(from_json(some, inner, f"{path}.some"))
        case Result(ok, error):
            name, inner = _member(value, ["ok", "error"], path)
            if name == "ok":
                return shape.made[0](_payload(ok, inner, f"{path}.ok"))
            return shape.made[1](_payload(error, inner, f"{path}.error"))
        case _:
            raise InvalidValue(path, "a resource cannot be given as JSON")


def _scalar(kind: str, value: Any, path: str) -> Any:
    convert = _CONVERT.get(kind)
    return convert(value, path) if convert else _integer(kind, value, path)


def _bool(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        _wrong(path, f"expected true or false, found {_kind(value)}")
    return value


def _integer(kind: str, value: Any, path: str) -> int:
    low, high = INTEGERS[kind]
    # JSON knows one sort of number: 3.0 is 3.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and kind in LARGE and _DIGITS.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        _wrong(path, f"expected a whole number, found {_kind(value)}")
    if not low <= value <= high:
        _wrong(path, f"{_short(value)} is not between {low} and {high}")
    return value


def _float64(value: Any, path: str) -> float:
    if isinstance(value, str) and value in NOT_FINITE:
        return NOT_FINITE[value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        _wrong(path, f"expected a number, found {_kind(value)}")
    try:
        return float(value)
    except OverflowError:
        _wrong(path, f"{_short(value)} is too large")


def _float32(value: Any, path: str) -> float:
    number = _float64(value, path)
    if math.isfinite(number) and abs(number) > _LARGEST_F32:
        _wrong(path, f"{_short(number)} is too large for f32")
    return float(struct.unpack("<f", struct.pack("<f", number))[0])


def _string(value: Any, path: str) -> str:
    if not isinstance(value, str):
        _wrong(path, f"expected a string, found {_kind(value)}")
    if not value.isascii() and _SURROGATE.search(value):
        _wrong(path, "the string is not Unicode text: it has a lone surrogate")
    return value


def _char(value: Any, path: str) -> str:
    text = _string(value, path)
    if len(text) != 1:
        _wrong(path, f"expected one character, found {len(text)}")
    return text


_CONVERT: dict[str, Callable[[Any, str], Any]] = {
    "bool": _bool,
    "f32": _float32,
    "f64": _float64,
    "char": _char,
    "string": _string,
}


def _bytes(value: Any, length: int | None, path: str) -> bytes:
    try:
        content = base64.b64decode(_string(value, path), validate=True)
    except (binascii.Error, ValueError):
        _wrong(path, "expected base64 text")
    if length is not None and len(content) != length:
        _wrong(path, f"expected {length} bytes, found {len(content)}")
    return content


def _array(value: Any, length: int | None, path: str) -> list[Any]:
    if not isinstance(value, list):
        _wrong(path, f"expected an array, found {_kind(value)}")
    if length is not None and len(value) != length:
        _wrong(path, f"expected {length} items, found {len(value)}")
    return value


def _record(shape: Record, value: Any, path: str) -> Any:
    if not isinstance(value, dict):
        _wrong(path, f"expected an object, found {_kind(value)}")
    _known(value, [field.name for field in shape.fields], path)
    made = {}
    for field in shape.fields:
        where = f"{path}.{field.name}" if path else field.name
        if field.name not in value and not isinstance(field.shape, Option):
            _wrong(where, "is missing")
        made[field.attribute] = from_json(field.shape, value.get(field.name), where)
    return shape.made(**made)


def _variant(shape: Variant, value: Any, path: str) -> Any:
    bare = [case.name for case in shape.cases if case.shape is None]
    loaded = [case.name for case in shape.cases if case.shape is not None]
    if isinstance(value, str):
        if value in loaded:
            _wrong(path, f'"{value}" has a payload: write {{"{value}": …}}')
        name, inner = _one_of(value, bare or loaded, path), None
    else:
        name, inner = _member(value, [case.name for case in shape.cases], path)
    case = next(case for case in shape.cases if case.name == name)
    if case.shape is None:
        _payload(None, inner, f"{path}.{name}")
        return case.made()
    return case.made(from_json(case.shape, inner, f"{path}.{name}"))


def _payload(shape: Shape | None, value: Any, path: str) -> Any:
    if shape is not None:
        return from_json(shape, value, path)
    if value is not None:
        _wrong(path, f"expected null, found {_kind(value)}")
    return None


def _member(value: Any, names: list[str], path: str) -> tuple[str, Any]:
    """The only member of an object, which must have one of the names."""
    if isinstance(value, dict):
        _known(value, names, path)
    if not isinstance(value, dict) or len(value) != 1:
        shown = " or ".join(f'{{"{name}": …}}' for name in names)
        _wrong(path, f"expected {shown}, found {_kind(value)}")
    [(name, inner)] = value.items()
    return name, inner


def _one_of(value: Any, labels: Iterable[str], path: str) -> str:
    known = list(labels)
    if not isinstance(value, str):
        _wrong(path, f"expected one of {', '.join(known)}, found {_kind(value)}")
    if value not in known:
        _wrong(path, f"{_short(value)} is not one of {', '.join(known)}")
    return value


def _known(value: dict[str, Any], names: Iterable[str], path: str) -> None:
    unknown = [name for name in value if name not in names]
    if unknown:
        known = ", ".join(names)
        _wrong(path, f"there is no {_short(unknown[0])}: expected {known or 'nothing'}")


def _kind(value: Any) -> str:
    names = {type(None): "null", bool: "true or false", str: "a string", list: "an array"}
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"the number {_short(value)}"
    return names.get(type(value), "an object")


def _short(value: Any) -> str:
    text = str(value) if isinstance(value, float) or abs(_as_int(value)) < 10**20 else "the number"
    if isinstance(value, str):
        text = f'"{value}"'
    return text if len(text) <= 40 else text[:39] + "…"


def _as_int(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _wrong(path: str, problem: str) -> NoReturn:
    raise InvalidValue(path, problem)
