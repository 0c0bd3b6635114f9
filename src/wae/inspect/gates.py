"""Recognizes generated gates before ``wasi:http``, and reads back which origins they let pass."""

from __future__ import annotations

from wae.binary.reader import Cursor
from wae.binary.sections import Id, sections
from wae.compose.gate import gate_component, is_outgoing, table_of, types_of
from wae.compose.gatecode import read_table
from wae.compose.origins import Pattern, parse_entry
from wae.inspect.generated import Declared, Generated

_DATA = 11


def read_gate(component: bytes, declared: Declared) -> Generated | None:
    """The gate that a component is; None if it is not exactly one that we generate.

    It is generated again from the origins in its data, and the bytes must be the same.
    """
    (handler,) = filter(is_outgoing, declared.imports)
    types = types_of(handler, declared.imports)
    if types is None or {*declared.imports} != {handler, types}:
        return None
    data = table_of(handler, types, declared.imports, _data(component))
    patterns = _patterns(read_table(data))
    again = gate_component(handler, types, declared.imports, patterns, declared.title)
    if again != component:
        return None
    return Generated(
        "gate", 1, calls=frozenset({handler, types}), origins=tuple(map(str, patterns))
    )


def _patterns(items: list[tuple[str, str, bool]]) -> list[Pattern]:
    """The origins that items of a table stand for: the shortest authority of each comes first."""
    found = []
    while items:
        scheme, text, is_ending = items[0]
        pattern = parse_entry(f"{scheme}://{'*' if is_ending else ''}{text}")
        found.append(pattern)
        items = items[len(pattern.authorities()) :]
    return found


def _data(component: bytes) -> bytes:
    """The data of the first core module."""
    module, *_ = [part for part in sections(component) if part.id == Id.CORE_MODULE]
    cursor = Cursor(component, module.start + 8, module.end)
    while not cursor.done:
        number, size = cursor.byte(), cursor.u32()
        content = Cursor(component, cursor.position, cursor.position + size)
        cursor.take(size)
        if number == _DATA:
            content.u32()  # segments
            content.expect(0x00, "active data")
            content.expect(0x41, "i32.const")
            content.s33()
            content.expect(0x0B, "end")
            return bytes(content.take(content.u32()))
    return b""
