"""What generated components call of WASI themselves: stderr, a stream's methods, a clock.

Only what is needed of each interface; the types are those of WASI's own WIT, the same in every
version of a track. A name without a version is WASI 0.2's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wae.binary.types import (
    Borrow,
    Enum,
    Func,
    Future,
    Interface,
    List,
    Named,
    Own,
    Primitive,
    Resource,
    Result,
    Stream,
    TypeDef,
    Variant,
)
from wae.binary.versions import newest, track

ERROR, POLL, STREAMS = "wasi:io/error", "wasi:io/poll", "wasi:io/streams"
STDERR, CLOCK = "wasi:cli/stderr", "wasi:clocks/monotonic-clock"
STDOUT, CLI_TYPES = "wasi:cli/stdout", "wasi:cli/types"
OUTPUT, INPUT = "output-stream", "input-stream"
GET_STDERR, READY = "get-stderr", "subscribe-duration"
WRITE = "[method]output-stream.blocking-write-and-flush"
VIA_STREAM = "write-via-stream"  # of stdout and stderr in WASI 0.3
MOST = 4096  # bytes that one such call may write

CLI_ERRORS = Enum(("io", "illegal-byte-sequence", "pipe"))

Naming = Callable[..., str]  # an interface without version, a track -> the version in use


def among(names: Iterable[str]) -> Naming:
    """Names an interface as ``names`` do; else in the version that every host of its track has."""
    used = newest(names)

    def name(base: str, minor: str = "0.2") -> str:
        oldest = f"{base}@{minor}.0"
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


def handing_on(name: Naming) -> dict[str, Interface]:
    """What it takes to give stderr a stream of WASI 0.3, as its stdout takes one."""
    types = name(CLI_TYPES, "0.3")
    ended = Future(Result(None, Named(types, "error-code")))
    return {
        types: Interface({"error-code": TypeDef(CLI_ERRORS)}),
        name(STDERR, "0.3"): Interface(
            {
                "error-code": TypeDef(Named(types, "error-code")),
                VIA_STREAM: Func((("data", Stream(Primitive("u8"))),), ended),
            }
        ),
    }
