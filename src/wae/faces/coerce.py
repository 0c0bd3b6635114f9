"""Makes Python values that a caller gives fit their types, or says where they do not.

More is taken than is given out: a mapping for a record, a label for an enum, labels for flags, the
name of a case without payload for a variant, any sequence for a list or tuple, an int for a float.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from wae.contract.json_values import InvalidValue, from_json
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

Lend: TypeAlias = Callable[[Handle, Any, str], Any]
"""What stands for a resource, made of what a caller gives and where."""

NUMBERS = (*INTEGERS, "f32", "f64")
_LONGEST_QUOTE = 40


class Held:
    """What stands for a resource among a caller's values: ``_handle`` says for which, ``_held`` is
    what a sandbox takes."""

    _handle: Handle
    _held: Any


def held(shape: Handle, value: Any, path: str) -> Any:
    """What a sandbox takes for a resource that it gave. Raises InvalidValue for anything else."""
    if not isinstance(value, Held) or value._handle.resource != shape.resource:
        raise InvalidValue(path, f"expected a {shape.resource[1]}, found {_kind(value)}")
    return value._held


def coerce(shape: Shape, value: Any, path: str, lend: Lend = held) -> Any:
    """``value`` as a value of ``shape``, with what ``lend`` makes of resources.

    Raises InvalidValue; ``path`` names the whole.
    """
    match shape:
        case Scalar("f64") if isinstance(value, float):
            return value
        case Scalar(kind):
            if isinstance(value, str) and kind in NUMBERS:  # JSON has strings for some of these
                raise InvalidValue(path, f"expected a number, found {_kind(value)}")
            return from_json(shape, value, path)
        case Bytes(length):
            if not isinstance(value, bytes | bytearray | memoryview):
                raise InvalidValue(path, f"expected bytes, found {_kind(value)}")
            if length is not None and len(value) != length:
                raise InvalidValue(path, f"expected {length} bytes, found {len(value)}")
            return bytes(value)
        case Sequence(item, length):
            items = _items(value, length, path)
            return [coerce(item, one, f"{path}[{n}]", lend) for n, one in enumerate(items)]
        case Tuple(shapes):
            items = _items(value, len(shapes), path)
            pairs = enumerate(zip(shapes, items, strict=True))
            return tuple(coerce(one, item, f"{path}[{n}]", lend) for n, (one, item) in pairs)
        case Record():
            return _record(shape, value, path, lend)
        case Variant():
            return _variant(shape, value, path, lend)
        case Enum(made=made):
            return value if isinstance(value, made) else from_json(shape, value, path)
        case Flags(made=made, labels=labels):
            if isinstance(value, made):
                return value
            bits = dict(zip(labels, made, strict=True))
            return reduce(
                or_, (_bit(bits, name, path) for name in _items(value, None, path)), made(0)
            )
        case Option(some, wrapped, made):
            if value is None:
                return None
            if not wrapped:
                return coerce(some, value, path, lend)
            if not isinstance(value, made):
                raise InvalidValue(path, f"expected Some(…) or None, found {_kind(value)}")
            return made(coerce(some, value.value, path, lend))
        case Result(ok, error, made):
            if not isinstance(value, made):
                raise InvalidValue(path, f"expected Ok(…) or Err(…), found {_kind(value)}")
            side = ok if isinstance(value, made[0]) else error
            return type(value)(None if side is None else coerce(side, value.value, path, lend))
        case Handle():
            return lend(shape, value, path)


def _record(shape: Record, value: Any, path: str, lend: Lend) -> Any:
    if isinstance(value, shape.made):
        given = {field.attribute: getattr(value, field.attribute) for field in shape.fields}
    elif isinstance(value, Mapping):
        given = dict(value)
    else:
        raise InvalidValue(path, f"expected {shape.made.__name__}, found {_kind(value)}")
    known = [field.attribute for field in shape.fields]
    unknown = [name for name in given if name not in known]
    if unknown:
        expected = ", ".join(known) or "nothing"
        raise InvalidValue(path, f"there is no {_short(unknown[0])}: expected {expected}")
    made = {}
    for field in shape.fields:
        where = f"{path}.{field.attribute}"
        if field.attribute not in given and not isinstance(field.shape, Option):
            raise InvalidValue(where, "is missing")
        made[field.attribute] = coerce(field.shape, given.get(field.attribute), where, lend)
    return shape.made(**made)


def _variant(shape: Variant, value: Any, path: str, lend: Lend) -> Any:
    for case in shape.cases:
        if isinstance(value, case.made):
            if case.shape is None:
                return value
            payload = getattr(value, "value", None)
            return case.made(coerce(case.shape, payload, f"{path}.{case.name}", lend))
        if value == case.name and case.shape is None:
            return case.made()
    names = ", ".join(case.made.__qualname__ for case in shape.cases)
    raise InvalidValue(path, f"expected one of {names}, found {_kind(value)}")


def _items(value: Any, length: int | None, path: str) -> list[Any]:
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise InvalidValue(path, f"expected a list, found {_kind(value)}")
    items = list(value)
    if length is not None and len(items) != length:
        raise InvalidValue(path, f"expected {length} items, found {len(items)}")
    return items


def _bit(bits: dict[str, Any], name: Any, path: str) -> Any:
    if not isinstance(name, str) or name not in bits:
        raise InvalidValue(path, f"{_short(name)} is not one of {', '.join(bits)}")
    return bits[name]


def _kind(value: Any) -> str:
    return "None" if value is None else f"{type(value).__name__} {str(value)[:_LONGEST_QUOTE]!r}"


def _short(value: Any) -> str:
    return repr(value)[:_LONGEST_QUOTE]
