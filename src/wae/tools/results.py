"""What a function returned, as lines: for people on a terminal, or for programs.

On a terminal a list of records is a table, a record its fields. For programs there is a line for
each item or field, with tabs between the parts, and no headings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wae.binary.value import Value
from wae.contract.cells import cell
from wae.contract.shapes import (
    INTEGERS,
    Enum,
    Option,
    Record,
    Scalar,
    Shape,
    Tuple,
    Variant,
)
from wae.contract.shapes import Sequence as ListOf
from wae.harmless import harmless
from wae.tools.table import PLAIN, Column, Layout
from wae.tools.words import unwrap_option

_NUMBERS = (*INTEGERS, "f32", "f64")


class Screen(Value):
    """Where results go: whether people see them, and in how many cells."""

    is_tty: bool = False
    columns: int = 80
    layout: Layout = PLAIN


def lines(shape: Shape | None, value: Any, screen: Screen) -> list[str]:
    """The lines for a value of the shape, which is given as JSON; none for nothing."""
    if shape is None or value is None:
        return []
    match shape:
        case Option(some, wrapped):
            return lines(some, value["some"] if wrapped else value, screen)
        case Scalar("string"):
            return harmless(value).splitlines() or [""]
        case ListOf(item):
            return _items(item, value, screen)
        case Record():
            return _record(shape, value, screen)
        case Variant(cases=cases) if not isinstance(value, str):
            [(name, payload)] = value.items()
            inner = next(case.shape for case in cases if case.name == name)
            return [name, *lines(inner, payload, screen)]
        case Tuple(items):
            parts = [cell(one, part) for one, part in zip(items, value, strict=True)]
            return [("  " if screen.is_tty else "\t").join(parts)]
        case _:
            return [cell(shape, value)]


def _items(item: Shape, values: Sequence[Any], screen: Screen) -> list[str]:
    bare = unwrap_option(item)
    if isinstance(bare, Record) and screen.is_tty:
        return _table(bare, [value for value in values if value is not None], screen)
    if isinstance(bare, Record | Tuple):
        return ["\t".join(_row(bare, value)) for value in values if value is not None]
    return [cell(item, value) for value in values]


def _row(shape: Record | Tuple, value: Any) -> list[str]:
    if isinstance(shape, Tuple):
        return [cell(one, part) for one, part in zip(shape.items, value, strict=True)]
    return [cell(field.shape, value[field.name]) for field in shape.fields]


def _table(shape: Record, values: Sequence[Any], screen: Screen) -> list[str]:
    if not values:
        return []
    rows = [_row(shape, value) for value in values]
    columns = [
        Column(
            field.name.replace("-", " ").upper(),
            right=_is_number(field.shape),
            prose=any(" " in row[at] for row in rows),
        )
        for at, field in enumerate(shape.fields)
    ]
    return screen.layout.lines(columns, rows, screen.columns)


def _record(shape: Record, value: Any, screen: Screen) -> list[str]:
    """The fields; on a terminal those that are lists of records stand below, as tables."""
    if not screen.is_tty:
        return [f"{f.name}\t{cell(f.shape, value[f.name])}" for f in shape.fields]
    below = [f for f in shape.fields if _is_table(f.shape) and value[f.name]]
    facts = [(_title(f.name), cell(f.shape, value[f.name])) for f in shape.fields if f not in below]
    text = screen.layout.pairs(facts, screen.columns)
    for field in below:
        table = lines(field.shape, value[field.name], screen)
        text += [*([""] if text else []), f"{_title(field.name)}:", *table]
    return text


def _is_table(shape: Shape) -> bool:
    bare = unwrap_option(shape)
    return isinstance(bare, ListOf) and isinstance(unwrap_option(bare.item), Record)


def _is_number(shape: Shape) -> bool:
    bare = unwrap_option(shape)
    return isinstance(bare, Scalar) and bare.kind in _NUMBERS and not isinstance(bare, Enum)


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()
