"""The types that the functions and instances of a graph have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from wae.binary.types import (
    Func,
    Interface,
    List,
    Named,
    Own,
    Primitive,
    Resource,
    Tuple,
    TypeDef,
)

TYPES = "wasi:filesystem/types@0.2.9"
DESCRIPTORS = Interface({"descriptor": TypeDef(Resource())})
GET = "get-environment"

_STRING = Primitive("string")
PLAIN = Func((), None)
TEXTS = Func((), List(_STRING))
VARIABLES = Func((), List(Tuple((_STRING, _STRING))))
HANDLE = Func((), Own(Named(TYPES, "descriptor")))  # hands on what is open

Shape: TypeAlias = "Func | dict[str, Func]"  # of a function, or of an instance by member


def interface(shape: Mapping[str, Func]) -> Interface:
    return Interface(dict(shape))


def has_handles(shape: Shape) -> bool:
    return HANDLE in ([shape] if isinstance(shape, Func) else shape.values())


def fits(given: Shape, wanted: Shape) -> bool:
    """Whether one may be given for the other: an instance may have more than is wanted of it."""
    if isinstance(given, Func) or isinstance(wanted, Func):
        return given == wanted
    return wanted.items() <= given.items()
