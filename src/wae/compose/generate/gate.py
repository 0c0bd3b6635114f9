"""Generates the gate between a component and ``wasi:http``: only requests to certain origins pass.

A gate imports ``wasi:http/types`` and the interface that sends, and is an instance of the latter:
``outgoing-handler`` of WASI 0.2, ``client`` or ``handler`` of 0.3. Requests, options and answers
are the host's own, so that no body is copied. In 0.3 a gate waits for the host: the next request of
its component goes out when the one before has the head of its answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wae.binary.build import CORE_FUNC, CORE_MEMORY, ComponentBuilder
from wae.binary.syntax import FUNC, TYPE
from wae.binary.types import (
    Borrow,
    Func,
    Interface,
    Item,
    List,
    Named,
    Option,
    Own,
    Primitive,
    Resource,
    Result,
    Tuple,
    Type,
    TypeDef,
    Variant,
)
from wae.binary.versions import split, track
from wae.compose.capabilities import source_of
from wae.compose.generate import gatecode as code
from wae.compose.generate.abi import Image, Layout
from wae.compose.generate.coremodule import MEMORY, REALLOC, RESET, core_module
from wae.compose.interfaces import Interfaces, TypeMismatch, expand, merge, needed_types
from wae.compose.origins import Pattern


@dataclass(frozen=True)
class _Sending:
    """How a track of ``wasi:http`` sends: the function, what it is given, and how that is read."""

    function: str
    request: str
    answer: str
    reads: Mapping[str, str]  # what a gate reads -> the method of the request
    entries: str  # the method of fields
    has_options: bool = False
    is_async: bool = True


_OLD = _Sending(
    code.HANDLE,
    "outgoing-request",
    "future-incoming-response",
    {name: name for name in (*code.READS, code.HEADERS)},
    "entries",
    has_options=True,
    is_async=False,
)
_GETS = {name: f"get-{name}" for name in (*code.READS, code.HEADERS)}
_SENDING = {
    "wasi:http/outgoing-handler@0.2": _OLD,
    "wasi:http/client@0.3": _Sending("send", "request", "response", _GETS, "copy-all"),
    "wasi:http/handler@0.3": _Sending("handle", "request", "response", _GETS, "copy-all"),
}
_TYPES = "wasi:http/types"
_DENIED = "HTTP-request-denied"
_METHODS = ("get", "head", "post", "put", "delete", "connect", "options", "trace", "patch")
_STRING, _BYTES = Primitive("string"), List(Primitive("u8"))


def is_outgoing(interface: str) -> bool:
    """Whether it is the interface by which a component sends requests, in a version we know."""
    return track(interface) in _SENDING and source_of(interface) == "http"


def _sending(handler: str) -> _Sending:
    return _SENDING.get(track(handler), _OLD)


def types_of(handler: str, interfaces: Interfaces) -> str | None:
    """The ``wasi:http/types`` whose requests ``handler`` takes; None if it is not WASI's own."""
    candidates = [
        item.type.owner
        for name, item in interfaces[handler].typedefs().items()
        if name == _sending(handler).request and isinstance(item.type, Named)
    ]
    if (
        not candidates
        or split(candidates[0])[0] != _TYPES
        or not _is_handler(handler, candidates[0], interfaces)
    ):
        return None
    types = candidates[0]
    try:
        wanted = gate_types(handler, types, interfaces)
        around = {types: Interface({**interfaces[types].items, **wanted.items})}
        merge(types, {"ours": wanted, "theirs": interfaces[types]}, _both({**interfaces, **around}))
    except TypeMismatch:
        return None
    return types


def gate_types(handler: str, types: str, interfaces: Interfaces) -> Interface:
    """What a gate imports of ``wasi:http/types``: what its handler needs, and what it reads by."""
    needed = needed_types(handler, interfaces)[types].items
    read = _readers(types, _sending(handler))
    kinds = {name: item for name, item in (*needed.items(), *read.items()) if _is_type(item)}
    return Interface({**kinds, **read})


