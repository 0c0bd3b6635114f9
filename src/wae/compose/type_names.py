"""Which type a name means at the composite's root, as a validator tells types apart.

Every export of a type makes a name for it that is the same as nothing but itself; an instance that
is passed on keeps those that it has (``Explainer.md``, Type Checking, and the rule in Import and
Export Definitions that an export mentions only what is named before).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from wae.binary.types import (
    Enum,
    Flags,
    Interface,
    Item,
    Named,
    Record,
    Resource,
    Type,
    TypeDef,
    Variant,
    children,
    item_types,
)
from wae.compose.graph import FromExport, FromInstance, FromRoot, FromType, Plan, TypeName
from wae.compose.type_identity import TypeIdentities
from wae.compose.world import WORLD

_NOMINAL = (Record, Variant, Enum, Flags)  # types that an export must not leave unnamed
ROOT = ""


Mention: TypeAlias = TypeName | Type  # a type without a name goes by its structure


class TypeNames:
    """``identities`` go by instance, as the instances of ``plan`` do."""

    def __init__(self, plan: Plan, identities: Mapping[str, TypeIdentities]) -> None:
        self.plan = plan
        self.identities = identities

    def imported(self) -> Iterable[Mention]:
        """The types that the composite's imports name."""
        for name, item in self.plan.roots.items():
            for title in _types(name, item):
                yield TypeName(ROOT, name if isinstance(item, Interface) else WORLD, title)
        for instance, types in self.identities.items():
            for wanted, source in self.plan.instances[instance].arguments.items():
                if isinstance(source, FromRoot):
                    yield from _structures(types.imported(wanted))

    def titled(self, instance: str, export: str) -> Iterable[tuple[str, TypeName]]:
        """The types that an export has, by their names in it."""
        item = self.identities[instance].kind.exports[export]
        owner = export if isinstance(item, Interface) else WORLD
        for title in _types(export, item):
            name = self._of_export(instance, Named(owner, title))
            if name is not None:
                yield title, name

    def named(self, instance: str, export: str) -> Iterable[Mention]:
        """The types to which an export gives a name."""
        yield from (name for _, name in self.titled(instance, export))
        yield from _structures(self.identities[instance].exported(export))

    def defining(self, name: TypeName) -> Iterable[Mention]:
        """The types that the definition of another mentions."""
        definition = self._definition(name)
        return () if definition is None else self._of_definition(name.instance, definition)

    def mentioned(self, instance: str, export: str, item: str = "") -> Iterable[Mention]:
        """The types that must be named before an export, or ``item`` of it, or in it."""
        exported = self.identities[instance].kind.exports[export]
        if isinstance(exported, Interface):
            inside = [exported.items[item]] if item else [*exported.items.values()]
        else:
            inside = [exported]
        for each in inside:
            if isinstance(each, TypeDef):
                yield from self._of_definition(instance, each.type)
            else:
                for kind in item_types(each):
                    yield from self._of(instance, kind)

    def _of(self, instance: str, kind: Type) -> Iterable[Mention]:
        """What a type mentions where it is used."""
        if isinstance(kind, Named):
            name = self.name_of(instance, kind)
            if name is not None:
                yield name
                return
            spelled_out = self._spelled_out(instance, kind)
            if spelled_out is None:
                return
            kind = spelled_out
        if isinstance(kind, _NOMINAL) and instance != ROOT:
            yield self.identities[instance].identity(kind)
        for child in children(kind):
            yield from self._of(instance, child)

    def _spelled_out(self, instance: str, named: Named) -> Type | None:
        """What an import stands for that has no name at the root."""
        source = self.plan.instances[instance].arguments.get(named.owner or named.name)
        return source.type if isinstance(source, FromType) else None

    def _of_definition(self, instance: str, kind: Type) -> Iterable[Mention]:
        """What the definition of a type mentions, through all its names."""
        seen: set[TypeName] = set()
        while isinstance(kind, Named):
            name = self.name_of(instance, kind)
            if name is None or name in seen:
                return
            seen.add(name)
            definition = self._definition(name)
            if definition is None:
                return
            instance, kind = name.instance, definition
            if isinstance(kind, Resource):  # which has no other name than its first
                yield name
        for child in children(kind):
            yield from self._of(instance, child)

    def name_of(self, instance: str, named: Named) -> TypeName | None:
        """What a name means in an instance; None where it stands for a type without a name."""
        if instance == ROOT or instance not in self.identities:
            return TypeName(instance, named.owner, named.name)
        if self._is_imported(instance, named):
            return self._of_import(instance, named)
        return self._of_export(instance, named)

    def _is_imported(self, instance: str, named: Named) -> bool:
        """Whether a name is that of an import; where an export has it, too, it is the export's."""
        kind = self.identities[instance].kind
        item = kind.exports.get(named.owner or named.name)
        own = item.items.get(named.name) if isinstance(item, Interface) else item
        if isinstance(own, TypeDef) and own.type != named:
            return False
        return (named.owner or named.name) in kind.imports

    def _of_import(self, instance: str, named: Named) -> TypeName | None:
        match self.plan.instances[instance].arguments.get(named.owner or named.name):
            case FromRoot(name):
                return TypeName(ROOT, name, named.name) if named.owner else TypeName(ROOT, "", name)
            case FromExport(other, export):
                inner = Named(export, named.name) if named.owner else Named(WORLD, export)
                return self._of_export(other, inner)
            case FromInstance(other):
                return TypeName(other, named.owner, named.name)
            case FromType(Named() as kind):
                return self.name_of(instance, kind)
            case _:
                return None

    def _of_export(self, instance: str, named: Named) -> TypeName | None:
        known = self.identities.get(instance)
        passed = known.kind.passed.get(named.owner) if known is not None else None
        if known is None or passed is None:
            return TypeName(instance, named.owner, named.name)
        inner = Named(passed, named.name)
        if passed in known.kind.imports:
            return self._of_import(instance, inner)
        return self._of_export(instance, inner)

    def _definition(self, name: TypeName) -> Type | None:
        if name.instance == ROOT:
            item = self.plan.roots.get(name.owner or name.name)
        elif name.instance in self.identities:
            item = self.identities[name.instance].kind.exports.get(name.owner or name.name)
        else:
            return None
        inner = item.items.get(name.name) if isinstance(item, Interface) else item
        return inner.type if isinstance(inner, TypeDef) else None


def _types(name: str, item: Item) -> list[str]:
    """The names of the types that an import or export has."""
    items = item.items if isinstance(item, Interface) else {name: item}
    return [title for title, inner in items.items() if isinstance(inner, TypeDef)]


def _structures(item: Item) -> list[Type]:
    """The structures of the types that an interface, or a type, names, but resources'."""
    inside = item.items.values() if isinstance(item, Interface) else [item]
    kinds = [inner.type for inner in inside if isinstance(inner, TypeDef)]
    return [kind for kind in kinds if not isinstance(kind, Resource)]
