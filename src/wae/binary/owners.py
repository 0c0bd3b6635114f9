"""The names of those that own types, which become known only when their instances are exported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from wae.binary.definitions import ROOT
from wae.binary.reader import NotSupported
from wae.binary.rename import map_item, map_type
from wae.binary.scope import MAX_TYPE_DEPTH, Budget, KindOfItem
from wae.binary.types import (
    Interface,
    Item,
    Named,
    Resource,
    Type,
    TypeDef,
    Unsupported,
    named_types,
)

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
        self.hidden: set[Named] = set()  # imported types; exports have others by these names
        self.passed_on: set[Named] = set()  # imported types that are exported by the same names
        self.resources: dict[int, Named] = {}  # those with no other name -> where they are exported
        self.passed: dict[str, str] = {}  # exported interface -> the one whose instance it is
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
        full = name if owner == ROOT else f"{owner}/{name}"
        known = self.exported.get(instance, PROVISIONAL)
        if instance.startswith(PROVISIONAL) and known.startswith(PROVISIONAL):
            self.exported[instance] = full

    def hide(self, imports: Mapping[str, Item], exports: Mapping[str, Item]) -> None:
        """Notes which imported types an export of the same interface passes on, and which it has
        others instead of.

        In what is exported, names mean the others, so those of imports are spelled out there.
        """
        for name, own in exports.items():
            item = imports.get(name)
            is_own = self.homes.get(name, "").startswith(PROVISIONAL)
            if is_own and isinstance(item, Interface) and isinstance(own, Interface):
                for title, imported in item.items.items():
                    kind, exported = Named(name, title), own.items.get(title)
                    if isinstance(imported, TypeDef) and isinstance(exported, TypeDef):
                        self.define(name, title, imported)
                        same = self._stands_for(exported.type, kind)
                        (self.passed_on if same else self.hidden).add(kind)

    def name(self, owner: str) -> str:
        """The interface that ``owner`` is; a provisional name where nobody exports it."""
        seen = {owner}
        while owner in self.exported and self.exported[owner] not in seen:
            self.budget.spend()
            owner = self.exported[owner]
            seen.add(owner)
        return owner

    def export_types(self, name: str, item: Item) -> None:
        """Notes where export ``name`` is the first to give a resource a name of the outside."""
        owner, items = _items(name, item)
        for title, inner in items.items():
            if isinstance(inner, TypeDef):
                self._leaf(inner.type, set(), Named(owner, title))

    def finish(self, item: Item) -> Item:
        """``item`` with provisional owners replaced and all that only counts inside left out."""
        self.budget.spend_on(item)
        return _seen_from_outside(map_item(item, lambda kind: self._leaf(kind, set())))

    def finish_export(self, name: str, item: Item) -> Item:
        """The same for an export. If another interface owns its types, it is said to use them."""
        self.budget.spend_on(item)
        leaf = map_item(item, lambda kind: self._leaf(kind, self.hidden))
        finished = self._naming(name, _seen_from_outside(leaf))
        home = self.homes.get(name, PROVISIONAL)
        owner = self.name(home)
        is_own = owner == name and home.startswith(PROVISIONAL)
        if not isinstance(finished, Interface):
            return finished
        uses = not is_own and not owner.startswith(PROVISIONAL)
        if uses:
            self.passed[name] = owner
        items = dict(finished.items)
        for title, inner in items.items():
            if isinstance(inner, TypeDef) and (uses or Named(name, title) in self.passed_on):
                items[title] = TypeDef(Named(owner if uses else name, title))
        return Interface(items)

    def _naming(self, name: str, item: Item) -> Item:
        """``item`` with the resources that it gives their name as resources of its own."""
        owner, items = _items(name, item)
        first = {n.name for n in self.resources.values() if n.owner == owner}
        naming = {
            title: TypeDef(Resource())
            if title in first and inner == TypeDef(Named(owner, title))
            else inner
            for title, inner in items.items()
        }
        return Interface(naming) if isinstance(item, Interface) else naming[name]

    def _leaf(self, kind: Type, hidden: set[Named], naming: Named | None = None) -> Type:
        if not isinstance(kind, Named):
            return kind
        seen: set[Named] = set()
        while True:
            self.budget.spend()
            named = Named(self.name(kind.owner), kind.name)
            definition = self.definitions.get(kind)
            if hidden and self._is_made_of(kind, hidden):
                return self._spelled_out(kind, definition, hidden) or _told_apart(kind)
            if not named.owner.startswith(PROVISIONAL) or kind in seen | self.underway:
                return named
            if isinstance(definition, Resource):
                if naming is not None:
                    self.resources.setdefault(definition.identity, naming)
                return self.resources.get(definition.identity, named)
            if not isinstance(definition, Named):
                return self._spelled_out(kind, definition, hidden) or named
            seen.add(kind)
            kind = definition

    def _stands_for(self, kind: Type | None, named: Named) -> bool:
        """Whether ``kind`` is another name of the type ``named``, by whatever number of steps."""
        seen: set[Named] = set()
        while isinstance(kind, Named) and kind != named and kind not in seen:
            self.budget.spend()
            seen.add(kind)
            kind = self.definitions.get(kind)
        return kind == named

    def _is_made_of(self, kind: Named, hidden: set[Named]) -> bool:
        """Whether an imported type is, or mentions, one of ``hidden``."""
        todo, seen = [kind], set[Named]()
        while todo:
            self.budget.spend()
            part = todo.pop()
            if part in hidden:
                return True
            if part not in seen and not part.owner.startswith(PROVISIONAL):
                seen.add(part)
                todo += named_types(TypeDef(self.definitions.get(part, part)))
        return False

    def _spelled_out(self, kind: Named, definition: Type | None, hidden: set[Named]) -> Type | None:
        if isinstance(definition, Resource | None):
            return None
        if len(self.underway) >= MAX_TYPE_DEPTH:
            raise NotSupported(f"types nested deeper than {MAX_TYPE_DEPTH}")
        self.underway.add(kind)
        spelled_out = map_type(definition, lambda part: self._leaf(part, hidden))
        self.underway.remove(kind)
        return spelled_out


def _told_apart(kind: Named) -> NoReturn:
    raise NotSupported(
        f"exports that use the resource {kind.name} of the {kind.owner} that it imports, beside "
        "another that it exports by that name"
    )


def _items(name: str, item: Item) -> tuple[str, dict[str, Item]]:
    """What an export consists of, and the owner of types in it."""
    return (name, item.items) if isinstance(item, Interface) else (ROOT, {name: item})


def _seen_from_outside(item: Item) -> Item:
    """``item`` with resources made anonymous, and types that are none of values by their sort."""
    if isinstance(item, KindOfItem):
        return Unsupported(item.sort)
    if isinstance(item, TypeDef) and isinstance(item.type, Resource):
        return TypeDef(Resource())
    if isinstance(item, Interface):
        return Interface({name: _seen_from_outside(inner) for name, inner in item.items.items()})
    return item
