"""Sets of interfaces that refer to each other's types: what they need, in which order, merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from wae.binary.rename import map_item, map_type
from wae.binary.types import Interface, Item, Named, Resource, Type, TypeDef, named_types
from wae.errors import WaeError

Interfaces: TypeAlias = Mapping[str, Interface]


class TypeMismatch(WaeError):
    """Two components, or versions, mean different things by one name; ``second`` came later."""

    def __init__(self, name: str, item: str, first: str, second: str) -> None:
        place = f"{item} of {name}" if name else item
        super().__init__(
            f'"{first}" and "{second}" disagree on {place}',
            hint="Build both against the same version of its WIT",
        )
        self.second = second


def foreign_types(owner: str, interface: Interface) -> set[Named]:
    """The types of other interfaces that an interface refers to."""
    foreign: set[Named] = set()
    for item in interface.items.values():
        foreign |= {named for named in named_types(item) if named.owner != owner}
    return foreign


def in_order(interfaces: Interfaces) -> dict[str, Interface]:
    """The interfaces, every one after those whose types it uses."""
    ordered: dict[str, Interface] = {}

    def visit(name: str) -> None:
        if name in ordered or name not in interfaces:
            return
        for other in sorted({named.owner for named in foreign_types(name, interfaces[name])}):
            visit(other)
        ordered[name] = interfaces[name]

    for name in interfaces:
        visit(name)
    return ordered


def needed_types(owner: str, interfaces: Interfaces) -> dict[str, Interface]:
    """The other interfaces, in order, cut down to the types that ``owner`` needs of them."""
    needed: set[Named] = set()
    todo = list(foreign_types(owner, interfaces[owner]))
    while todo:
        named = todo.pop()
        if named in needed or named.owner == owner:
            continue
        needed.add(named)
        todo.extend(named_types(interfaces[named.owner].items[named.name]))
    cut = {
        name: Interface({t: d for t, d in interface.items.items() if Named(name, t) in needed})
        for name, interface in interfaces.items()
        if any(named.owner == name for named in needed)
    }
    return in_order(cut)


def expand(interface: Interface, around: Interfaces) -> Interface:
    """``interface`` with type names replaced by what they stand for in ``around``.

    Types compare by structure, names do not matter; only resources keep theirs
    (``Explainer.md``, Type Checking).
    """

    def leaf(kind: Type) -> Type:
        if not isinstance(kind, Named) or kind.owner not in around:
            return kind
        item = around[kind.owner].items.get(kind.name)
        if not isinstance(item, TypeDef) or isinstance(item.type, Resource):
            return kind
        return map_type(item.type, leaf)

    return Interface({name: map_item(item, leaf) for name, item in interface.items.items()})


def merge(
    name: str, versions: Mapping[str, Interface], around: Mapping[str, Interfaces]
) -> Interface:
    """One interface with everything that any of ``versions`` has.

    ``around`` gives the interfaces to which the types of a version refer. Raises
    :class:`TypeMismatch` where two versions define the same item differently.
    """
    if len(versions) == 1:
        [interface] = versions.values()
        return _types_first(name, interface.items)
    items: dict[str, Item] = {}
    definitions: dict[str, tuple[str, Item]] = {}
    for version, interface in versions.items():
        meant = expand(interface, around[version]).items
        for title, item in interface.items.items():
            items.setdefault(title, item)
            origin, known = definitions.setdefault(title, (version, meant[title]))
            if known != meant[title]:
                raise TypeMismatch(name, title, origin, version)
    return _types_first(name, items)


def canonical(interfaces: Interfaces) -> dict[str, Interface]:
    """The interfaces in an order that depends on what there is alone, and so are their items."""
    return in_order(
        {
            name: _types_first(name, dict(sorted(interfaces[name].items.items())))
            for name in sorted(interfaces)
        }
    )


def _types_first(owner: str, items: Mapping[str, Item]) -> Interface:
    """The items in an order in which every type stands before its uses."""
    ordered: dict[str, Item] = {}

    def visit(title: str) -> None:
        if title in ordered:
            return
        for named in sorted(named_types(items[title]), key=lambda n: n.name):
            if named.owner == owner and named.name != title:
                visit(named.name)
        ordered[title] = items[title]

    for title, item in items.items():
        if isinstance(item, TypeDef):
            visit(title)
    for title in items:
        visit(title)
    return Interface(ordered)
