"""Types in a few words of WIT, for messages."""

from __future__ import annotations

from collections.abc import Iterable

from wae.binary.text import compound
from wae.binary.types import Enum, Flags, Named, Own, Primitive, Record, Resource, Type, Variant


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
        case Own(resource):
            return f"own<{_inner(resource)}>"
        case Resource():
            return "a resource"
        case _:
            text = compound(kind, _inner)
            assert text is not None
            return text


def _inner(kind: Type) -> str:
    match kind:
        case Record() | Variant() | Enum() | Flags() | Resource():
            return type(kind).__name__.lower()
        case _:
            return type_text(kind)


def _labels(labels: Iterable[str]) -> str:
    return ", ".join(labels)
