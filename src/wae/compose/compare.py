"""Says where the interface that a component wants differs from the one that it would be given."""

from __future__ import annotations

from wae.binary.types import Func, Interface, Item, TypeDef


def difference(wanted: Interface, offered: Interface) -> str | None:
    """What ``offered`` lacks of ``wanted``, in words; None where it has everything.

    The rule is subtyping of instances: more exports are allowed, those wanted must be the same.
    """
    for name, item in wanted.items.items():
        if name not in offered.items:
            return f"{_sort(item)} {name} is missing"
        found = offered.items[name]
        if item == found:
            continue
        if isinstance(item, Func) and isinstance(found, Func):
            return f"function {name} {_func_difference(item, found)}"
        return f"{_sort(item)} {name} is defined differently"
    return None


def _func_difference(wanted: Func, offered: Func) -> str:
    if len(wanted.params) != len(offered.params):
        return f"takes {_count(wanted)} here and {_count(offered)} there"
    for (name, kind), (other_name, other) in zip(wanted.params, offered.params, strict=True):
        if name != other_name:
            return f'calls a parameter "{name}" here and "{other_name}" there'
        if kind != other:
            return f'has another type for parameter "{name}"'
    if wanted.is_async != offered.is_async:
        return "is async on one side only"
    return "returns another type"


def _count(func: Func) -> str:
    count = len(func.params)
    return "1 parameter" if count == 1 else f"{count} parameters"


def _sort(item: Item) -> str:
    match item:
        case Func():
            return "function"
        case TypeDef():
            return "type"
        case _:
            return "export"
