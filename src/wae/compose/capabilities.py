"""What each WASI 0.2 interface lets a component do, and which manifest grant allows it.

WASI hands out authority in few interfaces; the others only define the types and methods of what has
been handed out. A capability is held by whoever has one of its sources.
"""

from __future__ import annotations

from wae.binary.versions import split, track

GRANTS = ("environment", "files", "terminal", "sockets", "http")
ALWAYS = ("clocks", "random")

SOURCES: dict[str, tuple[str, ...]] = {
    "environment": ("wasi:cli/environment",),
    "files": ("wasi:filesystem/preopens",),
    "terminal": (
        "wasi:cli/stdin",
        "wasi:cli/stdout",
        "wasi:cli/terminal-stdin",
        "wasi:cli/terminal-stdout",
        "wasi:cli/terminal-stderr",
        "wasi:cli/exit",
    ),
    "sockets": (
        "wasi:sockets/instance-network",
        "wasi:sockets/ip-name-lookup",
        "wasi:sockets/tcp-create-socket",
        "wasi:sockets/udp-create-socket",
    ),
    "http": ("wasi:http/outgoing-handler", "wasi:http/incoming-handler"),
    "clocks": (
        "wasi:clocks/monotonic-clock",
        "wasi:clocks/wall-clock",
        "wasi:clocks/timezone",
    ),
    "random": ("wasi:random/random", "wasi:random/insecure", "wasi:random/insecure-seed"),
}

# What comes with a grant beside its sources: types, and methods of what was handed out. Holding the
# types alone gives nothing.
TYPES: dict[str, tuple[str, ...]] = {
    "files": ("wasi:filesystem/types",),
    "terminal": ("wasi:cli/terminal-input", "wasi:cli/terminal-output"),
    "sockets": ("wasi:sockets/network", "wasi:sockets/tcp", "wasi:sockets/udp"),
    "http": ("wasi:http/types",),
}
# Harmless and needed by every component: streams and pollables, and stderr for tracebacks.
_BASIC = ("wasi:io/error", "wasi:io/poll", "wasi:io/streams", "wasi:cli/stderr")
_TRACK = "0.2"

_BY_SOURCE = {name: capability for capability, names in SOURCES.items() for name in names}
_BY_TYPES = {name: capability for capability, names in TYPES.items() for name in names}


def is_wasi(name: str) -> bool:
    return name.startswith("wasi:")


def source_of(name: str) -> str | None:
    """The capability that a holder of this interface has by it; None for mere types."""
    return _BY_SOURCE.get(base(name))


def grant_of(name: str) -> str | None:
    """The grant that opens an interface, be it a source or mere types; None if none does."""
    known = base(name)
    capability = _BY_SOURCE.get(known) or _BY_TYPES.get(known)
    return capability if capability in GRANTS else None


def is_harmless(name: str) -> bool:
    """Whether an interface can be held without any grant: it reaches nothing by itself."""
    known = base(name)
    return known in _BASIC or known in _BY_TYPES or _BY_SOURCE.get(known) in ALWAYS


def is_known(name: str) -> bool:
    """Whether this is WASI of a kind and version of which we know what it allows."""
    return base(name) != ""


def is_allowed(name: str, grants: frozenset[str]) -> bool:
    """Whether a component with these grants may have this WASI interface from the root.

    An interface that we do not know, or not in this version, is never allowed.
    """
    known = base(name)
    capability = _BY_SOURCE.get(known) or _BY_TYPES.get(known)
    return known in _BASIC or capability in grants or capability in ALWAYS


def base(name: str) -> str:
    """A WASI interface that is known here, without its version; "" for any other, or version."""
    found = split(name)[0]
    known = found in _BASIC or found in _BY_SOURCE or found in _BY_TYPES
    return found if known and track(name) == f"{found}@{_TRACK}" else ""
