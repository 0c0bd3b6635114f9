"""Finds types that are defined by themselves: following one would never end.

No file has them, but several can: once versions go by one name, a newer version that takes a type
from an older one takes it from itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from wae.binary.types import Interface, Named, TypeDef, named_types
from wae.compose.interfaces import foreign_types
from wae.errors import WaeError

T = TypeVar("T")


class CircularTypes(WaeError):
    """Types that are defined by themselves, so that nothing can be made of them."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the types of {name} are defined by themselves")


def circular(interfaces: Iterable[tuple[str, Interface]]) -> str | None:
    """An interface that needs itself to be defined; None if there is none.

    A name may stand there several times, with several versions of the interface.
    """
    owners: dict[str, set[str]] = {}
    types: dict[Named, set[Named]] = {}
    for name, interface in interfaces:
        owners.setdefault(name, set()).update(t.owner for t in foreign_types(name, interface))
        for title, item in interface.items.items():
            if isinstance(item, TypeDef):
                types.setdefault(Named(name, title), set()).update(named_types(item))
    defined = _in_cycle(types)
    return defined.owner if defined else _in_cycle(owners)


def _in_cycle(needs: Mapping[T, set[T]]) -> T | None:
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        member: T = error.args[1][0]
        return member
    return None
