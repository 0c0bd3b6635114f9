"""Types in a few words of WIT, for messages."""

from __future__ import annotations

from collections.abc import Iterable

from wae.binary.types import (
    Borrow,
    Enum,
    Flags,
    Future,
    List,
    Named,
    Option,
    Own,
    Primitive,
    Record,
    Resource,
    Result,
    Stream,
    Tuple,
    Type,
    Variant,
)


def type_text(kind: Type | None) -> str:
    """``kind`` as WIT has it, without what records and variants consist of."""
    match kind:
        case None:
            return "nothing"
        case Primitive(name) | Named(_, name):
            return name
        case Record(fields):
            return f"a record of {_labels(name for name, _ in fields)}"
        case Variant(cases):
            return f"a variant of {_labels(name for name, _ in cases)}"
        case Enum(labels):
            return f"an enum of {_labels(labels)}"
        case Flags(labels):
            return f"flags of {_labels(labels)}"
        case List(element, length):
            return f"list<{_inner(element)}{'' if length is None else f', {length}'}>"
        case Tuple(items):
            return f"tuple<{', '.join(map(_inner, items))}>"
        case Option(some):
            return f"option<{_inner(some)}>"
        case Result(ok, err):
            return f"result<{_inner(ok)}, {_inner(err)}>"
        case Own(resource):
            return f"own<{_inner(resource)}>"
        case Borrow(resource):
            return f"borrow<{_inner(resource)}>"
        case Stream(element):
            return f"stream<{_inner(element)}>"
        case Future(element):
            return f"future<{_inner(element)}>"
        case Resource():
            return "a resource"
        case _:
            raise TypeError(f"no text for {kind}")


def _inner(kind: Type | None) -> str:
    match kind:
        case None:
            return "_"
        case Record() | Variant() | Enum() | Flags() | Resource():
            return type(kind).__name__.lower()
        case _:
            return type_text(kind)


def _labels(labels: Iterable[str]) -> str:
    return ", ".join(labels)
