"""One Python component: checked, then made by componentize-py, or taken from the cache.

componentize-py's output differs from run to run (it contains a snapshot of memory, hash seed and
all), so the cache goes by what goes in: sources, WIT, locked dependencies, tool versions.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from wae.build import cache as kept
from wae.build.classes import check_classes
from wae.build.dependencies import install_dependencies
from wae.build.guest import componentize
from wae.build.markers import GUEST_PYTHON
from wae.build.preload import modules_to_preload
from wae.build.requirements import lock_text
from wae.build.source import Source
from wae.build.tools import tool_version
from wae.build.wit import Contracts, assemble, read_contracts, read_world

RECIPE = "10"  # raise it when the steps below change what comes out


@dataclass(frozen=True)
class Built:
    """A component's bytes; ``seconds`` is 0 where the cache had them."""

    binary: bytes
    seconds: float = 0.0


def build_component(source: Source, contracts: Path | None, cache: Path) -> Built:
    """Builds ``source``, or reads it from ``cache``. Raises :class:`BuildError`."""
    packages = read_contracts(contracts)
    folder, key = cache / "components", input_hash(source, packages)
    cached = kept.load(folder, source.name, key, ".wasm")
    if cached is not None:
        return Built(cached)
    started = time.monotonic()
    binary = _build(source, packages, cache)
    kept.keep(folder, source.name, key, ".wasm", binary)
    return Built(binary, time.monotonic() - started)


def input_hash(source: Source, contracts: Contracts) -> str:
    """Everything that the component is made from, as one hexadecimal digest."""
    digest = hashlib.sha256()

    def add(*parts: str | bytes) -> None:
        for part in parts:
            raw = part.encode() if isinstance(part, str) else part
            digest.update(len(raw).to_bytes(8, "little") + raw)

    add(RECIPE, GUEST_PYTHON, tool_version("componentize-py"), tool_version("wasm-tools"))
    add(source.name, lock_text(source.lock))
    for tree in (source.files, source.world, *contracts.values()):
        add(str(len(tree)))
        for file, content in sorted(tree.items()):
            add(file, content)
    return digest.hexdigest()[: kept.KEY_DIGITS]


def _build(source: Source, contracts: Contracts, cache: Path) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        wit = Path(scratch, "wit")
        assemble(source, contracts, wit)
        world = read_world(source, wit)
        classes = check_classes(source, world)
        packages = install_dependencies(source, cache)
        preload = modules_to_preload(source.files, packages)
        return componentize(
            source.name, wit, world.name, source.files, packages, preload, classes, Path(scratch)
        )
