"""The model of component types: what a contract says, as plain immutable values.

A named type is referred to by the interface that exports it and its name, as WIT does, so that the
model is the same whatever indices a particular binary used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Primitive:
    """``bool``, ``u8`` … ``s64``, ``f32``, ``f64``, ``char``, ``string``, ``error-context``."""

    name: str


@dataclass(frozen=True)
class Record:
    fields: tuple[tuple[str, Type], ...]


@dataclass(frozen=True)
class Variant:
    cases: tuple[tuple[str, Type | None], ...]


@dataclass(frozen=True)
class List:
    element: Type
    length: int | None = None


@dataclass(frozen=True)
class Tuple:
    items: tuple[Type, ...]


@dataclass(frozen=True)
class Flags:
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Enum:
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Option:
    some: Type


@dataclass(frozen=True)
class Result:
    ok: Type | None
    err: Type | None


@dataclass(frozen=True)
class Own:
    resource: Type


@dataclass(frozen=True)
class Borrow:
    resource: Type


@dataclass(frozen=True)
class Stream:
    element: Type | None


@dataclass(frozen=True)
class Future:
    element: Type | None


@dataclass(frozen=True)
class Resource:
    """A resource type itself; ``identity`` tells apart those that one component defines."""

    identity: int = 0


@dataclass(frozen=True)
class Named:
    """The type that interface ``owner`` exports under ``name``."""

    owner: str
    name: str


@dataclass(frozen=True)
class Index:
    """A type by its index; only inside the decoder, before it is resolved."""

    number: int


Type: TypeAlias = (
    Primitive
    | Record
    | Variant
    | List
    | Tuple
    | Flags
    | Enum
    | Option
    | Result
    | Own
    | Borrow
    | Stream
    | Future
    | Resource
    | Named
    | Index
)


@dataclass(frozen=True)
class Func:
    params: tuple[tuple[str, Type], ...]
    result: Type | None
    is_async: bool = False


@dataclass(frozen=True)
class TypeDef:
    """A type that an interface exports: a definition, or the ``Named`` type that it ``use``s."""

    type: Type


@dataclass(frozen=True)
class Interface:
    """What an instance exports, in an order in which every type stands before its uses."""

    items: dict[str, Item] = field(default_factory=dict)

    def functions(self) -> dict[str, Func]:
        return {name: item for name, item in self.items.items() if isinstance(item, Func)}

    def typedefs(self) -> dict[str, TypeDef]:
        return {name: item for name, item in self.items.items() if isinstance(item, TypeDef)}


@dataclass(frozen=True)
class Unsupported:
    """An import or export of a sort that we do not model; ``sort`` names it."""

    sort: str


Item: TypeAlias = Func | TypeDef | Interface | Unsupported


@dataclass(frozen=True)
class ComponentType:
    """``passed`` are the exports that are one instance with an import, or with an export before."""

    imports: dict[str, Item]
    exports: dict[str, Item]
    passed: dict[str, str] = field(default_factory=dict, compare=False)


def children(kind: Type) -> tuple[Type, ...]:
    """The types that ``kind`` directly refers to."""
    match kind:
        case Record(fields):
            return tuple(t for _, t in fields)
        case Variant(cases):
            return tuple(t for _, t in cases if t is not None)
        case List(element):
            return (element,)
        case Tuple(items):
            return items
        case Option(some):
            return (some,)
        case Result(ok, err):
            return tuple(t for t in (ok, err) if t is not None)
        case Own(resource) | Borrow(resource):
            return (resource,)
        case Stream(element) | Future(element):
            return () if element is None else (element,)
        case _:
            return ()


def item_types(item: Item) -> tuple[Type, ...]:
    """The types that a function or type definition directly refers to."""
    match item:
        case Func(params, result):
            return tuple(t for _, t in params) + (() if result is None else (result,))
        case TypeDef(kind):
            return (kind,)
        case _:
            return ()


def named_types(item: Item) -> set[Named]:
    """All named types that an item refers to, at any depth of its own definition."""
    found: set[Named] = set()
    todo = list(item_types(item))
    while todo:
        kind = todo.pop()
        if isinstance(kind, Named):
            found.add(kind)
        todo.extend(children(kind))
    return found
