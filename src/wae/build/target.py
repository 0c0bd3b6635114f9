"""The world that an app is checked against: `[app] world`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from wae.binary.decode import decode_component
from wae.binary.types import ComponentType
from wae.binary.versions import split
from wae.build.tools import BuildError, last_lines, run, tool
from wae.build.tree import Tree
from wae.build.wit import Contracts, declared, write_contracts
from wae.build.wit_names import worlds_in
from wae.compose.target import WASI_WORLDS, mismatches, wasi_world
from wae.manifest import Manifest

_TARGET = "target"


def check_target(
    manifest: Manifest, kind: ComponentType, contracts: Callable[[], Contracts]
) -> None:
    """Checks that a composite of this type fits the world of its manifest, if that names one.

    ``contracts`` gives those among which it is looked for.

    Raises :class:`wae.manifest.ManifestError` for one that does not, and for a world that is not
    known; :class:`BuildError` for WIT that is not valid.
    """
    if not manifest.world:
        return
    differences = mismatches(kind, _world(manifest, contracts()))
    if differences:
        raise manifest.error_at(
            "app",
            f"the app does not fit {manifest.world}: it {'; it '.join(differences)}",
            "[app] exports says what it exports, and wae inspect --wac who needs what",
            key="world",
        )


def _world(manifest: Manifest, contracts: Contracts) -> ComponentType:
    """A world of the app's contracts, or one of WASI's own."""
    full = _full_names(manifest.world, contracts.values())
    if len(full) == 1:
        return _read(full[0], contracts)
    if full:
        raise manifest.error_at(
            "app",
            f"{manifest.world} is there in several versions",
            f"Name one: {' or '.join(full)}",
            key="world",
        )
    known = wasi_world(manifest.world)
    if known is None:
        raise manifest.error_at(
            "app",
            f"no folder of [app] wit has the world {manifest.world}",
            f"Put its package there. Known without: {', '.join(WASI_WORLDS)}",
            key="world",
        )
    return known


def _full_names(world: str, packages: Iterable[Tree]) -> list[str]:
    """The name, with its version, of each world among the packages that is meant by ``world``."""
    base, version = split(world)
    package, _, name = base.partition("/")
    names = set()
    for files in packages:
        if any(name in worlds_in(text) for text in files.values()):
            for owner, its in map(split, declared(files)):
                if owner == package and version in ("", its):
                    names.add(f"{base}@{its}" if its else base)
    return sorted(names)


def _read(world: str, contracts: Contracts) -> ComponentType:
    """The type of a component of the world, made by wasm-tools."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, core, made = (Path(scratch, name) for name in ("wit", "core.wasm", "made.wasm"))
        write_contracts(contracts, folder)
        text = f"package wae:target;\nworld {_TARGET} {{ include {world}; }}\n"
        Path(folder, "target.wit").write_text(text, encoding="utf-8")
        embed: list[str | Path] = ["embed", "--dummy", "--world", _TARGET, folder, "-o", core]
        for step in (embed, ["new", core, "-o", made]):
            done = run([tool("wasm-tools"), "component", *step])
            if done.returncode:
                problem = last_lines(done.stderr, 3).replace(f"{folder}/", "")
                raise BuildError(f"world {world} cannot be read: {problem}", debug=done.stderr)
        return decode_component(made.read_bytes())
