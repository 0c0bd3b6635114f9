"""What one instance of an app takes of an engine: core instances, linear memories, tables.

Engines that keep all of these in a pool (wasmtime with its pooling allocator, and so wasmCloud)
have a fixed number of each, and a server makes an instance of the app for each request. Counted as
an engine instantiates (``Binary.md``, Core Definitions and Instance Definitions), without running
anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from wae.binary.reader import BinaryError, Cursor, NotSupported
from wae.binary.sections import Id, Section, sections
from wae.binary.syntax import (
    COMPONENT,
    CORE_MODULE,
    INSTANCE,
    MAX_DEPTH,
    Alias,
    read_alias,
    read_extern,
    read_name,
    read_sort,
)

_MOST = 100_000  # instances, of whatever kind
_PREAMBLE = 8
_IMPORTS, _TABLES, _MEMORIES = 2, 4, 5  # sections of a core module
_INSTANTIATE = 0x00


@dataclass(frozen=True)
class Footprint:
    """How many of each; an engine may add core instances, for calls between components."""

    core_instances: int = 0
    memories: int = 0
    tables: int = 0


@dataclass(frozen=True)
class _Module:
    """A core module; one that the app imports has no bytes."""

    memories: int = 0
    tables: int = 0


@dataclass(frozen=True, eq=False)
class _Component:
    start: int
    end: int
    scope: _Scope | None


_Members: TypeAlias = "dict[str, _Thing]"
_Thing: TypeAlias = "_Module | _Component | _Members"


_KINDS: dict[int, type] = {CORE_MODULE: _Module, COMPONENT: _Component, INSTANCE: dict}
_OUTSIDE: dict[int, _Thing] = {
    CORE_MODULE: _Module(),
    COMPONENT: _Component(0, 0, None),
    INSTANCE: {},
}


@dataclass
class _Scope:
    """The index spaces of one component in which modules can be found."""

    parent: _Scope | None
    spaces: dict[int, list[_Thing]] = field(
        default_factory=lambda: {CORE_MODULE: [], COMPONENT: [], INSTANCE: []}
    )

    def add(self, sort: int, thing: _Thing | None) -> None:
        """Adds what is given, or what of a sort comes from outside of the app."""
        if sort not in self.spaces:
            return
        given = _OUTSIDE[sort] if thing is None else thing
        if not isinstance(given, _KINDS[sort]):
            raise BinaryError("not a valid component: something is given as another sort")
        self.spaces[sort].append(given)

    def at(self, sort: int, index: int) -> _Thing:
        try:
            return self.spaces[sort][index]
        except IndexError:
            raise BinaryError(
                f"not a valid component: item {index} is used before it is there"
            ) from None


def footprint(data: bytes) -> Footprint:
    """What one instance of the component in ``data`` takes. Raises :class:`BinaryError`."""
    counter = _Counter(memoryview(data))
    counter.run(_Component(0, len(data), None), {}, 0)
    return Footprint(counter.cores, counter.memories, counter.tables)


class _Counter:
    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.cores = self.memories = self.tables = 0
        self.made = 0
        self.modules: dict[int, _Module] = {}
        self.sections: dict[int, list[Section]] = {}

    def run(self, component: _Component, arguments: _Members, depth: int) -> _Members:
        """Counts one instance of a component, and returns what it exports."""
        self.spend()
        if depth > MAX_DEPTH:
            raise NotSupported(f"components nested deeper than {MAX_DEPTH}")
        scope = _Scope(component.scope)
        exports: _Members = {}
        if component.start not in self.sections:
            self.sections[component.start] = [*sections(self.data, component.start, component.end)]
        for section in self.sections[component.start]:
            self.section(section, scope, depth, (arguments, exports))
        return exports

    def section(
        self, section: Section, scope: _Scope, depth: int, sides: tuple[_Members, _Members]
    ) -> None:
        cursor = Cursor(self.data, section.start, section.end)
        match section.id:
            case Id.CORE_MODULE:
                scope.add(CORE_MODULE, self.module(section))
            case Id.COMPONENT:
                scope.add(COMPONENT, _Component(section.start, section.end, scope))
            case Id.CORE_INSTANCE:
                cursor.vector(lambda: self.core_instance(cursor, scope))
            case Id.INSTANCE:
                cursor.vector(lambda: self.instance(cursor, scope, depth))
            case Id.ALIAS:
                cursor.vector(lambda: _alias(read_alias(cursor), scope))
            case Id.IMPORT:
                cursor.vector(lambda: _import(cursor, scope, sides[0]))
            case Id.EXPORT:
                cursor.vector(lambda: _export(cursor, scope, sides[1]))

    def spend(self) -> None:
        self.made += 1
        if self.made > _MOST:
            raise BinaryError(f"the app has more than {_MOST} instances")

    def module(self, section: Section) -> _Module:
        if section.start not in self.modules:
            self.modules[section.start] = _read_module(self.data, section)
        return self.modules[section.start]

    def core_instance(self, cursor: Cursor, scope: _Scope) -> None:
        if cursor.byte() == _INSTANTIATE:
            module = scope.at(CORE_MODULE, cursor.u32())
            assert isinstance(module, _Module)
            self.spend()
            self.cores += 1
            self.memories += module.memories
            self.tables += module.tables
        cursor.vector(lambda: (cursor.name(), cursor.byte(), cursor.u32()))

    def instance(self, cursor: Cursor, scope: _Scope, depth: int) -> None:
        kind = cursor.byte()
        if kind != _INSTANTIATE:
            members = cursor.vector(lambda: (read_name(cursor), read_sort(cursor), cursor.u32()))
            scope.add(INSTANCE, _picked(members, scope))
            return
        component = scope.at(COMPONENT, cursor.u32())
        given = cursor.vector(lambda: (cursor.name(), read_sort(cursor), cursor.u32()))
        assert isinstance(component, _Component)
        if component.end == 0:
            raise BinaryError("the app imports a component, which cannot be followed")
        scope.add(INSTANCE, self.run(component, _picked(given, scope), depth + 1))


def _picked(members: list[tuple[str, int, int]], scope: _Scope) -> _Members:
    return {name: scope.at(sort, i) for name, sort, i in members if sort in scope.spaces}


def _import(cursor: Cursor, scope: _Scope, arguments: _Members) -> None:
    name, extern = read_name(cursor), read_extern(cursor)
    scope.add(extern.sort, arguments.get(name))


def _export(cursor: Cursor, scope: _Scope, exports: _Members) -> None:
    name, sort, index = read_name(cursor), read_sort(cursor), cursor.u32()
    cursor.optional(lambda: read_extern(cursor))
    if sort in scope.spaces:
        exports[name] = scope.at(sort, index)
        scope.add(sort, exports[name])


def _alias(alias: Alias, scope: _Scope) -> None:
    if alias.sort not in scope.spaces:
        return
    if alias.name is None:
        around: _Scope | None = scope
        for _ in range(alias.depth):
            around = around.parent if around else None
        if around is None:
            raise BinaryError("not a valid component: an alias points outside the component")
        scope.add(alias.sort, around.at(alias.sort, alias.index))
        return
    instance = scope.at(INSTANCE, alias.instance)
    assert isinstance(instance, dict)
    scope.add(alias.sort, instance.get(alias.name))


def _read_module(data: memoryview, section: Section) -> _Module:
    """The memories and tables that a core module defines (core specification, 5.5)."""
    cursor = Cursor(data, section.start + _PREAMBLE, section.end)
    counts = {_MEMORIES: 0, _TABLES: 0}
    while not cursor.done:
        kind, size = cursor.byte(), cursor.u32()
        inner = Cursor(data, cursor.position, cursor.position + size)
        if kind in counts:
            counts[kind] = inner.u32()
        cursor.take(size)
    return _Module(counts[_MEMORIES], counts[_TABLES])
