"""Recognizes generated gates before ``wasi:http``, and reads back which origins they let pass."""

from __future__ import annotations

from wae.compose.generate.gate import gate_component, is_outgoing, table_of, types_of
from wae.compose.generate.gatecode import read_table
from wae.compose.origins import Pattern, parse_entry
from wae.inspect.generated import Declared, Generated, first_data


def read_gate(component: bytes, declared: Declared) -> Generated | None:
    """The gate that a component is; None if it is not exactly one that we generate.

    It is generated again from the origins in its data, and the bytes must be the same.
    """
    (handler,) = filter(is_outgoing, declared.imports)
    types = types_of(handler, declared.imports)
    if types is None:
        return None
    data = table_of(handler, types, declared.imports, first_data(component))
    patterns = _patterns(read_table(data))
    again = gate_component(handler, types, declared.imports, patterns, declared.title)
    if again != component:
        return None
    return Generated(
        "gate", 1, calls=frozenset({handler, types}), origins=tuple(map(str, patterns))
    )


def _patterns(items: list[tuple[str, str, bool]]) -> list[Pattern]:
    """The origins that items of a table stand for: the shortest authority of each comes first."""
    patterns = []
    while items:
        scheme, text, is_ending = items[0]
        pattern = parse_entry(f"{scheme}://{'*' if is_ending else ''}{text}")
        patterns.append(pattern)
        items = items[len(pattern.authorities()) :]
    return patterns