def gate_component(
    handler: str,
    types: str,
    interfaces: Interfaces,
    patterns: Iterable[Pattern],
    title: str,
) -> bytes:
    """A component that is ``interfaces[handler]`` and hands on requests to ``patterns`` only.

    ``handler`` and ``types`` are versions of the two interfaces (see :func:`types_of`). To every
    other request the answer is ``HTTP-request-denied``; it is dropped, with its options.
    """
    sending = _sending(handler)
    builder = ComponentBuilder()
    imported = gate_types(handler, types, interfaces)
    requests = builder.import_interface(types, imported)
    host = builder.import_interface(handler, interfaces[handler])
    around = {types: imported, handler: interfaces[handler]}
    function = interfaces[handler].functions()[sending.function]
    data, denied, start = _data(function, around, code.table(patterns))

    heap = builder.core_instance(builder.core_module(core_module([], data, code.METHOD)))
    memory = builder.alias_core(heap, MEMORY, CORE_MEMORY)
    realloc = builder.alias_core(heap, REALLOC, CORE_FUNC)

    def lowered(instance: int, name: str) -> int:
        return builder.lower(builder.alias_export(instance, name, FUNC), memory, realloc)

    def dropped(resource: str) -> int:
        return builder.resource_drop(builder.types.index(Named(types, resource)))

    given = {
        RESET: builder.alias_core(heap, RESET, CORE_FUNC),
        **{
            name: lowered(requests, f"[method]{sending.request}.{method}")
            for name, method in sending.reads.items()
        },
        code.ENTRIES: lowered(requests, f"[method]fields.{sending.entries}"),
        code.DROP_REQUEST: dropped(sending.request),
        **({code.DROP_OPTIONS: dropped("request-options")} if sending.has_options else {}),
        code.DROP_FIELDS: dropped("fields"),
        code.HANDLE: lowered(host, sending.function),
    }
    bundle = [(name, CORE_FUNC, index) for name, index in given.items()]
    module = builder.core_module(
        code.gate_code(denied, start, code.METHOD + len(data), has_options=sending.has_options)
    )
    made = builder.core_instance(
        module, [("host", builder.core_bundle([(MEMORY, CORE_MEMORY, memory), *bundle]))]
    )
    for name, item in interfaces[handler].typedefs().items():
        index = builder.export(name, TYPE, builder.types.index(item.type))
        builder.types.named[Named(handler, name)] = index
    body = builder.alias_core(made, code.HANDLE, CORE_FUNC)
    kind = builder.types.index(function)
    builder.export(sending.function, FUNC, builder.lift(body, memory, realloc, kind))
    return builder.finish(title)


def table_of(handler: str, types: str, interfaces: Interfaces, data: bytes) -> bytes:
    """The table of what may pass, out of the data of a gate's memory (see :mod:`.gatecode`)."""
    around = {types: gate_types(handler, types, interfaces), handler: interfaces[handler]}
    function = interfaces[handler].functions()[_sending(handler).function]
    before, _, _ = _data(function, around, b"")
    return data[len(before) :]


def _data(function: Func, around: Interfaces, table: bytes) -> tuple[bytes, int, int]:
    """The memory from ``METHOD`` on, and in it the addresses of the denial and the table."""
    layout = Layout(lambda named: _definition(around, named))
    assert function.result is not None
    room = layout.size(function.result)
    image = Image(layout, code.ANSWER + room)
    denied = image.place(function.result, ("error", (_DENIED, None)))
    before = bytes(code.WORDS - code.METHOD) + code.WORD_BYTES + bytes(room)
    start = code.ANSWER + room + len(image.bytes)
    return before + bytes(image.bytes) + table, denied, start


def _readers(types: str, sending: _Sending) -> dict[str, Item]:
    """Of ``wasi:http/types``: the functions by which a gate reads requests, and their types."""
    request = ("self", Borrow(Named(types, sending.request)))
    results: dict[str, Type] = {
        "method": Named(types, "method"),
        "scheme": Option(Named(types, "scheme")),
        "authority": Option(_STRING),
        "path-with-query": Option(_STRING),
        "headers": Own(Named(types, "fields")),
    }
    fields = ("self", Borrow(Named(types, "fields")))
    return {
        sending.request: TypeDef(Resource()),
        "fields": TypeDef(Resource()),
        "method": TypeDef(Variant((*((m, None) for m in _METHODS), ("other", _STRING)))),
        "scheme": TypeDef(Variant((("HTTP", None), ("HTTPS", None), ("other", _STRING)))),
        **{
            f"[method]{sending.request}.{sending.reads[name]}": Func((request,), result)
            for name, result in results.items()
        },
        f"[method]fields.{sending.entries}": Func((fields,), List(Tuple((_STRING, _BYTES)))),
    }


def _is_handler(handler: str, types: str, interfaces: Interfaces) -> bool:
    """Whether the function that sends is WASI's, and there is nothing else."""
    sending = _sending(handler)
    request, options, answer = (
        Named(types, name) for name in (sending.request, "request-options", sending.answer)
    )
    meant = expand(interfaces[handler], interfaces).functions()
    if [*meant] != [sending.function]:
        return False
    match meant[sending.function]:
        case Func(params, Result(Own(given), Variant(cases)), is_async):
            wanted: tuple[tuple[str, Type], ...] = (("request", Own(request)),)
            if sending.has_options:
                wanted += (("options", Option(Own(options))),)
            is_like = (params, given, is_async) == (wanted, answer, sending.is_async)
            return is_like and (_DENIED, None) in cases
        case _:
            return False


def _both(interfaces: Interfaces) -> Mapping[str, Interfaces]:
    return {"ours": interfaces, "theirs": interfaces}


def _is_type(item: Item) -> bool:
    return isinstance(item, TypeDef)


def _definition(interfaces: Interfaces, named: Named) -> Type:
    item = interfaces[named.owner].items[named.name]
    if not isinstance(item, TypeDef):
        raise TypeError(f"{named} is not a type")
    return item.type
