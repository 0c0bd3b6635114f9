"""A type without the imports that do not matter to callers: most of an app's type is WASI."""

from __future__ import annotations

from wae.binary.types import ComponentType, Interface, Item, Named, named_types
from wae.binary.value import replaced


def with_used_imports(component: ComponentType) -> ComponentType:
    """The same, but of its imports only the types to which its exports refer."""
    todo = [item for export in component.exports.values() for item in _items(export)]
    used: set[Named] = set()
    while todo:
        for named in named_types(todo.pop()) - used:
            used.add(named)
            for side in (component.imports, component.exports):
                todo += _named(side, named)
    imports: dict[str, Item] = {}
    for name, item in component.imports.items():
        if isinstance(item, Interface):
            types = {n: each for n, each in item.items.items() if Named(name, n) in used}
            if types:
                imports[name] = replaced(item, items=types)
        elif Named("", name) in used:
            imports[name] = item
    return replaced(component, imports=imports)


def _items(export: Item) -> list[Item]:
    return [*export.items.values()] if isinstance(export, Interface) else [export]


def _named(side: dict[str, Item], named: Named) -> list[Item]:
    """What goes by the name on one side of a component."""
    home = side.get(named.owner)
    items = home.items if isinstance(home, Interface) else {} if named.owner else side
    return [items[named.name]] if named.name in items else []
