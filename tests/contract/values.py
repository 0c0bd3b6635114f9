"""Hypothesis strategies for the values of a shape; and whether two values are the same."""

import math
import struct
from functools import reduce
from operator import or_
from typing import Any

from hypothesis import strategies as st

from wae.binary.value import Value, fields
from wae.contract.shapes import (
    INTEGERS,
    Bytes,
    Enum,
    Err,
    Flags,
    Ok,
    Option,
    Record,
    Result,
    Scalar,
    Sequence,
    Shape,
    Some,
    Tuple,
    Variant,
)

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def values(shape: Shape) -> st.SearchStrategy[Any]:
    """Any value of `shape`."""
    match shape:
        case Scalar("bool"):
            return st.booleans()
        case Scalar("string"):
            return _TEXT
        case Scalar("char"):
            return st.characters(exclude_categories=["Cs"])
        case Scalar("f32"):
            return st.floats(width=32)
        case Scalar("f64"):
            return st.floats()
        case Scalar(kind):
            return st.integers(*INTEGERS[kind])
        case Bytes(length):
            size = (0, 20) if length is None else (length, length)
            return st.binary(min_size=size[0], max_size=size[1])
        case Sequence(item, length):
            size = (0, 3) if length is None else (length, length)
            return st.lists(values(item), min_size=size[0], max_size=size[1])
        case Tuple(items):
            return st.tuples(*map(values, items))
        case Record(made=made, fields=fields):
            return st.builds(made, **{f.attribute: values(f.shape) for f in fields})
        case Variant(cases=cases):
            return st.one_of(
                st.builds(c.made) if c.shape is None else st.builds(c.made, values(c.shape))
                for c in cases
            )
        case Enum(made=made):
            return st.sampled_from(list(made))
        case Flags(made=made):
            chosen = st.sets(st.sampled_from(list(made)))
            return chosen.map(lambda bits: reduce(or_, bits, made(0)))
        case Option(some, wrapped):
            return st.none() | (values(some).map(Some) if wrapped else values(some))
        case Result(ok, error):
            return _side(Ok, ok) | _side(Err, error)
    raise TypeError(shape)


def _side(made: type, shape: Shape | None) -> st.SearchStrategy[Any]:
    return st.just(made()) if shape is None else values(shape).map(made)


def same(first: Any, second: Any) -> bool:
    """Equality under which NaN is NaN, and 0.0 is not -0.0."""
    if isinstance(first, float) and isinstance(second, float):
        if math.isnan(first) or math.isnan(second):
            return math.isnan(first) and math.isnan(second)
        return struct.pack("<d", first) == struct.pack("<d", second)
    if type(first) is not type(second):
        return False
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, Value):
        return all(map(same, fields(first).values(), fields(second).values()))
    if hasattr(first, "__dataclass_fields__"):
        names = first.__dataclass_fields__
        return all(same(getattr(first, n), getattr(second, n)) for n in names)
    return bool(first == second)
