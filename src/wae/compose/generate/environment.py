"""Generates the component that lets only certain environment variables through.

It imports ``wasi:cli/environment`` and is an instance of it: what it imports is passed on, except
that ``get-environment`` returns only the variables with the given names.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from wae.binary.build import CORE_FUNC, CORE_MEMORY, ComponentBuilder
from wae.binary.syntax import FUNC
from wae.binary.types import Func, Interface, List, Option, Primitive, Tuple
from wae.binary.versions import split, track
from wae.binary.writer import MODULE_PREAMBLE, name, section, u32, vector
from wae.compose.generate import assembly as a
from wae.compose.generate.abi import I32
from wae.compose.generate.coremodule import MEMORY, REALLOC, RESET, core_module, vector_of
from wae.compose.interfaces import expand

ENVIRONMENT = "wasi:cli/environment"
FILTERED = "get-environment"
_ANSWER, _NAMES = 16, 32  # addresses: what the host answers, and the names that may pass
ANSWER_SIZE = _NAMES - _ANSWER
_ENTRY = 16  # bytes of a tuple of two strings
_HOSTS, _TEST, _EXPORT, _ACTION = range(4)  # the types of the core functions
_TYPES = (((I32,), ()), ((I32, I32), (I32,)), ((), (I32,)), ((), ()))
_TEXT = Primitive("string")
_COMMON = {
    FILTERED: Func((), List(Tuple((_TEXT, _TEXT)))),
    "get-arguments": Func((), List(_TEXT)),
}
FUNCTIONS = {
    f"{ENVIRONMENT}@0.2": {**_COMMON, "initial-cwd": Func((), Option(_TEXT))},
    f"{ENVIRONMENT}@0.3": {**_COMMON, "get-initial-cwd": Func((), Option(_TEXT))},
}
"""What WASI has in the interface, by its track. Another function, or type, might be anything."""


def is_environment(interface: str) -> bool:
    return split(interface)[0] == ENVIRONMENT


def is_filterable(owner: str, interface: Interface) -> bool:
    """Whether ``interface``, called ``owner``, has WASI's functions, or some of them, alone."""
    meant = expand(interface, {owner: interface}).functions()
    known = FUNCTIONS.get(track(owner), {})
    return all(known.get(name) == kind for name, kind in meant.items())


def environment_filter(owner: str, interface: Interface, names: Iterable[str], title: str) -> bytes:
    """A component that is ``owner`` (a ``wasi:cli/environment``) with the variables ``names``."""
    builder = ComponentBuilder()
    host = builder.import_interface(owner, interface)
    table = b"".join(struct.pack("<I", len(raw)) + raw for raw in map(str.encode, names))
    data = bytes(ANSWER_SIZE) + table
    heap = builder.core_instance(builder.core_module(core_module([], data, _ANSWER)))
    memory = builder.alias_core(heap, MEMORY, CORE_MEMORY)
    realloc = builder.alias_core(heap, REALLOC, CORE_FUNC)
    functions = interface.functions()
    given = [(MEMORY, CORE_MEMORY, memory)]
    given.append((RESET, CORE_FUNC, builder.alias_core(heap, RESET, CORE_FUNC)))
    for function in functions:
        imported = builder.alias_export(host, function, FUNC)
        given.append((function, CORE_FUNC, builder.lower(imported, memory, realloc)))
    module = builder.core_module(_module(list(functions), _NAMES + len(table)))
    made = builder.core_instance(module, [("host", builder.core_bundle(given))])
    for function, kind in functions.items():
        body = builder.alias_core(made, function, CORE_FUNC)
        lifted = builder.lift(body, memory, realloc, builder.types.index(kind))
        builder.export(function, FUNC, lifted)
    return builder.finish(title)


