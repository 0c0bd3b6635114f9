"""The identity of each instance's types, by which types of different components compare.

Types compare by structure; only a resource type is the same as nothing but itself, whatever it is
called (``Explainer.md``, Type Checking). So an identity is a type without names in it: a resource
type of the composite is a number, which tells apart those of two instances of one component.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wae.binary.rename import map_item, map_type
from wae.binary.types import ComponentType, Interface, Item, Named, Resource, Type, TypeDef
from wae.compose.world import WORLD


@dataclass(frozen=True)
class Origin:
    """The instance that defines a resource type, "" for the root, and where it exports it."""

    instance: str
    interface: str
    name: str


class Origins:
    """Numbers the resource types of a composite."""

    def __init__(self) -> None:
        self.known: list[Origin] = []
        self.numbers: dict[Origin, int] = {}

    def resource(self, origin: Origin) -> Resource:
        if origin not in self.numbers:
            self.numbers[origin] = len(self.known)
            self.known.append(origin)
        return Resource(self.numbers[origin])

    def origin(self, resource: Resource) -> Origin:
        return self.known[resource.identity]


class TypeIdentities:
    """The identities of the types that an instance of a component imports and exports."""

    def __init__(self, instance: str, kind: ComponentType, origins: Origins) -> None:
        self.instance = instance
        self.kind = kind
        self.origins = origins
        self.given: dict[Named, Type] = {}
        self.own: dict[Named, Type] = {}
        self.underway: set[Named] = set()

    def bind(self, name: str, resource: Callable[[str], Type]) -> None:
        """Import ``name`` is met now; ``resource`` gives the identity of a resource type in it."""
        item = self.kind.imports[name]
        owner, items = (name, item.items) if isinstance(item, Interface) else (WORLD, {name: item})
        for title, inner in items.items():
            if isinstance(inner, TypeDef):
                fresh = isinstance(inner.type, Resource)
                identity = resource(title) if fresh else map_type(inner.type, self._imported)
                self.given[Named(owner, title)] = identity

    def bind_from(self, name: str, instance: str, interface: str) -> None:
        """Import ``name`` is met by ``interface`` of ``instance``, which has just these types."""
        self.bind(name, lambda t: self.origins.resource(Origin(instance, interface, t)))

    def imported(self, name: str) -> Item:
        """Import ``name``, already met, with the identities of its types."""
        item = self.kind.imports[name]
        if isinstance(item, Interface):
            return Interface({t: self._import(name, t, i) for t, i in item.items.items()})
        return self._import(WORLD, name, item)

    def exported(self, name: str) -> Item:
        """Export ``name`` with the identities of its types."""
        item = self.kind.exports[name]
        if isinstance(item, Interface):
            return Interface({t: self._export(name, t, i) for t, i in item.items.items()})
        return self._export(WORLD, name, item)

    def identity(self, kind: Type) -> Type:
        """The identity of a type where the component exports it."""
        return map_type(kind, self._exported)

    def _import(self, owner: str, title: str, item: Item) -> Item:
        if isinstance(item, TypeDef):
            return TypeDef(self.given[Named(owner, title)])
        return map_item(item, self._imported)

    def _export(self, owner: str, title: str, item: Item) -> Item:
        if isinstance(item, TypeDef):
            return TypeDef(self._exported(Named(owner, title)))
        return map_item(item, self._exported)

    def _imported(self, kind: Type) -> Type:
        return self.given.get(kind, kind) if isinstance(kind, Named) else kind

    def _exported(self, kind: Type) -> Type:
        if not isinstance(kind, Named):
            return kind
        if kind not in self.own:
            definition = self._definition(kind)
            if definition is None or kind in self.underway:
                return self.given.get(kind, kind)
            self.underway.add(kind)
            self.own[kind] = (
                self.origins.resource(Origin(self.instance, kind.owner, kind.name))
                if isinstance(definition, Resource)
                else map_type(definition, self._exported)
            )
            self.underway.remove(kind)
        return self.own[kind]

    def _definition(self, kind: Named) -> Type | None:
        """How the component defines a type that it exports; None where it has it from outside."""
        if kind.owner == WORLD and kind in self.given:
            return None
        item = self.kind.exports.get(kind.owner or kind.name)
        inner = item.items.get(kind.name) if isinstance(item, Interface) else item
        return inner.type if isinstance(inner, TypeDef) and inner.type != kind else None
