"""Reads the instances of a composite and where everything that each is given comes from.

A composite is a component that only instantiates other components; one that instantiates core
modules itself is a single component, whatever shims lie inside it, and holds all of its imports.

What is followed are instances and functions, for only these carry authority. Renaming or regrouping
them hides nothing: an origin keeps the name that the root imports it under.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from wae.binary.reader import BinaryError, Cursor
from wae.binary.sections import Id, Section, sections
from wae.binary.syntax import (
    COMPONENT,
    FUNC,
    INSTANCE,
    TYPE,
    Alias,
    read_alias,
    read_extern,
    read_name,
    read_sort,
)


@dataclass(frozen=True)
class Root:
    """The composite's own import of this name, or a part of it."""

    name: str


@dataclass(frozen=True)
class Export:
    """Export ``name`` of instance number ``instance``."""

    instance: int
    name: str = ""


Origins: TypeAlias = frozenset[Root | Export]


@dataclass(frozen=True)
class Part:
    """An instance of the component in ``data[start:end]``, with what it is given by import name."""

    name: str
    component: str
    start: int
    end: int
    arguments: dict[str, Origins]


@dataclass
class Graph:
    """``modules`` are the sizes of the core modules that components share at the root."""

    parts: list[Part] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    exports: dict[str, Origins] = field(default_factory=dict)
    modules: list[int] = field(default_factory=list)


def read_graph(data: bytes, name: str) -> Graph:
    """The instances of the component in ``data``; a single component is one instance, ``name``.

    Raises :class:`BinaryError` on bytes that are no component, and on apps that import or export
    components, which cannot be followed.
    """
    parts = list(sections(data))
    reader = _Reader(data, parts)
    if any(part.id == Id.CORE_INSTANCE for part in parts):
        given: dict[str, Origins] = {n: frozenset({Root(n)}) for n in reader.graph.imports}
        exports: dict[str, Origins] = {n: frozenset({Export(0, n)}) for n in reader.exported}
        return Graph([Part(name, name, 0, len(data), given)], list(given), exports)
    return reader.composite()


class _Reader:
    """Keeps the index spaces of instances, functions and components."""

    def __init__(self, data: bytes, parts: list[Section]) -> None:
        self.data = data
        self.graph = Graph()
        self.single = any(part.id == Id.CORE_INSTANCE for part in parts)
        self.spaces: dict[int, list[Origins]] = {INSTANCE: [], FUNC: []}
        self.bundles: dict[int, dict[str, Origins]] = {}  # instances made of inline exports
        self.components: list[tuple[int, int]] = []
        self.made: list[tuple[int, int, dict[str, Origins]]] = []  # place, component, arguments
        self.names: dict[int, dict[int, str]] = {}
        self.exported: list[str] = []
        self.times: Counter[str] = Counter()
        self.taken: set[str] = set()
        readers: dict[Id, Callable[[Cursor], None]] = {
            Id.IMPORT: self.read_import,
            Id.EXPORT: self.read_export,
        }
        if not self.single:
            readers |= {Id.ALIAS: self.read_alias, Id.INSTANCE: self.read_instance}
        for part in parts:
            cursor = Cursor(data, part.start, part.end)
            if part.id == Id.CORE_MODULE:
                self.graph.modules.append(part.end - part.start)
            elif part.id == Id.COMPONENT:
                self.components.append((part.start, part.end))
            elif part.id == Id.CUSTOM:
                self.read_custom(cursor)
            elif part.id in readers:
                for _ in range(cursor.u32()):
                    readers[part.id](cursor)

    def composite(self) -> Graph:
        components, instances = self.names.get(COMPONENT, {}), self.names.get(INSTANCE, {})
        for place, component, arguments in self.made:
            kind = components.get(component, f"component {component}")
            start, end = self.components[component]
            name = self.unused(instances.get(place, kind))
            self.graph.parts.append(Part(name, kind, start, end, arguments))
        return self.graph

    def unused(self, name: str) -> str:
        """``name``, numbered if it is taken: a file may choose one name for several things."""
        self.times[name] += 1
        found = name if self.times[name] == 1 else f"{name} #{self.times[name]}"
        while found in self.taken:
            self.times[name] += 1
            found = f"{name} #{self.times[name]}"
        self.taken.add(found)
        return found

    def read_import(self, cursor: Cursor) -> None:
        name, extern = read_name(cursor), read_extern(cursor)
        self.graph.imports.append(name)
        if extern.sort == COMPONENT:
            raise BinaryError(f'the app imports the component "{name}", which cannot be followed')
        if extern.sort in self.spaces:
            self.spaces[extern.sort].append(frozenset({Root(name)}))

    def read_alias(self, cursor: Cursor) -> None:
        alias: Alias = read_alias(cursor)
        if alias.name is None:
            return
        if alias.sort == COMPONENT:
            raise BinaryError(f'the app takes the component "{alias.name}" from an instance')
        if alias.sort in self.spaces:
            self.spaces[alias.sort].append(self.member(alias.instance, alias.name))

    def member(self, instance: int, name: str) -> Origins:
        if instance in self.bundles:
            return self.bundles[instance].get(name, frozenset())
        return frozenset(
            Export(origin.instance, f"{origin.name}/{name}" if origin.name else name)
            if isinstance(origin, Export)
            else origin
            for origin in self.at(INSTANCE, instance)
        )

    def at(self, sort: int, index: int) -> Origins:
        if sort not in self.spaces:
            return frozenset()
        if index >= len(self.spaces[sort]):
            raise BinaryError(f"not a valid component: there is no item {index} of sort {sort}")
        return self.spaces[sort][index]

    def read_instance(self, cursor: Cursor) -> None:
        kind, place = cursor.byte(), len(self.spaces[INSTANCE])
        given: dict[str, Origins] = {}
        if kind == 0x00:
            component = cursor.u32()
            if component >= len(self.components):
                raise BinaryError(f"not a valid component: there is no component {component}")
            cursor.vector(lambda: self.read_given(cursor, cursor.name(), given))
            self.spaces[INSTANCE].append(frozenset({Export(len(self.made))}))
            self.made.append((place, component, given))
        elif kind == 0x01:
            cursor.vector(lambda: self.read_given(cursor, read_name(cursor), given))
            self.bundles[place] = given
            self.spaces[INSTANCE].append(frozenset().union(*given.values()))
        else:
            raise cursor.fail(f"unknown instance {kind:#04x}")

    def read_given(self, cursor: Cursor, name: str, given: dict[str, Origins]) -> None:
        sort, index = read_sort(cursor), cursor.u32()
        if sort != TYPE:
            given[name] = self.at(sort, index)

    def read_export(self, cursor: Cursor) -> None:
        name, sort, index = read_name(cursor), read_sort(cursor), cursor.u32()
        cursor.optional(lambda: read_extern(cursor))
        self.exported.append(name)
        if sort in self.spaces and not self.single:
            self.graph.exports[name] = self.at(sort, index)
            self.spaces[sort].append(self.at(sort, index))

    def read_custom(self, cursor: Cursor) -> None:
        """The names of components and instances, from the ``component-name`` section."""
        if cursor.name() != "component-name":
            return
        while not cursor.done:
            kind, size = cursor.byte(), cursor.u32()
            inner = Cursor(self.data, cursor.position, cursor.position + size)
            cursor.take(size)
            if kind == 1:
                sort = read_sort(inner)
                self.names[sort] = dict(inner.vector(lambda c=inner: (c.u32(), c.name())))  # type: ignore[misc]
