"""One Python component: checked, then made by componentize-py, or taken from the cache.

componentize-py's output differs from run to run (it contains a snapshot of memory, hash seed and
all), so the cache goes by what goes in: sources, WIT, locked dependencies, tool versions.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from wae.build.classes import check_classes
from wae.build.dependencies import GUEST_PYTHON, install_dependencies
from wae.build.guest import componentize
from wae.build.preload import modules_to_preload
from wae.build.source import Source
from wae.build.tools import tool_version
from wae.build.wit import World, assemble, contract_packages, read_world
from wae.files import write_whole

HASH_DIGITS = 24
RECIPE = "9"  # raise it when the steps below change what comes out


@dataclass(frozen=True)
class Built:
    """A component's bytes; ``seconds`` is 0 where the cache had them."""

    binary: bytes
    seconds: float = 0.0


def build_component(source: Source, contracts: Path | None, cache: Path) -> Built:
    """Builds ``source``, or reads it from ``cache``. Raises :class:`BuildError`."""
    cached = cache / "components" / f"{source.name}-{input_hash(source, contracts)}.wasm"
    if cached.is_file():
        return Built(cached.read_bytes())
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        wit = Path(scratch, "wit")
        assemble(source, contracts, wit)
        world = read_world(source, wit)
        classes = check_classes(source, world)
        packages = install_dependencies(source, cache)
        binary = _componentize(source, world, classes, packages, Path(scratch))
    write_whole(cached, binary)
    for old in cached.parent.glob(f"{source.name}-{'[0-9a-f]' * HASH_DIGITS}.wasm"):
        if old != cached:
            old.unlink(missing_ok=True)
    return Built(binary, time.monotonic() - started)


def input_hash(source: Source, contracts: Path | None) -> str:
    """Everything that the component is made from, as one hexadecimal digest."""
    digest = hashlib.sha256()

    def add(*parts: str | bytes) -> None:
        for part in parts:
            raw = part.encode() if isinstance(part, str) else part
            digest.update(len(raw).to_bytes(8, "little") + raw)

    add(RECIPE, GUEST_PYTHON, tool_version("componentize-py"), tool_version("wasm-tools"))
    add(source.name, source.lock)
    for path in source.files:
        add(path.relative_to(source.folder).as_posix(), path.read_bytes())
    for package in (source.world, *contract_packages(contracts)):
        add("package")
        for path in sorted(package.glob("*.wit")):
            add(path.name, path.read_bytes())
    return digest.hexdigest()[:HASH_DIGITS]


def _componentize(
    source: Source, world: World, classes: list[str], packages: Path | None, scratch: Path
) -> bytes:
    staged = scratch / "source"
    for path in source.files:
        target = staged / path.relative_to(source.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return componentize(
        source.name,
        scratch / "wit",
        world.name,
        staged,
        packages,
        modules_to_preload(source.folder, source.files, packages),
        classes,
        scratch / "component.wasm",
    )
