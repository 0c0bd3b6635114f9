"""The names in a contract are those that WIT can write: people read them, Python is made of them.

An engine refuses a component with any other name. But not everything that reads a contract runs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wae.binary import types as wit
from wae.binary.reader import BinaryError

_WORD = r"(?:[a-z][0-9a-z]*|[A-Z][0-9A-Z]*)"
_LABEL = rf"{_WORD}(?:-(?:[0-9a-z]+|[0-9A-Z]+))*"
_KIND = r"\[[a-z-]+\]"
_PATH = rf"{_LABEL}(?::{_LABEL})+(?:/{_LABEL})*(?:@[0-9A-Za-z.+-]+)?"
_ONE = re.compile(_LABEL)
_NAME = re.compile(rf"{_LABEL}|(?:{_KIND})+{_LABEL}(?:\.{_LABEL})?|{_PATH}")


def check(items: dict[str, wit.Item]) -> None:
    """Raises BinaryError for an invalid name (``Explainer.md``, Import and Export Definitions).

    ``items`` are the exports of a component, or those of an interface.
    """
    for name, item in items.items():
        _expect(_NAME, [name])
        if isinstance(item, wit.Interface):
            check(item.items)
        if isinstance(item, wit.Func):
            _expect(_ONE, [label for label, _ in item.params])
        for kind in _below(wit.item_types(item)):
            _expect(_ONE, _labels(kind))


def _below(kinds: Iterable[wit.Type]) -> Iterator[wit.Type]:
    todo = [*kinds]
    while todo:
        kind = todo.pop()
        yield kind
        todo += wit.children(kind)


def _labels(kind: wit.Type) -> Iterable[str]:
    match kind:
        case wit.Record(fields):
            return [label for label, _ in fields]
        case wit.Variant(cases):
            return [label for label, _ in cases]
        case wit.Enum(labels) | wit.Flags(labels):
            return labels
        case _:
            return ()


def _expect(pattern: re.Pattern[str], names: Iterable[str]) -> None:
    for name in names:
        if not pattern.fullmatch(name):
            raise BinaryError(f"not a valid component: {ascii(name)} is no name")
