"""Recognizes generated filters of the environment, and reads back which variables they let pass."""

from __future__ import annotations

from wae.binary.reader import Cursor
from wae.binary.types import Func, List, Option, Primitive, Tuple
from wae.binary.versions import track
from wae.compose.generate.environment import ANSWER_SIZE, ENVIRONMENT, FILTERED, environment_filter
from wae.inspect.generated import Declared, Generated, first_data

_STRING = Primitive("string")
# All of wasi:cli/environment@0.2. A function of another name, or type, might be anything.
_FUNCTIONS = {
    FILTERED: Func((), List(Tuple((_STRING, _STRING)))),
    "get-arguments": Func((), List(_STRING)),
    "initial-cwd": Func((), Option(_STRING)),
}


def read_filter(component: bytes, declared: Declared) -> Generated | None:
    """The filter that a component is; None if it is not exactly one that we generate.

    It is generated again from the names in its data, and the bytes must be the same.
    """
    ((owner, interface),) = declared.imports.items()
    if track(owner) != f"{ENVIRONMENT}@0.2" or not interface.items.items() <= _FUNCTIONS.items():
        return None
    names = _names(component)
    if environment_filter(owner, interface, names, declared.title) != component:
        return None
    return Generated("filter", 1, calls=frozenset({owner}), variables=names)


def _names(component: bytes) -> tuple[str, ...]:
    """The texts, each after its length, that lie after the answer in the filter's data."""
    data = first_data(component)
    content = Cursor(data, ANSWER_SIZE, len(data))
    found: list[str] = []
    while not content.done:
        length = int.from_bytes(content.take(4), "little")
        found.append(bytes(content.take(length)).decode())
    return tuple(found)
