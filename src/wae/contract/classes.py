"""Makes the shapes of WIT types, and a Python class for each one that has a name."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import field, make_dataclass
from functools import cache
from typing import Any, cast

from wae.binary import types as wit
from wae.contract.names import attribute, class_name, constant, distinct, interface_parts
from wae.contract.shapes import (
    Bytes,
    Case,
    Enumeration,
    Field,
    Flags,
    Group,
    Handle,
    NoShape,
    Option,
    Record,
    Result,
    Scalar,
    Sequence,
    Shape,
    Variant,
)


class Classes:
    """Shapes of types; ``known`` has the items of each interface that they may refer to.

    A type has one shape, and so one class, in whatever interface it is used.
    """

    def __init__(self, known: Mapping[str, Mapping[str, wit.Item]]) -> None:
        self._known = known
        self._made: dict[wit.Named, Shape] = {}

    def shape(self, kind: wit.Type, named: wit.Named | None = None) -> Shape:
        """The shape of a type; ``named`` is the name it goes by.

        Raises NoShape, with the reason, for types that have none.
        """
        match kind:
            case wit.Named():
                return self._of_name(kind)
            case wit.Primitive("error-context"):
                raise NoShape("error contexts belong to WASI 0.3")
            case wit.Primitive(name):
                return Scalar(name)
            case wit.List(wit.Primitive("u8"), length):
                return Bytes(length)
            case wit.List(element, length):
                return Sequence(self.shape(element), length)
            case wit.Tuple(items):
                return Group(tuple(self.shape(item) for item in items))
            case wit.Option(some):
                inner = self.shape(some)
                return Option(inner, wrapped=isinstance(inner, Option))
            case wit.Result(ok, err):
                return Result(self._maybe(ok), self._maybe(err))
            case wit.Own(resource) | wit.Borrow(resource):
                target = self._resource(resource)
                return Handle((target.owner, target.name), owned=isinstance(kind, wit.Own))
            case wit.Stream() | wit.Future():
                raise NoShape("streams and futures belong to WASI 0.3")
            case _:
                return self._named_shape(kind, named or wit.Named("", "anonymous"))

    def _maybe(self, kind: wit.Type | None) -> Shape | None:
        return None if kind is None else self.shape(kind)

    def _of_name(self, named: wit.Named) -> Shape:
        if named not in self._made:
            self._made[named] = self.shape(self._definition(named), named)
        return self._made[named]

    def _definition(self, named: wit.Named) -> wit.Type:
        item = self._known.get(named.owner, {}).get(named.name)
        if not isinstance(item, wit.TypeDef):
            raise NoShape(f"the type {named.name} of {named.owner} is not known")
        return item.type

    def _resource(self, kind: wit.Type) -> wit.Named:
        """The interface that a resource comes from, through everything that `use`s it."""
        if not isinstance(kind, wit.Named):
            raise NoShape("a resource has no name")
        definition = self._definition(kind)
        return self._resource(definition) if isinstance(definition, wit.Named) else kind

    def _named_shape(self, kind: wit.Type, named: wit.Named) -> Shape:
        title = ".".join([*filter(None, interface_parts(named.owner)), named.name])
        match kind:
            case wit.Record(fields):
                return self._record(title, named, fields)
            case wit.Variant(cases):
                return self._variant(title, named, cases)
            case wit.Enum(labels):
                names = distinct(map(constant, labels))
                members = dict(zip(names, labels, strict=True))
                return Enumeration(title, labels, cache(lambda: _enum(enum.Enum, named, members)))
            case wit.Flags(labels):
                names = distinct(map(constant, labels))
                bits = {name: 1 << bit for bit, name in enumerate(names)}
                return Flags(title, labels, cache(lambda: _enum(enum.Flag, named, bits)))
            case _:
                raise NoShape(f"{named.name} is no type of a value")

    def _record(
        self, title: str, named: wit.Named, fields: tuple[tuple[str, wit.Type], ...]
    ) -> Record:
        attributes = distinct(attribute(name) for name, _ in fields)
        made = tuple(
            Field(name, python, self.shape(kind))
            for (name, kind), python in zip(fields, attributes, strict=True)
        )
        return Record(title, made, cache(lambda: _record_class(class_name(named.name), made)))

    def _variant(
        self, title: str, named: wit.Named, cases: tuple[tuple[str, wit.Type | None], ...]
    ) -> Variant:
        labels = distinct(class_name(label) for label, _ in cases)
        filled = {python: kind is not None for python, (_, kind) in zip(labels, cases, strict=True)}

        @cache
        def base() -> type:
            return _variant_class(named.name, filled)

        def case(python: str) -> Callable[[], type]:
            return lambda: cast(type, getattr(base(), python))

        made = [
            Case(label, self._maybe(kind), case(python))
            for python, (label, kind) in zip(labels, cases, strict=True)
        ]
        return Variant(title, tuple(made), base)


def _enum(kind: Any, named: wit.Named, members: dict[str, Any]) -> Any:
    return kind(class_name(named.name), members)


def _record_class(name: str, fields: tuple[Field, ...]) -> type:
    members: list[Any] = [
        (f.attribute, Any, field(default=None))
        if isinstance(f.shape, Option)
        else (f.attribute, Any)
        for f in fields
    ]
    return make_dataclass(name, members, frozen=True, kw_only=True)


def _variant_class(label: str, cases: dict[str, bool]) -> type:
    """A class that has one for each case, which says whether there is a payload."""
    name = class_name(label)
    base = type(name, (), {"__doc__": f"One of the cases of `{label}`."})
    for python, is_filled in cases.items():
        members = [("value", Any)] if is_filled else []
        case = make_dataclass(python, members, bases=(base,), frozen=True)
        case.__qualname__ = f"{name}.{python}"
        setattr(base, python, case)
    return base
