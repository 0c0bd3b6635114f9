"""Cuts out of a composite what some of its exports need, so that calling them costs no more.

Everything else is replaced, in place, by something empty of the same sort: a core module, a
component, or an instance without exports. So no index moves, as in `share`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import partial

from wae.binary.reader import Cursor, NotSupported
from wae.binary.sections import Id, sections
from wae.binary.syntax import (
    COMPONENT,
    CORE_MODULE,
    INSTANCE,
    MAX_DEPTH,
    read_alias,
    read_extern,
    read_name,
    read_sort,
)
from wae.binary.writer import COMPONENT_PREAMBLE, MODULE_PREAMBLE, section, vector

_NOTHING = b"\x01\x00"  # an instance made of no exports
_WHOLE = {Id.CORE_MODULE: CORE_MODULE, Id.COMPONENT: COMPONENT}
_EMPTY = {Id.CORE_MODULE: MODULE_PREAMBLE, Id.COMPONENT: COMPONENT_PREAMBLE}
_KEPT = (Id.CUSTOM, Id.TYPE)  # which create nothing that takes time
_Item = tuple[int, int]  # a sort, and an index in its space


@dataclass
class _Definition:
    """One definition of the root: its bytes, the item that it makes, the items that it needs."""

    id: Id
    payload: bytes
    makes: _Item | None = None
    needs: list[_Item] = field(default_factory=list)
    export: str | None = None


def slice_app(wasm: bytes, exports: Collection[str]) -> bytes:
    """The composite in ``wasm`` with only those of its exported interfaces, and what they need.

    The same bytes where the root does more than wire components together. Raises BinaryError for
    bytes that are no component.
    """
    definitions = _read(wasm)
    if definitions is None:
        return wasm
    needed = _needed(definitions, exports)
    written = (_written(d, number in needed) for number, d in enumerate(definitions))
    return COMPONENT_PREAMBLE + b"".join(written)


def exports_by_need(wasm: bytes, exports: Collection[str]) -> list[list[str]]:
    """Those exports, put together where they need the same instances."""
    definitions = _read(wasm)
    if definitions is None:
        return [list(exports)]
    groups: dict[frozenset[int], list[str]] = {}
    for export in exports:
        needed = _needed(definitions, [export])
        made = frozenset(n for n in needed if definitions[n].id == Id.INSTANCE)
        groups.setdefault(made, []).append(export)
    return list(groups.values())


def _needed(definitions: list[_Definition], exports: Collection[str]) -> set[int]:
    """The numbers of the definitions that these exports need."""
    makers = {d.makes: number for number, d in enumerate(definitions) if d.makes}
    todo = [number for number, d in enumerate(definitions) if _stays(d, exports)]
    needed: set[int] = set()
    while todo:
        number = todo.pop()
        if number not in needed:
            needed.add(number)
            definition = definitions[number]
            items = list(definition.needs)
            if definition.id == Id.COMPONENT:
                items += set(_outer_modules(memoryview(definition.payload)))
            todo += [makers[item] for item in items if item in makers]
    return needed


def _stays(definition: _Definition, exports: Collection[str]) -> bool:
    """Whether it is wanted, or of a sort of which there is no empty one."""
    if definition.export is not None and definition.makes and definition.makes[0] == INSTANCE:
        return definition.export in exports
    if definition.id in (Id.CORE_MODULE, Id.COMPONENT, Id.INSTANCE):
        return False
    return definition.id != Id.ALIAS or (definition.makes or (0,))[0] != INSTANCE


def _written(definition: _Definition, needed: bool) -> bytes:
    number, payload = definition.id, definition.payload
    if number in _EMPTY:
        return section(number, payload if needed else _EMPTY[number])
    if number in _KEPT:
        return section(number, payload)
    if needed:
        return section(number, vector([payload]))
    return section(Id.INSTANCE, vector([_NOTHING]))


def _read(wasm: bytes) -> list[_Definition] | None:
    """The definitions of the root; None if there are some that this module cannot judge."""
    data = memoryview(wasm)
    definitions: list[_Definition] = []
    counts: dict[int, int] = {}

    def item(sort: int) -> _Item:
        counts[sort] = counts.get(sort, 0) + 1
        return sort, counts[sort] - 1

    readers: dict[Id, Callable[[Cursor, Callable[[int], _Item]], _Definition]] = {
        Id.IMPORT: _import,
        Id.ALIAS: _alias,
        Id.INSTANCE: _instance,
        Id.EXPORT: _export,
    }
    for piece in sections(data):
        payload = data[piece.start : piece.end]
        if piece.id in _WHOLE:
            definitions.append(_Definition(piece.id, bytes(payload), item(_WHOLE[piece.id])))
        elif piece.id in _KEPT:
            definitions.append(_Definition(piece.id, bytes(payload)))
        elif piece.id in readers:
            cursor = Cursor(data, piece.start, piece.end)

            def one(cursor: Cursor = cursor, number: Id = piece.id) -> _Definition:
                start = cursor.position
                definition = readers[number](cursor, item)
                definition.payload = bytes(data[start : cursor.position])
                return definition

            definitions += cursor.vector(one)
        else:
            return None
    return definitions


def _import(cursor: Cursor, item: Callable[[int], _Item]) -> _Definition:
    read_name(cursor)
    return _Definition(Id.IMPORT, b"", item(read_extern(cursor).sort))


def _alias(cursor: Cursor, item: Callable[[int], _Item]) -> _Definition:
    alias = read_alias(cursor)
    needs = [(INSTANCE, alias.instance)] if alias.name is not None else []
    return _Definition(Id.ALIAS, b"", item(alias.sort), needs)


def _instance(cursor: Cursor, item: Callable[[int], _Item]) -> _Definition:
    needs: list[_Item] = []
    kind = cursor.byte()
    if kind == 0x00:
        needs.append((COMPONENT, cursor.u32()))
    elif kind != 0x01:
        raise cursor.fail(f"unknown instance {kind:#04x}")

    def given() -> None:
        cursor.name() if kind == 0x00 else read_name(cursor)
        needs.append((read_sort(cursor), cursor.u32()))

    cursor.vector(given)
    return _Definition(Id.INSTANCE, b"", item(INSTANCE), needs)


def _export(cursor: Cursor, item: Callable[[int], _Item]) -> _Definition:
    name, sort, index = read_name(cursor), read_sort(cursor), cursor.u32()
    cursor.optional(lambda: read_extern(cursor))
    return _Definition(Id.EXPORT, b"", item(sort), [(sort, index)], name)


def _outer_modules(data: memoryview, depth: int = 1) -> Iterator[_Item]:
    """The root's core modules that a component uses, at any depth."""
    if depth > MAX_DEPTH:
        raise NotSupported(f"components nested deeper than {MAX_DEPTH}")
    for piece in sections(data):
        if piece.id == Id.COMPONENT:
            yield from _outer_modules(data[piece.start : piece.end], depth + 1)
        elif piece.id == Id.ALIAS:
            cursor = Cursor(data, piece.start, piece.end)
            for alias in cursor.vector(partial(read_alias, cursor)):
                if alias.sort == CORE_MODULE and alias.name is None and alias.depth == depth:
                    yield CORE_MODULE, alias.index
