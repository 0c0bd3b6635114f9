"""Which type a name means at the composite's root, as a validator tells types apart.

Every export of a type makes a name for it that is the same as nothing but itself; an instance that
is passed on keeps those that it has (``Explainer.md``, Type Checking, and the rule in Import and
Export Definitions that an export mentions only what is named before).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
from wae.compose.graph import FromExport, FromInstance, FromRoot, FromType, Plan
from wae.compose.meanings import Meanings
from wae.compose.world import WORLD

_NOMINAL = (Record, Variant, Enum, Flags)  # types that an export must not leave unnamed
ROOT = ""


@dataclass(frozen=True)
class Identity:
    """The type that ``instance`` exports as ``name`` of ``owner``; of the root one it imports."""

    instance: str
    owner: str
    name: str


Mention: TypeAlias = Identity | Type  # a type without a name goes by its meaning


class Identities:
    """``meanings`` go by instance, as the instances of ``plan`` do."""

    def __init__(self, plan: Plan, meanings: Mapping[str, Meanings]) -> None:
        self.plan = plan
        self.meanings = meanings

    def imported(self) -> Iterable[Mention]:
        """The types that the composite's imports name."""
        for name, item in self.plan.roots.items():
            for title in _types(name, item):
                yield Identity(ROOT, name if isinstance(item, Interface) else WORLD, title)
        for name, found in self.meanings.items():
            for wanted, source in self.plan.instances[name].arguments.items():
                if isinstance(source, FromRoot):
                    yield from _meant(found.imported(wanted))

    def named(self, instance: str, export: str) -> Iterable[Mention]:
        """The types to which an export gives a name."""
        item = self.meanings[instance].kind.exports[export]
        owner = export if isinstance(item, Interface) else WORLD
        for title in _types(export, item):
            found = self._of_export(instance, Named(owner, title))
            if found is not None:
                yield found
        yield from _meant(self.meanings[instance].exported(export))

    def mentioned(self, instance: str, export: str, item: str = "") -> Iterable[Mention]:
        """The types that must be named before an export, or ``item`` of it, or in it."""
        found = self.meanings[instance].kind.exports[export]
        if isinstance(found, Interface):
            inside = [found.items[item]] if item else [*found.items.values()]
        else:
            inside = [found]
        for each in inside:
            if isinstance(each, TypeDef):
                yield from self._of_definition(instance, each.type)
            else:
                for kind in item_types(each):
                    yield from self._of(instance, kind)

    def _of(self, instance: str, kind: Type) -> Iterable[Mention]:
        """What a type mentions where it is used."""
        if isinstance(kind, Named):
            found = self.identity(instance, kind)
            if found is not None:
                yield found
            return
        if isinstance(kind, _NOMINAL) and instance != ROOT:
            yield self.meanings[instance].meaning(kind)
        for part in children(kind):
            yield from self._of(instance, part)

    def _of_definition(self, instance: str, kind: Type) -> Iterable[Mention]:
        """What the definition of a type mentions, through all its names."""
        seen: set[Identity] = set()
        while isinstance(kind, Named):
            found = self.identity(instance, kind)
            if found is None or found in seen:
                return
            seen.add(found)
            definition = self._definition(found)
            if definition is None:
                return
            instance, kind = found.instance, definition
            if isinstance(kind, Resource):  # which has no other name than its first
                yield found
        for part in children(kind):
            yield from self._of(instance, part)

    def identity(self, instance: str, named: Named) -> Identity | None:
        """What a name means in an instance; None where it stands for a type without a name."""
        if instance == ROOT or instance not in self.meanings:
            return Identity(instance, named.owner, named.name)
        if self._is_imported(instance, named):
            return self._of_import(instance, named)
        return self._of_export(instance, named)

    def _is_imported(self, instance: str, named: Named) -> bool:
        """Whether a name is that of an import; where an export has it, too, it is the export's."""
        kind = self.meanings[instance].kind
        item = kind.exports.get(named.owner or named.name)
        own = item.items.get(named.name) if isinstance(item, Interface) else item
        if isinstance(own, TypeDef) and own.type != named:
            return False
        return (named.owner or named.name) in kind.imports

    def _of_import(self, instance: str, named: Named) -> Identity | None:
        match self.plan.instances[instance].arguments.get(named.owner or named.name):
            case FromRoot(name):
                return Identity(ROOT, name, named.name) if named.owner else Identity(ROOT, "", name)
            case FromExport(other, export):
                inner = Named(export, named.name) if named.owner else Named(WORLD, export)
                return self._of_export(other, inner)
            case FromInstance(other):
                return Identity(other, named.owner, named.name)
            case FromType(Named() as kind):
                return self.identity(instance, kind)
            case _:
                return None

    def _of_export(self, instance: str, named: Named) -> Identity | None:
        known = self.meanings.get(instance)
        passed = known.kind.passed.get(named.owner) if known is not None else None
        if known is None or passed is None:
            return Identity(instance, named.owner, named.name)
        inner = Named(passed, named.name)
        if passed in known.kind.imports:
            return self._of_import(instance, inner)
        return self._of_export(instance, inner)

    def _definition(self, found: Identity) -> Type | None:
        if found.instance == ROOT:
            item = self.plan.roots.get(found.owner or found.name)
        elif found.instance in self.meanings:
            item = self.meanings[found.instance].kind.exports.get(found.owner or found.name)
        else:
            return None
        inner = item.items.get(found.name) if isinstance(item, Interface) else item
        return inner.type if isinstance(inner, TypeDef) else None


def _types(name: str, item: Item) -> list[str]:
    """The names of the types that an import or export has."""
    items = item.items if isinstance(item, Interface) else {name: item}
    return [title for title, inner in items.items() if isinstance(inner, TypeDef)]


def _meant(item: Item) -> list[Type]:
    """The meanings of the types to which an interface, or a type, gives a name, but resources'."""
    inside = item.items.values() if isinstance(item, Interface) else [item]
    kinds = [inner.type for inner in inside if isinstance(inner, TypeDef)]
    return [kind for kind in kinds if not isinstance(kind, Resource)]
