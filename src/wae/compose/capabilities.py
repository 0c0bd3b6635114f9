"""What each WASI 0.2 interface lets a component do, and which manifest grant allows it.

WASI hands out authority in few interfaces; the others only define the types and methods of what has
been handed out. A capability is held by whoever has one of its sources.
"""

from __future__ import annotations

from wae.compose.versions import split, track

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
    return _BY_SOURCE.get(_known(name))


def is_harmless(name: str) -> bool:
    """Whether an interface can be held without any grant: it reaches nothing by itself."""
    base = _known(name)
    return base in _BASIC or base in _BY_TYPES or _BY_SOURCE.get(base) in ALWAYS


def is_allowed(name: str, grants: frozenset[str]) -> bool:
    """Whether a component with these grants may have this WASI interface from the root.

    An interface that we do not know, or not in this version, is never allowed.
    """
    base = _known(name)
    capability = _BY_SOURCE.get(base) or _BY_TYPES.get(base)
    return base in _BASIC or capability in grants or capability in ALWAYS


def _known(name: str) -> str:
    """The interface without its version; "" for a version about which nothing is said here."""
    base = split(name)[0]
    return base if track(name) == f"{base}@{_TRACK}" else ""
