"""Core code that calls all that it is handed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tests.truth.shapes import ASKS, HANDLE, NOW, OUTPUT, PLAIN, REQUEST, WAITS

from wae.binary.build import CORE_FUNC, CORE_MEMORY, ComponentBuilder
from wae.binary.types import Func
from wae.binary.writer import MODULE_PREAMBLE, name, section, u32, vector
from wae.compose.generate.coremodule import MEMORY, REALLOC, core_module

_ACTION, _TAKES, _GIVES, _SENDS, _HANDLES, _ASKS, _TELLS = range(7)
_TYPES = (
    b"\x60\x00\x00",
    b"\x60\x01\x7f\x00",  # takes the address of the answer
    b"\x60\x00\x01\x7f",
    b"\x60\x04\x7f\x7f\x7f\x7f\x00",  # a request lowered: request, option and options, address
    b"\x60\x03\x7f\x7f\x7f\x01\x7f",  # and lifted
    b"\x60\x02\x7f\x7f\x00",  # the same of WASI 0.3, lowered: request, address
    b"\x60\x00\x01\x7e",
)
_ZERO, _DROP, _END = b"\x41\x00", b"\x1a", b"\x0b"


def core(
    builder: ComponentBuilder,
    handed: Sequence[tuple[int, Func]],
    made: Sequence[Func],
    *,
    start: bool,
) -> list[int]:
    """Adds code that is handed functions of the component; the indices of those that it makes."""
    heap = builder.core_instance(builder.core_module(_HEAP))
    memory = builder.alias_core(heap, MEMORY, CORE_MEMORY)
    realloc = builder.alias_core(heap, REALLOC, CORE_FUNC)
    lowered = [
        (str(place), CORE_FUNC, builder.lower(function, memory, realloc))
        for place, (function, _) in enumerate(handed)
    ]
    kinds = tuple(kind for _, kind in handed)
    module = builder.core_module(_module(kinds, tuple(made), start))
    instance = builder.core_instance(module, [("", builder.core_bundle(lowered))])
    actual = []
    for place, kind in enumerate(made):
        body = builder.alias_core(instance, str(place), CORE_FUNC)
        actual.append(builder.lift(body, memory, realloc, builder.types.index(kind)))
    return actual


_HEAP = core_module([], b"", 16)


@cache
def _module(handed: tuple[Func, ...], made: tuple[Func, ...], start: bool) -> bytes:
    count = len(handed)
    imports = [name("") + name(str(i)) + b"\x00" + u32(_lowered(k)) for i, k in enumerate(handed)]
    calls = b"".join(_call(place, kind) for place, kind in enumerate(handed))
    lifted = [_lifted(kind) for kind in made]
    bodies = [calls + (b"" if kind == _ACTION else _ZERO) for kind in lifted]
    parts = [
        MODULE_PREAMBLE,
        section(1, vector(_TYPES)),
        section(2, vector(imports)),
        section(3, vector(u32(kind) for kind in (*lifted, _ACTION))),
        section(7, vector(name(str(i)) + b"\x00" + u32(count + i) for i in range(len(made)))),
    ]
    if start:
        parts.append(section(8, u32(count + len(made))))
    code = [b"\x00" + body + _END for body in (*bodies, calls)]
    parts.append(section(10, vector(u32(len(body)) + body for body in code)))
    return b"".join(parts)


def _lowered(kind: Func) -> int:
    simple = {PLAIN: _ACTION, WAITS: _ACTION, HANDLE: _GIVES, OUTPUT: _GIVES}
    return {**simple, REQUEST: _SENDS, ASKS: _ASKS, NOW: _TELLS}.get(kind, _TAKES)


def _lifted(kind: Func) -> int:
    return {PLAIN: _ACTION, WAITS: _ACTION, REQUEST: _HANDLES}.get(kind, _GIVES)


def _call(place: int, kind: Func) -> bytes:
    lowered = _lowered(kind)
    called = b"\x10" + u32(place)
    if lowered in (_GIVES, _TELLS):
        return called + _DROP
    return _ZERO * {_ACTION: 0, _TAKES: 1, _ASKS: 2, _SENDS: 4}[lowered] + called
