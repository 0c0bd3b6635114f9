"""Checks that types come to an end, and are no larger than engines take, whoever follows them.

A type's text can be short where it is large: names stand for whole types. Readers that expand
names rely on this check, which itself expands none.
"""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from wae.binary.reader import BinaryError
from wae.binary.scope import MAX_TYPE_DEPTH
from wae.binary.types import ComponentType, Interface, Item, Named, Type, TypeDef, children

_LARGEST = 1_000_000
"""Parts of a type, all names expanded: as in wasmparser (`MAX_WASM_TYPE_SIZE`)."""


class _Measure(NamedTuple):
    depth: int
    size: int


def check_sizes(kind: ComponentType) -> None:
    """Raises :class:`BinaryError` for types that mention themselves, or are too deep or large."""
    imported = dict(_definitions("", kind.imports))
    _check(imported)
    _check(imported | dict(_definitions("", kind.exports)))


def _check(definitions: Mapping[Named, Type]) -> None:
    graph = {named: _names(definition) for named, definition in definitions.items()}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise BinaryError(f"its type {error.args[1][0].name} is defined by itself") from None
    known: dict[Named, _Measure] = {}
    for named in order:
        known[named] = measure = _measured(definitions.get(named), known)
        if measure.depth > MAX_TYPE_DEPTH:
            raise BinaryError(f"its types are nested deeper than {MAX_TYPE_DEPTH}")
        if measure.size > _LARGEST:
            raise BinaryError(f"its type {named.name} is too large")


def _definitions(owner: str, items: Mapping[str, Item]) -> list[tuple[Named, Type]]:
    """The types that are defined there; one that is passed on under its own name is not."""
    definitions = []
    for name, item in items.items():
        if isinstance(item, TypeDef) and item.type != Named(owner, name):
            definitions.append((Named(owner, name), item.type))
        elif isinstance(item, Interface):
            definitions += _definitions(f"{owner}/{name}" if owner else name, item.items)
    return definitions


def _names(kind: Type) -> set[Named]:
    return (
        {kind} if isinstance(kind, Named) else {n for part in children(kind) for n in _names(part)}
    )


def _measured(kind: Type | None, known: Mapping[Named, _Measure]) -> _Measure:
    if isinstance(kind, Named):
        depth, size = known[kind]
        return _Measure(depth + 1, size)
    return _Measure(0, 1) if kind is None else _of_parts(kind, known)


def _of_parts(kind: Type, known: Mapping[Named, _Measure]) -> _Measure:
    parts = [known[p] if isinstance(p, Named) else _of_parts(p, known) for p in children(kind)]
    depth = max((part.depth for part in parts), default=0)
    return _Measure(depth + 1, 1 + sum(part.size for part in parts))
