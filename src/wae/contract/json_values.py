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
from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any, NoReturn

from wae.contract.json_scalars import (
    InvalidValue,
    kind_of,
    scalar_from_json,
    scalar_to_json,
    short,
    string_from_json,
    wrong,
)
from wae.contract.shapes import (
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

__all__ = ["InvalidValue", "from_json", "to_json"]


def to_json(shape: Shape, value: Any) -> Any:
    """What `json.dumps` takes for a value of ``shape``."""
    match shape:
        case Scalar(kind):
            return scalar_to_json(kind, value)
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
    return _FROM[type(shape)](shape, value, path)


def _bytes(shape: Bytes, value: Any, path: str) -> bytes:
    length = shape.length
    try:
        content = base64.b64decode(string_from_json(value, path), validate=True)
    except (binascii.Error, ValueError):
        wrong(path, "expected base64 text")
    if length is not None and len(content) != length:
        wrong(path, f"expected {length} bytes, found {len(content)}")
    return content


def _sequence(shape: Sequence, value: Any, path: str) -> Any:
    array = _array(value, shape.length, path)
    return [from_json(shape.item, one, f"{path}[{n}]") for n, one in enumerate(array)]


def _tuple(shape: Tuple, value: Any, path: str) -> Any:
    array = _array(value, len(shape.items), path)
    pairs = enumerate(zip(shape.items, array, strict=True))
    return tuple(from_json(item, one, f"{path}[{n}]") for n, (item, one) in pairs)


def _enum(shape: Enum, value: Any, path: str) -> Any:
    return list(shape.made)[shape.labels.index(_one_of(value, shape.labels, path))]


def _flags(shape: Flags, value: Any, path: str) -> Any:
    names = _array(value, None, path)
    chosen = [_one_of(name, shape.labels, f"{path}[{n}]") for n, name in enumerate(names)]
    bits = dict(zip(shape.labels, shape.made, strict=True))
    return reduce(or_, (bits[name] for name in chosen), shape.made(0))


def _option(shape: Option, value: Any, path: str) -> Any:
    if value is None:
        return None
    if not shape.wrapped:
        return from_json(shape.some, value, path)
    _, inner = _member(value, ["some"], path)
    return shape.made(from_json(shape.some, inner, f"{path}.some"))


def _result(shape: Result, value: Any, path: str) -> Any:
    name, inner = _member(value, ["ok", "error"], path)
    if name == "ok":
        return shape.made[0](_payload(shape.ok, inner, f"{path}.ok"))
    return shape.made[1](_payload(shape.error, inner, f"{path}.error"))


def _handle(shape: Handle, value: Any, path: str) -> NoReturn:
    raise InvalidValue(path, "a resource cannot be given as JSON")


def _array(value: Any, length: int | None, path: str) -> list[Any]:
    if not isinstance(value, list):
        wrong(path, f"expected an array, found {kind_of(value)}")
    if length is not None and len(value) != length:
        wrong(path, f"expected {length} items, found {len(value)}")
    return value


def _record(shape: Record, value: Any, path: str) -> Any:
    if not isinstance(value, dict):
        wrong(path, f"expected an object, found {kind_of(value)}")
    _known(value, [field.name for field in shape.fields], path)
    made = {}
    for field in shape.fields:
        where = f"{path}.{field.name}" if path else field.name
        if field.name not in value and not isinstance(field.shape, Option):
            wrong(where, "is missing")
        made[field.attribute] = from_json(field.shape, value.get(field.name), where)
    return shape.made(**made)


def _variant(shape: Variant, value: Any, path: str) -> Any:
    bare = [case.name for case in shape.cases if case.shape is None]
    loaded = [case.name for case in shape.cases if case.shape is not None]
    if isinstance(value, str):
        if value in loaded:
            wrong(path, f'"{value}" has a payload: write {{"{value}": …}}')
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
        wrong(path, f"expected null, found {kind_of(value)}")
    return None


def _member(value: Any, names: list[str], path: str) -> tuple[str, Any]:
    """The only member of an object, which must have one of the names."""
    if isinstance(value, dict):
        _known(value, names, path)
    if not isinstance(value, dict) or len(value) != 1:
        shown = " or ".join(f'{{"{name}": …}}' for name in names)
        wrong(path, f"expected {shown}, found {kind_of(value)}")
    [(name, inner)] = value.items()
    return name, inner


def _one_of(value: Any, labels: Iterable[str], path: str) -> str:
    known = list(labels)
    if not isinstance(value, str):
        wrong(path, f"expected one of {', '.join(known)}, found {kind_of(value)}")
    if value not in known:
        wrong(path, f"{short(value)} is not one of {', '.join(known)}")
    return value


def _known(value: dict[str, Any], names: Iterable[str], path: str) -> None:
    unknown = [name for name in value if name not in names]
    if unknown:
        known = ", ".join(names)
        wrong(path, f"there is no {short(unknown[0])}: expected {known or 'nothing'}")


# By type: a request has dozens of values, and a `match` tries one class after the other for each.
_FROM: dict[type, Callable[[Any, Any, str], Any]] = {
    Scalar: scalar_from_json,
    Bytes: _bytes,
    Sequence: _sequence,
    Tuple: _tuple,
    Record: _record,
    Variant: _variant,
    Enum: _enum,
    Flags: _flags,
    Option: _option,
    Result: _result,
    Handle: _handle,
}
