"""What each interface of WASI 0.2 and 0.3 lets a component do, and which manifest grant allows it.

WASI hands out authority in few interfaces; the others only define the types and methods of what has
been handed out. A capability is held by whoever has one of its sources. The tables go by track, for
WASI 0.3 hands out some things in other places than 0.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from wae.binary.versions import split, track

GRANTS = ("environment", "files", "terminal", "sockets", "http")
ALWAYS = ("clocks", "random")

Table: TypeAlias = Mapping[str, tuple[str, ...]]

_BOTH: Table = {
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
    "random": ("wasi:random/random", "wasi:random/insecure", "wasi:random/insecure-seed"),
}
_SOURCES: Mapping[str, Table] = {
    "0.2": {
        **_BOTH,
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
    },
    "0.3": {
        **_BOTH,
        # Sockets are made by static functions of their types.
        "sockets": ("wasi:sockets/types", "wasi:sockets/ip-name-lookup"),
        "http": ("wasi:http/client", "wasi:http/handler"),
        "clocks": (
            "wasi:clocks/monotonic-clock",
            "wasi:clocks/system-clock",
            "wasi:clocks/timezone",
        ),
    },
}

# What comes with a grant beside its sources: types, and methods of what was handed out. Holding the
# types alone gives nothing.
_HANDED: Table = {
    "files": ("wasi:filesystem/types",),
    "terminal": ("wasi:cli/terminal-input", "wasi:cli/terminal-output"),
    "http": ("wasi:http/types",),
}
_TYPES: Mapping[str, Table] = {
    "0.2": {
        **_HANDED,
        "sockets": ("wasi:sockets/network", "wasi:sockets/tcp", "wasi:sockets/udp"),
    },
    "0.3": _HANDED,
}
# Harmless and needed by every component: streams and pollables, error codes, and stderr for
# tracebacks.
_BASIC: Table = {
    "0.2": ("wasi:io/error", "wasi:io/poll", "wasi:io/streams", "wasi:cli/stderr"),
    "0.3": ("wasi:cli/types", "wasi:clocks/types", "wasi:cli/stderr"),
}


def _by_track(tables: Mapping[str, Table]) -> dict[str, str]:
    return {
        f"{name}@{version}": capability
        for version, table in tables.items()
        for capability, names in table.items()
        for name in names
    }


_BY_SOURCE = _by_track(_SOURCES)
_BY_TYPES = _by_track(_TYPES)
_FREE = {f"{name}@{version}" for version, names in _BASIC.items() for name in names}


def is_wasi(name: str) -> bool:
    return name.startswith("wasi:")


def source_of(name: str) -> str | None:
    """The capability that a holder of this interface has by it; None for mere types."""
    return _BY_SOURCE.get(track(name))


def grant_of(name: str) -> str | None:
    """The grant that opens an interface, be it a source or mere types; None if none does."""
    capability = _capability(name)
    return capability if capability in GRANTS else None


def is_harmless(name: str) -> bool:
    """Whether an interface can be held without any grant: it reaches nothing by itself."""
    known = track(name)
    return known in _FREE or known in _BY_TYPES or _BY_SOURCE.get(known) in ALWAYS


def is_known(name: str) -> bool:
    """Whether this is WASI of a kind and version of which we know what it allows."""
    return base(name) != ""


def is_allowed(name: str, grants: frozenset[str]) -> bool:
    """Whether a component with these grants may have this WASI interface from the root.

    An interface that we do not know, or not in this version, is never allowed.
    """
    capability = _capability(name)
    return track(name) in _FREE or capability in grants or capability in ALWAYS


def base(name: str) -> str:
    """A WASI interface that is known here, without its version; "" for any other, or version."""
    return split(name)[0] if track(name) in _FREE or _capability(name) else ""


def _capability(name: str) -> str | None:
    known = track(name)
    return _BY_SOURCE.get(known) or _BY_TYPES.get(known)
