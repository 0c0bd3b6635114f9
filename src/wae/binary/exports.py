"""The names of a component's exports, without their types: for components that we cannot follow."""

from __future__ import annotations

from wae.binary.reader import Cursor
from wae.binary.sections import Id, sections
from wae.binary.syntax import read_extern, read_name, read_sort


def exported_names(data: bytes | memoryview) -> list[str]:
    """What the component in ``data`` exports at its root, in order (``Binary.md``, Export
    Definitions).

    Raises :class:`BinaryError` for no component, or exports of a form that is not known.
    """
    names: list[str] = []
    for section in sections(data):
        if section.id is Id.EXPORT:
            names += _names(Cursor(data, section.start, section.end))
    return names


def _names(cursor: Cursor) -> list[str]:
    return cursor.vector(lambda: _name(cursor))


def _name(cursor: Cursor) -> str:
    name = read_name(cursor)
    read_sort(cursor)
    cursor.u32()
    cursor.optional(lambda: read_extern(cursor))
    return name
