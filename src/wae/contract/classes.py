"""Makes the shapes of WIT types, and a Python class for each one that has a name."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import field, make_dataclass
from typing import Any

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
                made = _enum(enum.Enum, named, dict(zip(names, labels, strict=True)))
                return Enumeration(title, made, labels)
            case wit.Flags(labels):
                names = distinct(map(constant, labels))
                bits = {name: 1 << bit for bit, name in enumerate(names)}
                return Flags(title, _enum(enum.Flag, named, bits), labels)
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
        members: list[Any] = [
            (f.attribute, Any, field(default=None))
            if isinstance(f.shape, Option)
            else (f.attribute, Any)
            for f in made
        ]
        name = class_name(named.name)
        return Record(title, make_dataclass(name, members, frozen=True, kw_only=True), made)

    def _variant(
        self, title: str, named: wit.Named, cases: tuple[tuple[str, wit.Type | None], ...]
    ) -> Variant:
        name = class_name(named.name)
        base = type(name, (), {"__doc__": f"One of the cases of `{named.name}`."})
        made = []
        labels = distinct(class_name(label) for label, _ in cases)
        for (label, kind), python in zip(cases, labels, strict=True):
            members = [] if kind is None else [("value", Any)]
            case = make_dataclass(python, members, bases=(base,), frozen=True)
            case.__qualname__ = f"{name}.{python}"
            setattr(base, python, case)
            made.append(Case(label, case, self._maybe(kind)))
        return Variant(title, base, tuple(made))


def _enum(kind: Any, named: wit.Named, members: dict[str, Any]) -> Any:
    return kind(class_name(named.name), members)
