"""What generated components call of WASI 0.2 themselves: stderr, a stream's methods, a clock.

Only what is needed of each interface; the types are those of WASI's own WIT, the same in every 0.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wae.binary.types import (
    Borrow,
    Func,
    Interface,
    List,
    Named,
    Own,
    Primitive,
    Resource,
    Result,
    TypeDef,
    Variant,
)
from wae.binary.versions import newest, track

ERROR, POLL, STREAMS = "wasi:io/error", "wasi:io/poll", "wasi:io/streams"
STDERR, CLOCK = "wasi:cli/stderr", "wasi:clocks/monotonic-clock"
OUTPUT, INPUT = "output-stream", "input-stream"
GET_STDERR, READY = "get-stderr", "subscribe-duration"
WRITE = "[method]output-stream.blocking-write-and-flush"
MOST = 4096  # bytes that one such call may write

Naming = Callable[[str], str]  # an interface without version -> the version in use


def among(names: Iterable[str]) -> Naming:
    """Names an interface as ``names`` do; else in the version that every host of WASI 0.2 has."""
    used = newest(names)

    def name(base: str) -> str:
        oldest = f"{base}@0.2.0"
        return used.get(track(oldest), oldest)

    return name


def errors(name: Naming) -> dict[str, Interface]:
    return {name(ERROR): Interface({"error": TypeDef(Resource())})}


def writing(name: Naming) -> dict[str, Interface]:
    """What it takes to write to stderr."""
    streams = name(STREAMS)
    stream, error = Named(streams, OUTPUT), Named(streams, "stream-error")
    failed = ("last-operation-failed", Own(Named(name(ERROR), "error")))
    write = Func(
        (("self", Borrow(stream)), ("contents", List(Primitive("u8")))), Result(None, error)
    )
    return {
        **errors(name),
        streams: Interface(
            {
                "stream-error": TypeDef(Variant((failed, ("closed", None)))),
                OUTPUT: TypeDef(Resource()),
                WRITE: write,
            }
        ),
        name(STDERR): Interface({GET_STDERR: Func((), Own(stream))}),
    }


def waiting(name: Naming) -> dict[str, Interface]:
    """What it takes to have a pollable that is ready: one that waits for no time at all."""
    pollable = Named(name(POLL), "pollable")
    ready = Func((("when", Primitive("u64")),), Own(pollable))
    return {
        name(POLL): Interface({"pollable": TypeDef(Resource())}),
        name(CLOCK): Interface({READY: ready}),
    }
