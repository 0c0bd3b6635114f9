"""What each WASI 0.2 interface lets a component do, and which manifest grant allows it.

WASI hands out authority in few interfaces; the others only define the types and methods of what has
been handed out. A capability is held by whoever has one of its sources.
"""

from __future__ import annotations

from wae.compose.versions import split

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
    "http": ("wasi:http/outgoing-handler",),
    "clocks": (
        "wasi:clocks/monotonic-clock",
        "wasi:clocks/wall-clock",
        "wasi:clocks/timezone",
    ),
    "random": ("wasi:random/random", "wasi:random/insecure", "wasi:random/insecure-seed"),
}

# Interfaces that come with a grant beside its sources: types, and methods of what was handed out.
_FAMILIES = {
    "wasi:filesystem/": "files",
    "wasi:sockets/": "sockets",
    "wasi:http/": "http",
    "wasi:clocks/": "clocks",
    "wasi:random/": "random",
    "wasi:cli/terminal-": "terminal",
}
# Harmless and needed by every component: streams and pollables, and stderr for tracebacks.
_BASIC = ("wasi:io/", "wasi:cli/stderr")

_BY_SOURCE = {name: capability for capability, names in SOURCES.items() for name in names}


def is_wasi(name: str) -> bool:
    return name.startswith("wasi:")


def source_of(name: str) -> str | None:
    """The capability that a holder of this interface has by it; None for mere types."""
    return _BY_SOURCE.get(split(name)[0])


def is_allowed(name: str, grants: frozenset[str]) -> bool:
    """Whether a component with these grants may have this WASI interface from the root.

    An interface that we do not know is never allowed.
    """
    base = split(name)[0]
    if base.startswith(_BASIC):
        return True
    capability = _BY_SOURCE.get(base) or next(
        (family for prefix, family in _FAMILIES.items() if base.startswith(prefix)), None
    )
    return capability in grants or capability in ALWAYS
