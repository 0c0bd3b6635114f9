"""Checks that a component's type says what every type in it is.

What a validator promises of valid components (``Explainer.md``, Type Checking): imports mention
only types that are imported, exports also those that are exported, and resources go by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wae.binary.reader import BinaryError
from wae.binary.types import (
    ComponentType,
    Interface,
    Item,
    Named,
    Resource,
    Type,
    TypeDef,
    children,
    item_types,
)


def check_types(kind: ComponentType) -> None:
    """Raises :class:`BinaryError` for a type that is mentioned, but not defined."""
    imported = set(_defined("", kind.imports))
    _check(kind.imports, imported)
    _check(kind.exports, imported | set(_defined("", kind.exports)))


def _defined(owner: str, items: Mapping[str, Item]) -> Iterator[Named]:
    for name, item in items.items():
        if isinstance(item, TypeDef):
            yield Named(owner, name)
        elif isinstance(item, Interface):
            yield from _defined(f"{owner}/{name}" if owner else name, item.items)


def _check(items: Mapping[str, Item], defined: set[Named]) -> None:
    for name, item in items.items():
        if isinstance(item, Interface):
            _check(item.items, defined)
            continue
        todo: list[Type] = [] if item == TypeDef(Resource()) else list(item_types(item))
        while todo:
            part = todo.pop()
            if isinstance(part, Resource) or (isinstance(part, Named) and part not in defined):
                raise BinaryError(f'not a valid component: "{name}" uses a type without a name')
            todo += children(part)
