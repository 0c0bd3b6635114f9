"""Recognizes generated filters of the environment, and reads back which variables they let pass."""

from __future__ import annotations

from wae.binary.reader import Cursor
from wae.binary.versions import track
from wae.compose.generate.environment import ANSWER_SIZE, FUNCTIONS, environment_filter
from wae.inspect.generated import Declared, Generated, first_data


def read_filter(component: bytes, declared: Declared) -> Generated | None:
    """The filter that a component is; None if it is not exactly one that we generate.

    It is generated again from the names in its data, and the bytes must be the same.
    """
    ((owner, interface),) = declared.imports.items()
    if not interface.items.items() <= FUNCTIONS.get(track(owner), {}).items():
        return None
    names = _names(component)
    if environment_filter(owner, interface, names, declared.title) != component:
        return None
    return Generated("filter", 1, calls=frozenset({owner}), variables=names)


def _names(component: bytes) -> tuple[str, ...]:
    """The texts, each after its length, that lie after the answer in the filter's data."""
    data = first_data(component)
    content = Cursor(data, ANSWER_SIZE, len(data))
    names: list[str] = []
    while not content.done:
        length = int.from_bytes(content.take(4), "little")
        names.append(bytes(content.take(length)).decode())
    return tuple(names)
