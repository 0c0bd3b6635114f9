"""Sets of interfaces that refer to each other's types: what they need, in which order, merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from wae.binary.types import Interface, Item, Named, TypeDef, named_types
from wae.errors import WaeError

Interfaces: TypeAlias = Mapping[str, Interface]


class TypeMismatch(WaeError):
    """Two components mean different things by one name."""


def foreign_types(owner: str, interface: Interface) -> set[Named]:
    """The types of other interfaces that an interface refers to."""
    found: set[Named] = set()
    for item in interface.items.values():
        found |= {named for named in named_types(item) if named.owner != owner}
    return found


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


def merge(name: str, versions: Mapping[str, Interface]) -> Interface:
    """One interface with everything that any of ``versions`` (by component) has.

    Raises :class:`TypeMismatch` where two of them define the same item differently.
    """
    items: dict[str, Item] = {}
    origin: dict[str, str] = {}
    for component, interface in versions.items():
        for title, item in interface.items.items():
            if title not in items:
                items[title], origin[title] = item, component
            elif items[title] != item:
                raise TypeMismatch(
                    f'"{origin[title]}" and "{component}" disagree on {title} of {name}',
                    hint="Build both against the same version of its WIT",
                )
    return _types_first(name, items)


def _types_first(owner: str, items: dict[str, Item]) -> Interface:
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
