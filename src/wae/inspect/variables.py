"""Reads back which environment variables a generated filter lets through, and proves it."""

from __future__ import annotations

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError, Cursor
from wae.binary.sections import Id, sections
from wae.binary.types import Interface
from wae.compose.environment import ANSWER_SIZE, environment_filter, is_environment

_DATA = 11


def read_variables(component: bytes, title: str) -> tuple[str, ...] | None:
    """The names that a filter of ours lets through; None if it is not exactly one that we generate.

    The filter is generated again from the names in its data, and the bytes must be the same.
    """
    try:
        ((owner, interface),) = decode_component(component).imports.items()
        names = _names(component)
    except (BinaryError, ValueError):
        return None
    if not is_environment(owner) or not isinstance(interface, Interface):
        return None
    again = environment_filter(owner, interface, names, title)
    return names if again == component else None


def _names(component: bytes) -> tuple[str, ...]:
    """The texts, each after its length, that lie after the answer in the first module's data."""
    module, *_ = [part for part in sections(component) if part.id == Id.CORE_MODULE]
    cursor = Cursor(component, module.start + 8, module.end)
    found: list[str] = []
    while not cursor.done:
        number, size = cursor.byte(), cursor.u32()
        content = Cursor(component, cursor.position, cursor.position + size)
        cursor.take(size)
        if number != _DATA:
            continue
        content.u32()  # segments
        content.expect(0x00, "active data")
        content.expect(0x41, "i32.const")
        content.s33()
        content.expect(0x0B, "end")
        content.u32()  # bytes
        content.take(ANSWER_SIZE)
        while not content.done:
            length = int.from_bytes(content.take(4), "little")
            found.append(bytes(content.take(length)).decode())
    return tuple(found)
