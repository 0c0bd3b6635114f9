"""Says where what a component wants differs from what it would be given.

The rule is subtyping (``Subtyping.md``): an instance may export more, what is wanted must be the
same. All types are resolved (:mod:`wae.compose.type_identity`).
"""

from __future__ import annotations

from dataclasses import dataclass

from wae.binary.types import (
    Borrow,
    Enum,
    Flags,
    Func,
    Future,
    Interface,
    Item,
    List,
    Option,
    Own,
    Record,
    Resource,
    Result,
    Stream,
    Tuple,
    Type,
    TypeDef,
    Variant,
)
from wae.compose.wit import type_text

# Async is part of a function's type: callers of a `func` rely on it not to wait (Concurrency.md).
_ONE_COLOR = "An async func and a func never match: make both async, or neither"


@dataclass(frozen=True)
class Difference:
    """``place`` is what differs: ``wanted`` here and ``offered`` there, in words.

    ``resources`` are the two where the difference is that they are not the same one, ``hint`` says
    what to do, if it is not to build both against one WIT.
    """

    place: str
    wanted: str
    offered: str
    resources: tuple[Resource, Resource] | None = None
    hint: str = ""

    def text(self, here: str, there: str) -> str:
        if not self.wanted:
            return f"{self.place} {self.offered}"
        return f'{self.place} {self.wanted} in "{here}" and {self.offered} in "{there}"'


def difference(name: str, wanted: Item, offered: Item) -> Difference | None:
    """What ``offered`` lacks of ``wanted``; None where it has everything.

    ``name`` is what the item is called.
    """
    if wanted == offered:
        return None
    match wanted, offered:
        case Interface(items), Interface(others):
            for title, item in items.items():
                if title not in others:
                    return Difference(f"{_sort(item)} {title}", "", "is missing")
                if inner := difference(title, item, others[title]):
                    return inner
            return None
        case Func(), Func():
            return _of_functions(f"function {name}", wanted, offered)
        case TypeDef(kind), TypeDef(other):
            return _of_types(f"type {name}", kind, other)
        case _:
            return Difference(name, f"is {_article(wanted)}", _article(offered))


def _of_functions(place: str, wanted: Func, offered: Func) -> Difference | None:
    if wanted.is_async != offered.is_async:
        offers = _color(offered).removeprefix("is ")
        return Difference(place, _color(wanted), offers, hint=_ONE_COLOR)
    if len(wanted.params) != len(offered.params):
        return Difference(place, f"takes {_count(wanted)}", _count(offered))
    for (name, kind), (other_name, other) in zip(wanted.params, offered.params, strict=True):
        if name != other_name:
            return Difference(place, f'calls a parameter "{name}"', f'"{other_name}"')
        if inner := _of_types(f'parameter "{name}" of {place}', kind, other):
            return inner
    return _of_types(f"the result of {place}", wanted.result, offered.result)


def _of_types(place: str, wanted: Type | None, offered: Type | None) -> Difference | None:
    """The first difference, as deep inside as it can be named."""
    if wanted == offered:
        return None
    here, there = _specs(wanted), _specs(offered)
    if type(wanted) is type(offered) and [n for n, _ in here] == [n for n, _ in there]:
        for (name, kind), (_, other) in zip(here, there, strict=True):
            if inner := _of_types(f"{name} {place}" if name else place, kind, other):
                return inner
    same = (
        (wanted, offered)
        if isinstance(wanted, Resource) and isinstance(offered, Resource)
        else None
    )
    return Difference(place, f"is {type_text(wanted)}", type_text(offered), same)


def _specs(kind: Type | None) -> list[tuple[str, Type | None]]:
    """What a type consists of, and the words that lead there; labels alone have no type."""
    match kind:
        case Record(fields):
            return [(f'field "{name}" of', t) for name, t in fields]
        case Variant(cases):
            return [(f'case "{name}" of', t) for name, t in cases]
        case Enum(labels) | Flags(labels):
            return [(label, None) for label in labels]
        case List(element, length):
            return [(f"the elements{'' if length is None else f' ({length})'} of", element)]
        case Tuple(items):
            return [(f"item {number} of", t) for number, t in enumerate(items, 1)]
        case Option(some):
            return [("the value of", some)]
        case Result(ok, err):
            return [("the ok value of", ok), ("the error of", err)]
        case Stream(element) | Future(element):
            return [("the elements of", element)]
        case Own(resource) | Borrow(resource):
            return [("the resource of", resource)]
        case _:
            return []


def _count(func: Func) -> str:
    count = len(func.params)
    return "1 parameter" if count == 1 else f"{count} parameters"


def _color(func: Func) -> str:
    return "is async" if func.is_async else "is not async"


def _sort(item: Item) -> str:
    match item:
        case Func():
            return "function"
        case TypeDef():
            return "type"
        case _:
            return "interface"


def _article(item: Item) -> str:
    return f"{'an' if isinstance(item, Interface) else 'a'} {_sort(item)}"
