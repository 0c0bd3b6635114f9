"""A component as its top-level sections, without looking inside them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from wae.binary import writer
from wae.binary.reader import BinaryError, Cursor


class Id(IntEnum):
    """Section numbers of a component (``Binary.md``, Component Definitions)."""

    CUSTOM = 0
    CORE_MODULE = 1
    CORE_INSTANCE = 2
    CORE_TYPE = 3
    COMPONENT = 4
    INSTANCE = 5
    ALIAS = 6
    TYPE = 7
    CANON = 8
    START = 9
    IMPORT = 10
    EXPORT = 11
    VALUE = 12


_LAST = max(Id)


class Section(NamedTuple):
    """One section; ``data[start:end]`` is its payload."""

    id: Id
    start: int
    end: int


def sections(data: bytes | memoryview, start: int = 0, end: int | None = None) -> Iterator[Section]:
    """The sections of the component in ``data[start:end]``, in order.

    Raises :class:`BinaryError` if the bytes are no component or a length is wrong.
    """
    cursor = Cursor(data, start, end)
    preamble = bytes(cursor.data[start : min(start + 8, cursor.end)])
    if preamble == writer.MODULE_PREAMBLE:
        raise BinaryError("this is a core module, not a component")
    if preamble != writer.COMPONENT_PREAMBLE:
        raise BinaryError("this is not a WebAssembly component")
    cursor.take(8)
    while not cursor.done:
        number = cursor.byte()
        if number > _LAST:
            raise cursor.fail(f"unknown section {number}")
        size = cursor.u32()
        begin = cursor.position
        cursor.take(size)
        yield Section(Id(number), begin, begin + size)


def custom_sections(data: bytes | memoryview, title: str, largest: int) -> Iterator[memoryview]:
    """The contents of the component's custom sections called ``title``, in order.

    Those of more than ``largest`` bytes, or without a readable name, are left out, as engines have
    it. Raises :class:`BinaryError` for no component.
    """
    view = memoryview(data)
    for section in sections(view):
        if section.id is not Id.CUSTOM or section.end - section.start > largest:
            continue
        cursor = Cursor(view, section.start, section.end)
        try:
            name = cursor.name()
        except BinaryError:
            continue
        if name == title:
            yield view[cursor.position : section.end]
