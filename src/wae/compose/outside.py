"""What goes to the root along with a function or type that a world has without an interface."""

from __future__ import annotations

from typing import TypeAlias

from wae.binary.rename import map_func, map_type
from wae.binary.types import (
    Enum,
    Flags,
    Func,
    Interface,
    Item,
    Named,
    Record,
    Resource,
    Type,
    TypeDef,
    Variant,
    named_types,
)
from wae.compose.graph import ComponentSpec, FromRoot, FromType, Source
from wae.compose.world import WORLD, owner_of, world_items

Arguments: TypeAlias = dict[str, Source]


def world_part(world: Interface, title: str) -> Interface:
    """An item of a world with the other items of the world that it needs."""
    needed = {title, *(named.name for named in _reached(world, world.items[title]))}
    return Interface({name: item for name, item in world.items.items() if name in needed})


def alone(world: Interface, func: Func) -> Func | Named:
    """A function of a world in terms of interfaces, as another interface could have it.

    The type of the world that it needs, if that is none of an interface: nobody else has it.
    """
    own: list[Named] = []

    def leaf(kind: Type) -> Type:
        if not isinstance(kind, Named) or kind.owner != WORLD:
            return kind
        definition = world.items[kind.name]
        assert isinstance(definition, TypeDef)
        if isinstance(definition.type, Record | Variant | Enum | Flags | Resource):
            own.append(kind)
            return kind
        return map_type(definition.type, leaf)

    standalone = map_func(func, leaf)
    return own[0] if own else standalone


def exposed_types(spec: ComponentSpec) -> set[str]:
    """The types of a component's world that its exported functions use."""
    world = world_items(spec.type.imports)
    return {
        named.name
        for item in spec.type.exports.values()
        if isinstance(item, Func)
        for named in _reached(world, item)
    }


def inside_type(spec: ComponentSpec, wanted: str, arguments: Arguments) -> Named | None:
    """A type that import ``wanted`` uses and that another component provides, if any.

    The root's imports stand before all instances, so they cannot use such a type.
    """
    item = spec.type.imports[wanted]
    world = world_items(spec.type.imports)
    items = item.items.values() if isinstance(item, Interface) else [item]
    used = {named for inner in items for named in _all_named(world, inner)}
    for named in sorted(used, key=lambda n: (n.owner, n.name)):
        if named.owner == owner_of(wanted, item) and named.owner != WORLD:
            continue
        source = arguments.get(named.owner or named.name)
        if source is not None and not isinstance(source, FromRoot | FromType):
            return named
    return None


def _reached(world: Interface, item: Item) -> set[Named]:
    """The types of the world that an item uses, directly or through others."""
    return {named for named in _all_named(world, item) if named.owner == WORLD}


def _all_named(world: Interface, item: Item) -> set[Named]:
    """All types that an item uses, directly or through types of the world."""
    reached: set[Named] = set()
    todo = [item]
    while todo:
        for named in named_types(todo.pop()) - reached:
            reached.add(named)
            definition = world.items.get(named.name) if named.owner == WORLD else None
            if isinstance(definition, TypeDef):
                todo.append(definition)
    return reached