def _module(functions: list[str], end: int) -> bytes:
    """The host's functions, each of which writes its answer to an address, as exports.

    The names that may pass lie in the imported memory from ``_NAMES`` to ``end``.
    """
    count = len(functions)
    reset, allowed = count, count + 1  # function indices, after those of the host
    imports = [name("host") + name(MEMORY) + b"\x02\x00\x01"]
    imports += [name("host") + name(f) + b"\x00" + u32(_HOSTS) for f in functions]
    imports.append(name("host") + name(RESET) + b"\x00" + u32(_ACTION))
    exports = [name(f) + b"\x00" + u32(allowed + 1 + i) for i, f in enumerate(functions)]
    bodies = [_allowed(end)]
    bodies += [
        _filter(reset, i, allowed) if function == FILTERED else _passed(reset, i)
        for i, function in enumerate(functions)
    ]
    return b"".join(
        (
            MODULE_PREAMBLE,
            section(1, vector(b"\x60" + vector_of(p) + vector_of(r) for p, r in _TYPES)),
            section(2, vector(imports)),
            section(3, vector([u32(_TEST), *[u32(_EXPORT)] * count])),
            section(7, vector(exports)),
            section(10, vector(u32(len(body)) + body for body in bodies)),
        )
    )


def _passed(reset: int, host: int) -> bytes:
    """() -> the address of the host's answer."""
    answer = a.constant(_ANSWER)
    return b"\x00" + a.call(reset) + answer + a.call(host) + answer + a.END


def _allowed(end: int) -> bytes:
    """(key, length) -> whether one of the names between ``_NAMES`` and ``end`` is that text."""
    key, length, entry, i = range(4)
    return b"".join(
        (
            b"\x01\x02\x7f",  # two more locals
            a.constant(_NAMES) + a.put(entry),
            a.BLOCK + a.LOOP,
            a.get(entry) + a.constant(end) + a.GE_U + a.branch_if(1),
            a.get(entry) + a.load() + a.get(length) + a.EQ + a.IF,
            a.constant(0) + a.put(i),
            a.BLOCK + a.LOOP,
            a.get(i) + a.get(length) + a.EQ + a.IF + a.constant(1) + a.RETURN + a.END,
            a.get(key) + a.get(i) + a.ADD + a.load_byte(),
            a.get(entry) + a.get(i) + a.ADD + a.load_byte(4),
            a.NE + a.branch_if(1),
            a.add(i, 1) + a.branch(0),
            a.END + a.END + a.END,
            a.get(entry) + a.get(entry) + a.load() + a.ADD + a.constant(4) + a.ADD + a.put(entry),
            a.branch(0),
            a.END + a.END,
            a.constant(0) + a.END,
        )
    )


def _filter(reset: int, host: int, allowed: int) -> bytes:
    """() -> the address of the host's list, moved together so that only allowed entries stay."""
    entry, end, kept = range(3)
    start = a.constant(_ANSWER) + a.load()
    return b"".join(
        (
            b"\x01\x03\x7f",  # three locals
            a.call(reset) + a.constant(_ANSWER) + a.call(host),
            start + a.put(entry) + start + a.put(kept),
            start + a.constant(_ANSWER) + a.load(4) + a.constant(4) + a.SHIFT_LEFT + a.ADD,
            a.put(end),
            a.BLOCK + a.LOOP,
            a.get(entry) + a.get(end) + a.EQ + a.branch_if(1),
            a.get(entry) + a.load() + a.get(entry) + a.load(4) + a.call(allowed) + a.IF,
            a.get(kept) + a.get(entry) + a.load_eight() + a.store_eight(),
            a.get(kept) + a.get(entry) + a.load_eight(8) + a.store_eight(8),
            a.add(kept, _ENTRY),
            a.END,
            a.add(entry, _ENTRY) + a.branch(0),
            a.END + a.END,
            a.constant(_ANSWER) + a.get(kept) + start + a.SUB + a.constant(4) + a.SHIFT_RIGHT,
            a.store(4) + a.constant(_ANSWER) + a.END,
        )
    )
