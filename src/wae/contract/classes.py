"""Makes the shapes of WIT types, with the Python class of each one that has a name."""

from __future__ import annotations

import enum as enums
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from wae.binary import types as wit
from wae.contract import shapes
from wae.contract.names import Contents, Names
from wae.contract.once import once
from wae.contract.python_names import attribute, class_name, classes, constant, distinct
from wae.contract.shapes import (
    Bytes,
    Case,
    Enum,
    Field,
    Flags,
    Handle,
    NoShape,
    Option,
    Record,
    Result,
    Scalar,
    Shape,
    Tuple,
    Variant,
)
from wae.contract.value_class import value_class

Make = Callable[[], type]
"""Gives a class, the same each time."""


class Sources(Protocol):
    """Where the classes of types come from.

    ``some`` is that of an option in an option, ``sides`` are those of a result's two cases.
    """

    some: type
    sides: tuple[type, type]

    def enum(self, named: wit.Named, labels: Sequence[str]) -> Callable[[], type[enums.Enum]]:
        """One with a member for each label, in their order."""

    def flags(self, named: wit.Named, labels: Sequence[str]) -> Callable[[], type[enums.Flag]]:
        """One with a member for each label, in their order."""

    def record(
        self, named: wit.Named, fields: Sequence[tuple[str, Shape]]
    ) -> tuple[Sequence[str], Make]:
        """The attributes of the fields, in their order, and the class."""

    def variant(
        self, named: wit.Named, cases: Sequence[tuple[str, bool]]
    ) -> tuple[Make, Sequence[Make]]:
        """The class of the whole, and that of each case; of which it is told whether it has a
        payload."""


class Made:
    """Classes that are made for the purpose, when they are first asked for."""

    some: type = shapes.Some
    sides: tuple[type, type] = (shapes.Ok, shapes.Err)

    def enum(self, named: wit.Named, labels: Sequence[str]) -> Callable[[], type[enums.Enum]]:
        members = dict(zip(distinct(map(constant, labels)), labels, strict=True))
        return once(lambda: _enum(enums.Enum, named, members))

    def flags(self, named: wit.Named, labels: Sequence[str]) -> Callable[[], type[enums.Flag]]:
        names = distinct(map(constant, labels))
        bits = {name: 1 << bit for bit, name in enumerate(names)}
        return once(lambda: _enum(enums.Flag, named, bits))

    def record(
        self, named: wit.Named, fields: Sequence[tuple[str, Shape]]
    ) -> tuple[Sequence[str], Make]:
        attributes = distinct(attribute(name) for name, _ in fields)
        optional = [isinstance(shape, Option) for _, shape in fields]
        members = dict(zip(attributes, optional, strict=True))
        return attributes, once(lambda: value_class(class_name(named.name), members))

    def variant(
        self, named: wit.Named, cases: Sequence[tuple[str, bool]]
    ) -> tuple[Make, Sequence[Make]]:
        titles = classes(label for label, _ in cases)
        filled = {titles[label]: has_payload for label, has_payload in cases}
        base = once(lambda: _variant_class(named.name, filled))
        return base, [_member(base, python) for python in filled]


MADE = Made()


def contents(items: Mapping[str, wit.Item]) -> Contents:
    """The names of the functions and of the value types among the items of an interface."""
    functions = [name for name, item in items.items() if isinstance(item, wit.Func)]
    types = [
        name
        for name, item in items.items()
        if isinstance(item, wit.TypeDef) and not isinstance(item.type, wit.Resource)
    ]
    return Contents(tuple(functions), tuple(types))


_NAMELESS = wit.Named("", "nameless")
"""Of types that a component has no name for."""


class Classes:
    """Shapes of types; ``known`` has the items of each interface that they may refer to, ``names``
    what their types are called.

    A type has one shape, and so one class, in whatever interface it is used.
    """

    def __init__(
        self,
        known: Mapping[str, Mapping[str, wit.Item]],
        names: Names | None = None,
        made: Sources = MADE,
    ) -> None:
        self._known = known
        self._names = names or Names({name: contents(items) for name, items in known.items()})
        self._made = made
        self._shapes: dict[wit.Named, Shape] = {}
        self._underway: set[wit.Named] = set()

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
                return shapes.Sequence(self.shape(element), length)
            case wit.Tuple(items):
                return Tuple(tuple(self.shape(item) for item in items))
            case wit.Option(some):
                inner = self.shape(some)
                return Option(inner, isinstance(inner, Option), self._made.some)
            case wit.Result(ok, err):
                return Result(self._maybe(ok), self._maybe(err), self._made.sides)
            case wit.Own(resource) | wit.Borrow(resource):
                target = self._resource(resource)
                return Handle((target.owner, target.name), owned=isinstance(kind, wit.Own))
            case wit.Stream() | wit.Future():
                raise NoShape("no stream or future leaves an app; return a resource with next")
            case _:
                return self._named_shape(kind, named or _NAMELESS)

    def _maybe(self, kind: wit.Type | None) -> Shape | None:
        return None if kind is None else self.shape(kind)

    def _of_name(self, named: wit.Named) -> Shape:
        if named not in self._shapes:
            if named in self._underway:
                raise NoShape(f"the type {named.name} of {named.owner} is defined by itself")
            self._underway.add(named)
            self._shapes[named] = self.shape(self._definition(named), named)
        return self._shapes[named]

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
        title = "" if named is _NAMELESS else self._names.operation(named.owner, named.name)
        match kind:
            case wit.Record(fields):
                return self._record(title, named, fields)
            case wit.Variant(cases):
                return self._variant(title, named, cases)
            case wit.Enum(labels):
                return Enum(title, labels, self._made.enum(named, labels))
            case wit.Flags(labels):
                return Flags(title, labels, self._made.flags(named, labels))
            case _:
                raise NoShape(f"{named.name} is not a type of a value")

    def _record(
        self, title: str, named: wit.Named, fields: tuple[tuple[str, wit.Type], ...]
    ) -> Record:
        shaped = [(name, self.shape(kind)) for name, kind in fields]
        attributes, make = self._made.record(named, shaped)
        pairs = zip(shaped, attributes, strict=True)
        return Record(title, tuple(Field(name, a, shape) for (name, shape), a in pairs), make)

    def _variant(
        self, title: str, named: wit.Named, cases: tuple[tuple[str, wit.Type | None], ...]
    ) -> Variant:
        filled = [(label, kind is not None) for label, kind in cases]
        base, makes = self._made.variant(named, filled)
        pairs = zip(cases, makes, strict=True)
        return Variant(
            title,
            tuple(Case(label, self._maybe(kind), make) for (label, kind), make in pairs),
            base,
        )


def _enum(kind: Any, named: wit.Named, members: dict[str, Any]) -> Any:
    return kind(class_name(named.name), members)


def _member(base: Make, name: str) -> Make:
    def make() -> type:
        member: type = getattr(base(), name)
        return member

    return make


def _variant_class(label: str, cases: dict[str, bool]) -> type:
    """A class that has one for each case, which says whether there is a payload."""
    name = class_name(label)
    base = type(name, (), {"__doc__": f"One of the cases of `{label}`."})
    for python, is_filled in cases.items():
        members = {"value": False} if is_filled else {}
        case = value_class(python, members, base, by_name=False)
        case.__qualname__ = f"{name}.{python}"
        setattr(base, python, case)
    return base
