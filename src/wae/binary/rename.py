"""Rewrites the leaves of types throughout the model."""

from __future__ import annotations

from collections.abc import Callable

from wae.binary.types import (
    Borrow,
    Func,
    Future,
    Interface,
    Item,
    List,
    Named,
    Option,
    Own,
    Primitive,
    Record,
    Result,
    Stream,
    Tuple,
    Type,
    TypeDef,
    Variant,
)

Leaf = Callable[[Type], Type]


def map_type(kind: Type, leaf: Leaf) -> Type:
    """``kind`` with every leaf ``t`` (a type without parts) replaced by ``leaf(t)``."""

    if isinstance(kind, Named | Primitive):
        return leaf(kind)

    def maybe(t: Type | None) -> Type | None:
        return None if t is None else map_type(t, leaf)

    match kind:
        case Record(fields):
            return Record(tuple((n, map_type(t, leaf)) for n, t in fields))
        case Variant(cases):
            return Variant(tuple((n, maybe(t)) for n, t in cases))
        case List(element, length):
            return List(map_type(element, leaf), length)
        case Tuple(items):
            return Tuple(tuple(map_type(t, leaf) for t in items))
        case Option(some):
            return Option(map_type(some, leaf))
        case Result(ok, err):
            return Result(maybe(ok), maybe(err))
        case Own(resource):
            return Own(map_type(resource, leaf))
        case Borrow(resource):
            return Borrow(map_type(resource, leaf))
        case Stream(element):
            return Stream(maybe(element))
        case Future(element):
            return Future(maybe(element))
        case _:
            return leaf(kind)


def map_func(func: Func, leaf: Leaf) -> Func:
    return Func(
        tuple((n, map_type(t, leaf)) for n, t in func.params),
        None if func.result is None else map_type(func.result, leaf),
        func.is_async,
    )


def map_item(item: Item, leaf: Leaf) -> Item:
    match item:
        case Func():
            return map_func(item, leaf)
        case TypeDef(kind):
            return TypeDef(map_type(kind, leaf))
        case Interface(items):
            return Interface({name: map_item(i, leaf) for name, i in items.items()})
        case _:
            return item


def rename_owners(item: Item, rename: Callable[[str], str]) -> Item:
    """``item`` with every owner ``o`` of a named type replaced by ``rename(o)``."""

    def leaf(kind: Type) -> Type:
        return Named(rename(kind.owner), kind.name) if isinstance(kind, Named) else kind

    return map_item(item, leaf)
