"""Examples of calls, made of a contract's own words: "…, such as `github.com`"."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isfinite
from typing import Any

from wae.contract.model import Contract, Function
from wae.contract.shapes import (
    INTEGERS,
    Enum,
    Flags,
    Option,
    Record,
    Result,
    Scalar,
    Sequence,
    Shape,
    Tuple,
    Variant,
)

_SUCH_AS = re.compile(r"such as\s+(?:`([^`]+)`|(-?\d+(?:\.\d+)?))", re.IGNORECASE)

Otherwise = Callable[[Shape], Any]
"""From a shape of which the words give no value to the JSON of one."""


class NoExample(Exception):
    """The words do not say what a needed value may be."""


def _unsaid(shape: Shape) -> Any:
    raise NoExample


def arguments(
    contract: Contract, function: Function, otherwise: Otherwise = _unsaid
) -> dict[str, Any]:
    """The arguments of the shortest call, as JSON: what may be left out is.

    Raises NoExample, unless told what stands where words are missing.
    """
    return {
        parameter.name: _value(contract, parameter.shape, parameter.doc, otherwise)
        for parameter in function.parameters
        if not isinstance(parameter.shape, Option)
    }


def said(shape: Shape, words: str) -> Any:
    """The example that the words give for a value of this shape, as JSON; None where they have
    none, or none of that type."""
    match shape:
        case Scalar() | Enum():
            example = _SUCH_AS.search(words)
            return _read(shape, example[1] or example[2]) if example else None
        case Option(some, wrapped=False):
            return said(some, words)
        case Sequence(item, length):
            given = said(item, words)
            return None if given is None else [given] * (1 if length is None else length)
        case _:
            return None


def _value(contract: Contract, shape: Shape, words: str, otherwise: Otherwise) -> Any:
    match shape:
        case Scalar() | Enum():
            given = said(shape, words)
            return otherwise(shape) if given is None else given
        case Flags(labels=labels):
            return [labels[0]]
        case Sequence(item, length):
            return [_value(contract, item, words, otherwise)] * (1 if length is None else length)
        case Tuple(items):
            return [_value(contract, item, "", otherwise) for item in items]
        case Record(name, fields):
            return {
                field.name: _value(
                    contract, field.shape, _doc(contract, name, field.name), otherwise
                )
                for field in fields
                if not isinstance(field.shape, Option)
            }
        case Result(ok, _):
            return {"ok": None if ok is None else _value(contract, ok, "", otherwise)}
        case Variant(name, (first, *_)) if first.shape is not None:
            words = _doc(contract, name, first.name)
            return {first.name: _value(contract, first.shape, words, otherwise)}
        case Variant(cases=(first, *_)):
            return first.name
        case _:
            return otherwise(shape)


def _doc(contract: Contract, schema: str, part: str) -> str:
    return contract.docs.of(*contract.names.home(schema), part)


def _read(shape: Scalar | Enum, text: str) -> Any:
    """What the text says as JSON; None if that is no value of the shape."""
    if isinstance(shape, Enum):
        return text if text in shape.labels else None
    if shape.kind == "string" or (shape.kind == "char" and len(text) == 1):
        return text
    try:
        if shape.kind in ("f32", "f64"):
            return float(text) if isfinite(float(text)) else None
        if shape.kind in INTEGERS:
            low, high = INTEGERS[shape.kind]
            return int(text) if low <= int(text) <= high else None
    except ValueError:
        pass
    return None
