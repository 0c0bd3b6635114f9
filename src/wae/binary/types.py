"""The model of component types: what a contract says, as plain immutable values.

A named type is referred to by the interface that exports it and its name, as WIT does, so that the
model is the same whatever indices a particular binary used.
"""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from wae.binary.value import Value


class Primitive(Value):
    """``bool``, ``u8`` … ``s64``, ``f32``, ``f64``, ``char``, ``string``, ``error-context``."""

    name: str


class Record(Value):
    fields: tuple[tuple[str, Type], ...]


class Variant(Value):
    cases: tuple[tuple[str, Type | None], ...]


class List(Value):
    element: Type
    length: int | None = None


class Tuple(Value):
    items: tuple[Type, ...]


class Flags(Value):
    labels: tuple[str, ...]


class Enum(Value):
    labels: tuple[str, ...]


class Option(Value):
    some: Type


class Result(Value):
    ok: Type | None
    err: Type | None


class Own(Value):
    resource: Type


class Borrow(Value):
    resource: Type


class Stream(Value):
    element: Type | None


class Future(Value):
    element: Type | None


class Resource(Value):
    """A resource type itself; ``identity`` tells apart those that one component defines."""

    identity: int = 0


class Named(Value):
    """The type that interface ``owner`` exports under ``name``."""

    owner: str
    name: str


class Index(Value):
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


class Func(Value):
    params: tuple[tuple[str, Type], ...]
    result: Type | None
    is_async: bool = False


class TypeDef(Value):
    """A type that an interface exports: a definition, or the ``Named`` type that it ``use``s."""

    type: Type


class Interface(Value):
    """What an instance exports, in an order in which every type stands before its uses."""

    items: dict[str, Item] = {}

    def functions(self) -> dict[str, Func]:
        return {name: item for name, item in self.items.items() if isinstance(item, Func)}

    def typedefs(self) -> dict[str, TypeDef]:
        return {name: item for name, item in self.items.items() if isinstance(item, TypeDef)}


class Unsupported(Value):
    """An import or export of a sort that we do not model; ``sort`` names it."""

    sort: str


Item: TypeAlias = Func | TypeDef | Interface | Unsupported


class ComponentType(Value):
    """``passed`` are the exports that are one instance with an import, or with an export before."""

    imports: dict[str, Item]
    exports: dict[str, Item]
    passed: dict[str, str] = {}
    _uncompared: ClassVar = ("passed",)


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
    named: set[Named] = set()
    todo = list(item_types(item))
    while todo:
        kind = todo.pop()
        if isinstance(kind, Named):
            named.add(kind)
        elif not isinstance(kind, Primitive):
            todo.extend(children(kind))
    return named
