"""Types as Python's annotations write them: what a function returns, and what a call takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wae.binary.value import Value
from wae.contract.names import Names
from wae.contract.shapes import (
    Bytes,
    Enum,
    Flags,
    Handle,
    Option,
    Record,
    Result,
    Scalar,
    Sequence,
    Shape,
    Tuple,
    Variant,
)

_SCALARS = {"bool": "bool", "f32": "float", "f64": "float", "char": "str", "string": "str"}


class Written(Value):
    """How types are written in one place of an app.

    ``named`` writes the type that an interface has by a WIT name, ``word`` one of Python's or of
    wae's own.
    """

    names: Names
    named: Callable[[str, str], str]
    word: Callable[[str], str] = str

    def of(self, shape: Shape | None) -> str:
        """The type of the values that come out; of no value, None."""
        match shape:
            case None:
                return "None"
            case Scalar(kind):
                return self.word(_SCALARS.get(kind, "int"))
            case Bytes():
                return self.word("bytes")
            case Sequence(item):
                return f"{self.word('list')}[{self.of(item)}]"
            case Tuple(items):
                return f"{self.word('tuple')}[{', '.join(map(self.of, items)) or '()'}]"
            case Option(some, wrapped):
                return _either(self.word("Some") if wrapped else self.of(some), "None")
            case Result():
                return _either(self.word("Ok"), self.word("Err"))
            case Handle(resource):
                return self.named(*resource)
            case Record(name) | Variant(name) | Enum(name) | Flags(name):
                return self.named(*self.names.home(name)) if name else self.word("Any")

    def given(self, shape: Shape) -> str:
        """The type of what a call takes, which is more: see :mod:`wae.faces.coerce`."""
        match shape:
            case Bytes():
                return _either(*map(self.word, ("bytes", "bytearray", "memoryview")))
            case Sequence(item):
                return f"{self.word('Iterable')}[{self.given(item)}]"
            case Tuple(items):
                each = _either(*map(self.given, items)) or self.word("object")
                several = f"{self.word('tuple')}[{', '.join(map(self.given, items)) or '()'}]"
                return _either(several, f"{self.word('Sequence')}[{each}]")
            case Option(some, wrapped):
                return _either(self.word("Some") if wrapped else self.given(some), "None")
            case Record():
                mapping = f"{self.word('Mapping')}[{self.word('str')}, {self.word('object')}]"
                return _either(self.of(shape), mapping)
            case Variant(cases=cases):
                return _either(self.of(shape), self._literal(c.name for c in cases if not c.shape))
            case Enum(labels=labels):
                return _either(self.of(shape), self._literal(labels))
            case Flags(labels=labels):
                several = f"{self.word('Iterable')}[{self._literal(labels)}]" if labels else ""
                return _either(self.of(shape), several)
            case _:
                return self.of(shape)

    def _literal(self, labels: Iterable[str]) -> str:
        quoted = ", ".join(f'"{label}"' for label in labels)
        return f"{self.word('Literal')}[{quoted}]" if quoted else ""


def _either(*kinds: str) -> str:
    """The union of types, each once."""
    return " | ".join(dict.fromkeys(filter(None, kinds)))
