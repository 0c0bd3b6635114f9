"""The names that a component gives to what is in it, for people only; they prove nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from wae.binary.reader import BinaryError, Cursor
from wae.binary.syntax import read_sort


@dataclass
class Names:
    """``own`` is the component's name for itself; ``things`` has others' by sort and index."""

    own: str = ""
    things: dict[int, dict[int, str]] = field(default_factory=dict)

    def of(self, sort: int, index: int) -> str:
        return self.things.get(sort, {}).get(index, "")


def read_names(cursor: Cursor, names: Names) -> None:
    """Adds what a custom section says; one that cannot be read says nothing, as engines have it."""
    try:
        if cursor.name() != "component-name":
            return
        while not cursor.done:
            kind, size = cursor.byte(), cursor.u32()
            inner = Cursor(cursor.data, cursor.position, cursor.position + size)
            cursor.take(size)
            if kind == 0:
                names.own = inner.name()
            elif kind == 1:
                sort = read_sort(inner)
                names.things[sort] = dict(inner.vector(lambda c=inner: (c.u32(), c.name())))  # type: ignore[misc]
    except BinaryError:
        return


class Unique:
    """Gives out names, numbered where one is taken: a file may choose one name for several things.

    ``root`` is what the app itself is called where something comes from outside.
    """

    def __init__(self) -> None:
        self.times: Counter[str] = Counter()
        self.taken = {"root"}

    def name(self, wanted: str) -> str:
        self.times[wanted] += 1
        name = wanted
        while name in self.taken:
            self.times[wanted] += name != wanted
            name = f"{wanted} #{max(self.times[wanted], 2)}"
        self.taken.add(name)
        return name
