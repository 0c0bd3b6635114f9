"""Whether a composite fits a world: a runtime for that world can then run it.

It may import less than the world has, and export more (``WIT.md``, Worlds; ``Subtyping.md``).
"""

from __future__ import annotations

from wae.binary.rename import rename_owners
from wae.binary.types import ComponentType, Interface
from wae.binary.versions import split, track
from wae.compose.capabilities import is_wasi
from wae.compose.compare import difference
from wae.compose.type_identity import Origins, TypeIdentities
from wae.compose.world import needs_no_provider

_COMMON = (
    "wasi:cli/stderr",
    "wasi:cli/stdin",
    "wasi:cli/stdout",
    "wasi:clocks/monotonic-clock",
    "wasi:clocks/wall-clock",
    "wasi:io/error",
    "wasi:io/poll",
    "wasi:io/streams",
    "wasi:random/random",
)
# WASI 0.2's own worlds: what each may import, and what it must export (WASI, proposals/cli/wit/
# command.wit and proposals/http/wit/proxy.wit). What their interfaces have is the runtime's affair.
WASI_WORLDS: dict[str, tuple[tuple[str, ...], str]] = {
    "wasi:cli/command": (
        (
            *_COMMON,
            "wasi:cli/environment",
            "wasi:cli/exit",
            "wasi:cli/terminal-input",
            "wasi:cli/terminal-output",
            "wasi:cli/terminal-stderr",
            "wasi:cli/terminal-stdin",
            "wasi:cli/terminal-stdout",
            "wasi:clocks/timezone",
            "wasi:filesystem/preopens",
            "wasi:filesystem/types",
            "wasi:random/insecure",
            "wasi:random/insecure-seed",
            "wasi:sockets/instance-network",
            "wasi:sockets/ip-name-lookup",
            "wasi:sockets/network",
            "wasi:sockets/tcp",
            "wasi:sockets/tcp-create-socket",
            "wasi:sockets/udp",
            "wasi:sockets/udp-create-socket",
        ),
        "wasi:cli/run",
    ),
    "wasi:http/proxy": (
        (*_COMMON, "wasi:http/outgoing-handler", "wasi:http/types"),
        "wasi:http/incoming-handler",
    ),
}


def wasi_world(name: str) -> ComponentType | None:
    """One of :data:`WASI_WORLDS`, of version 0.2 or without one; its interfaces are empty."""
    base, version = split(name)
    if base not in WASI_WORLDS or track(f"{base}@{version or '0.2.0'}") != f"{base}@0.2":
        return None
    imports, export = WASI_WORLDS[base]
    empty = Interface({})
    return ComponentType({f"{i}@0.2.0": empty for i in imports}, {f"{export}@0.2.0": empty})


def mismatches(app: ComponentType, world: ComponentType) -> list[str]:
    """What keeps an app from fitting a world, in words that follow "it"; nothing where it fits.

    Interfaces go by their compatibility tracks. Of an interface of the world that is empty, only
    the name counts.
    """
    names = _names(world) | _names(app)
    app, world = _by_track(app), _by_track(world)
    mismatches = [
        f"imports {names[name]}, which the world does not have"
        for name, item in app.imports.items()
        if name not in world.imports and (is_wasi(name) or not needs_no_provider(item))
    ]
    mismatches += [
        f"does not export {names[name]}" for name in world.exports if name not in app.exports
    ]
    return mismatches or _differences(app, world, names)


def _differences(app: ComponentType, world: ComponentType, names: dict[str, str]) -> list[str]:
    """Where the types of one name differ. Each resource is the other's of its name."""
    origins = Origins()
    here, there = TypeIdentities("app", app, origins), TypeIdentities("app", world, origins)
    for identities in (here, there):
        for name in identities.kind.imports:
            identities.bind_from(name, "", name)
    ours, theirs = "the app", "the world"
    needed = [
        (name, ours, theirs, here.imported(name), there.imported(name))
        for name in app.imports
        if world.imports.get(name, Interface({})) != Interface({})
    ]
    promised = [
        (name, theirs, ours, there.exported(name), here.exported(name)) for name in world.exports
    ]
    return [
        f"differs in {names[name]}: {unmet.text(wanting, offering)}"
        for name, wanting, offering, wanted, offered in (*needed, *promised)
        if (unmet := difference(name, wanted, offered))
    ]


def _names(kind: ComponentType) -> dict[str, str]:
    return {track(name): name for name in (*kind.imports, *kind.exports)}


def _by_track(kind: ComponentType) -> ComponentType:
    """The type with the tracks of interfaces instead of their names."""
    imports, exports = (
        {track(name): rename_owners(item, track) for name, item in items.items()}
        for items in (kind.imports, kind.exports)
    )
    return ComponentType(imports, exports)
