"""Interfaces of WASI that define types: the same ones for all of a graph, and harmless."""

from __future__ import annotations

from collections.abc import Iterable

from wae.binary.types import Interface, Named, Resource, TypeDef, Variant
from wae.compose.generate import httpfloor
from wae.compose.generate.gate import gate_types
from wae.compose.generate.standard import among, writing

TYPES = "wasi:filesystem/types@0.2.9"
HTTP_TYPES, NEW_TYPES = "wasi:http/types@0.2.9", "wasi:http/types@0.3.0"
ERROR, STREAMS = "wasi:io/error@0.2.9", "wasi:io/streams@0.2.9"
STDERR = "wasi:cli/stderr@0.2.9"

_REQUESTS: dict[str, TypeDef] = {
    "outgoing-request": TypeDef(Resource()),
    "request-options": TypeDef(Resource()),
    "future-incoming-response": TypeDef(Resource()),
    "error-code": TypeDef(Variant((("HTTP-request-denied", None), ("internal-error", None)))),
}
REQUESTS = tuple(_REQUESTS)  # the types that sending a request takes
_HANDLER = "handler"
_WRITING = writing(among([ERROR, STREAMS, STDERR]))

SURROUNDINGS: dict[str, Interface] = {
    TYPES: Interface({"descriptor": TypeDef(Resource())}),
    HTTP_TYPES: gate_types(
        _HANDLER,
        HTTP_TYPES,
        {
            HTTP_TYPES: Interface(dict(_REQUESTS)),
            _HANDLER: Interface({name: TypeDef(Named(HTTP_TYPES, name)) for name in REQUESTS}),
        },
    ),
    NEW_TYPES: httpfloor.interfaces()[NEW_TYPES],
    ERROR: _WRITING[ERROR],
    STREAMS: _WRITING[STREAMS],
}


def needed(names: Iterable[str]) -> tuple[str, ...]:
    """Those with these names, each after those whose types it uses."""
    wanted = {*names}
    if STREAMS in wanted:
        wanted.add(ERROR)
    return tuple(name for name in SURROUNDINGS if name in wanted)
