"""The names of those that own types, which become known only when their instances are exported."""

from __future__ import annotations

from wae.binary.definitions import ROOT
from wae.binary.reader import BinaryError
from wae.binary.rename import map_item, map_type
from wae.binary.scope import MAX_TYPE_DEPTH, Budget, KindOfItem
from wae.binary.types import Interface, Item, Named, Resource, Type, TypeDef, Unsupported

PROVISIONAL = "%"  # begins the owner of an instance's types until the instance is exported


class OwnerNames:
    """Replaces provisional owners by the names under which the component exports them.

    A value type of an instance that is not exported is spelled out; a resource of one keeps its
    provisional owner, since nothing else tells it apart.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.exported: dict[str, str] = {}  # owner -> the owner or interface that it is part of
        self.homes: dict[str, str] = {}  # exported interface -> owner of its types
        self.definitions: dict[Named, Type] = {}
        self.underway: set[Named] = set()  # guards against bytes that use our provisional names

    def define(self, owner: str, name: str, definition: TypeDef) -> None:
        """Notes what a type of an instance stands for, unless it stands for itself."""
        self.definitions.setdefault(Named(owner, name), definition.type)

    def export(self, instance: str, owner: str, name: str) -> None:
        """Notes that the component of ``owner`` exports the owner ``instance`` as ``name``.

        What the outermost component exports counts more than what is passed around inside.
        """
        if owner == ROOT:
            self.homes[name] = instance
        if not instance.startswith(PROVISIONAL):
            return
        if owner == ROOT:
            if self.exported.get(instance, PROVISIONAL).startswith(PROVISIONAL):
                self.exported[instance] = name
        else:
            self.exported.setdefault(instance, f"{owner}/{name}")

    def name(self, owner: str) -> str:
        """The interface that ``owner`` is; a provisional name where nobody exports it."""
        seen = {owner}
        while owner in self.exported and self.exported[owner] not in seen:
            self.budget.spend()
            owner = self.exported[owner]
            seen.add(owner)
        return owner

    def finish(self, item: Item) -> Item:
        """``item`` with provisional owners replaced and all that only counts inside left out."""
        self.budget.spend_on(item)
        return _seen_from_outside(map_item(item, self._leaf))

    def finish_export(self, name: str, item: Item) -> Item:
        """The same for an export. If another interface owns its types, it is said to use them."""
        finished = self.finish(item)
        home = self.homes.get(name, PROVISIONAL)
        owner = self.name(home)
        is_own = owner == name and home.startswith(PROVISIONAL)
        if not isinstance(finished, Interface) or is_own or owner.startswith(PROVISIONAL):
            return finished
        return Interface(
            {
                title: TypeDef(Named(owner, title)) if isinstance(inner, TypeDef) else inner
                for title, inner in finished.items.items()
            }
        )

    def _leaf(self, kind: Type) -> Type:
        if not isinstance(kind, Named):
            return kind
        seen: set[Named] = set()
        while True:
            self.budget.spend()
            found = Named(self.name(kind.owner), kind.name)
            definition = self.definitions.get(kind)
            if not found.owner.startswith(PROVISIONAL) or kind in seen | self.underway:
                return found
            if not isinstance(definition, Named):
                return self._spelled_out(kind, definition) or found
            seen.add(kind)
            kind = definition

    def _spelled_out(self, kind: Named, definition: Type | None) -> Type | None:
        if isinstance(definition, Resource | None):
            return None
        if len(self.underway) >= MAX_TYPE_DEPTH:
            raise BinaryError(
                f"not a valid component: its types are nested deeper than {MAX_TYPE_DEPTH}"
            )
        self.underway.add(kind)
        spelled_out = map_type(definition, self._leaf)
        self.underway.remove(kind)
        return spelled_out


def _seen_from_outside(item: Item) -> Item:
    """``item`` with resources made anonymous, and types that are none of values by their sort."""
    if isinstance(item, KindOfItem):
        return Unsupported(item.sort)
    if isinstance(item, TypeDef) and isinstance(item.type, Resource):
        return TypeDef(Resource())
    if isinstance(item, Interface):
        return Interface({name: _seen_from_outside(inner) for name, inner in item.items.items()})
    return item
