"""Recognizes generated filters of the environment, and reads back which variables they let pass."""

from __future__ import annotations

from wae.binary.reader import Cursor
from wae.binary.sections import Id, sections
from wae.binary.types import Func, List, Option, Primitive, Tuple
from wae.compose.environment import ANSWER_SIZE, ENVIRONMENT, FILTERED, environment_filter
from wae.compose.versions import track
from wae.inspect.generated import Declared, Generated

_DATA = 11
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
    """The texts, each after its length, that lie after the answer in the first module's data."""
    module, *_ = [part for part in sections(component) if part.id == Id.CORE_MODULE]
    cursor = Cursor(component, module.start + 8, module.end)
    found: list[str] = []
    while not cursor.done:
        number, size = cursor.byte(), cursor.u32()
        content = Cursor(component, cursor.position, cursor.position + size)
        cursor.take(size)
        if number != _DATA:
            continue
        content.u32()  # segments
        content.expect(0x00, "active data")
        content.expect(0x41, "i32.const")
        content.s33()
        content.expect(0x0B, "end")
        content.u32()  # bytes
        content.take(ANSWER_SIZE)
        while not content.done:
            length = int.from_bytes(content.take(4), "little")
            found.append(bytes(content.take(length)).decode())
    return tuple(found)
