"""What makes JSON of values: for each shape a function, made once."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, TypeAlias

from wae.contract.json_scalars import InvalidValue, scalar_writer
from wae.contract.once import kept
from wae.contract.shapes import (
    Bytes,
    Case,
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

Write: TypeAlias = Callable[[Any], Any]


@kept
def writer(shape: Shape) -> Write:
    """Gives what `json.dumps` takes for a value of ``shape``."""
    match shape:
        case Scalar(kind):
            return scalar_writer(kind)
        case Bytes():
            return lambda value: base64.b64encode(value).decode("ascii")
        case Sequence(item):
            return _sequence(writer(item))
        case Tuple(items):
            return _tuple([writer(item) for item in items])
        case Record(fields=fields):
            return _record([(f.name, f.attribute, writer(f.shape)) for f in fields])
        case Variant(cases=cases):
            return _variant(cases)
        case Enum(made=made, labels=labels):
            return dict(zip(made, labels, strict=True)).__getitem__
        case Flags(made=made, labels=labels):
            return _flags(list(zip(labels, made, strict=True)))
        case Option(some, wrapped):
            return _option(writer(some), wrapped=wrapped)
        case Result():
            return _result(shape)
        case Handle():
            return _handle


def _sequence(write: Write) -> Write:
    return lambda values: [write(value) for value in values]


def _tuple(items: list[Write]) -> Write:
    return lambda values: [write(value) for write, value in zip(items, values, strict=True)]


def _record(fields: list[tuple[str, str, Write]]) -> Write:
    return lambda value: {
        name: write(getattr(value, attribute)) for name, attribute, write in fields
    }


def _variant(cases: tuple[Case, ...]) -> Write:
    def write(value: Any) -> Any:
        case = next(case for case in cases if type(value) is case.made)
        return case.name if case.shape is None else {case.name: writer(case.shape)(value.value)}

    return write


def _flags(bits: list[tuple[str, Any]]) -> Write:
    return lambda value: [label for label, bit in bits if bit in value]


def _option(write: Write, *, wrapped: bool) -> Write:
    if wrapped:
        return lambda value: None if value is None else {"some": write(value.value)}
    return lambda value: None if value is None else write(value)


def _result(shape: Result) -> Write:
    def write(value: Any) -> Any:
        good = isinstance(value, shape.made[0])
        inner = shape.ok if good else shape.error
        return {"ok" if good else "error": None if inner is None else writer(inner)(value.value)}

    return write


def _handle(value: Any) -> Any:
    raise InvalidValue("", "a resource has no JSON form")
