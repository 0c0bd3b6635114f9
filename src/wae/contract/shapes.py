"""The forms that WIT types have in Python: one shape for each type, with the classes it needs.

| WIT | Python |
|---|---|
| `bool`, integers, `f32`, `f64` | `bool`, `int`, `float` |
| `char`, `string` | `str` |
| `list<u8>`, other lists | `bytes`, `list` |
| `tuple` | `tuple` |
| `record` | a frozen dataclass |
| `variant` | a dataclass for each case, with `.value` if it has a payload; all of one base class |
| `enum`, `flags` | an `enum.Enum`, an `enum.Flag` |
| `option<T>` | `T` or None; `Some(T)` or None where None could be a `T` |
| `result<T, E>` | `Ok(T)` or `Err(E)`; as what a function returns, the value or an exception |
| `own<R>`, `borrow<R>` | an object of the face's own |

The classes are made when they are first asked for: a call needs few of those that a contract names.

Sources: the component model's ``Explainer.md`` (Type Definitions) and ``WIT.md``.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any, ClassVar, TypeAlias

from wae.binary.value import Value

INTEGERS = {
    "u8": (0, 2**8 - 1),
    "s8": (-(2**7), 2**7 - 1),
    "u16": (0, 2**16 - 1),
    "s16": (-(2**15), 2**15 - 1),
    "u32": (0, 2**32 - 1),
    "s32": (-(2**31), 2**31 - 1),
    "u64": (0, 2**64 - 1),
    "s64": (-(2**63), 2**63 - 1),
}
"""The ranges of the integer types, both ends included."""


class NoShape(Exception):
    """A type that has no form here, and why."""


class Some(Value):
    """A present option whose own value may be None."""

    value: Any


class Ok(Value):
    """The good case of a result that is not what a function returns."""

    value: Any = None


class Err(Value):
    """The bad case of a result that is not what a function returns."""

    value: Any = None


class Scalar(Value):
    """``bool``, an integer type, ``f32``, ``f64``, ``char`` or ``string``."""

    kind: str


class Bytes(Value):
    """``list<u8>``; ``length`` is that of a fixed-length list."""

    length: int | None = None


class Sequence(Value):
    item: Shape
    length: int | None = None


class Tuple(Value):
    """A tuple."""

    items: tuple[Shape, ...]


class Field(Value):
    """``name`` as in WIT, ``attribute`` as in Python."""

    name: str
    attribute: str
    shape: Shape


class Record(Value):
    name: str
    fields: tuple[Field, ...]
    make: Callable[[], type]
    _uncompared: ClassVar = ("make",)

    @property
    def made(self) -> type:
        """Its class."""
        return self.make()


class Case(Value):
    name: str
    shape: Shape | None
    make: Callable[[], type]
    _uncompared: ClassVar = ("make",)

    @property
    def made(self) -> type:
        """Its class."""
        return self.make()


class Variant(Value):
    name: str
    cases: tuple[Case, ...]
    make: Callable[[], type]
    _uncompared: ClassVar = ("make",)

    @property
    def base(self) -> type:
        """The class of which its cases' are, and in which they stand."""
        return self.make()


class Enum(Value):
    """``made`` has a member for each label, in their order."""

    name: str
    labels: tuple[str, ...]
    make: Callable[[], type[enum.Enum]]
    _uncompared: ClassVar = ("make",)

    @property
    def made(self) -> type[enum.Enum]:
        """Its class."""
        return self.make()


class Flags(Value):
    """``made`` has a member for each label, in their order: bit 0, 1, …"""

    name: str
    labels: tuple[str, ...]
    make: Callable[[], type[enum.Flag]]
    _uncompared: ClassVar = ("make",)

    @property
    def made(self) -> type[enum.Flag]:
        """Its class."""
        return self.make()


class Option(Value):
    """``wrapped``: a present value is a ``made``, as None would be ambiguous."""

    some: Shape
    wrapped: bool
    made: type[Any] = Some


class Result(Value):
    """``made`` are the classes of the good case and of the bad one."""

    ok: Shape | None
    error: Shape | None
    made: tuple[type[Any], type[Any]] = (Ok, Err)


class Handle(Value):
    """``resource`` is its interface and name; a borrowed one stays the caller's."""

    resource: tuple[str, str]
    owned: bool


Shape: TypeAlias = (
    Scalar | Bytes | Sequence | Tuple | Record | Variant | Enum | Flags | Option | Result | Handle
)


def parts(shape: Shape) -> tuple[Shape, ...]:
    """The shapes that a shape is directly made of."""
    match shape:
        case Sequence(item):
            return (item,)
        case Tuple(items):
            return items
        case Record(fields=fields):
            return tuple(field.shape for field in fields)
        case Variant(cases=cases):
            return tuple(case.shape for case in cases if case.shape is not None)
        case Option(some):
            return (some,)
        case Result(ok, error):
            return tuple(part for part in (ok, error) if part is not None)
        case _:
            return ()


def holds_handle(shape: Shape) -> bool:
    """Whether a value of the shape has a resource in it."""
    return isinstance(shape, Handle) or any(holds_handle(part) for part in parts(shape))
