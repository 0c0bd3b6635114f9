"""One Python component: checked, made by componentize-py and linked, or taken from the cache.

componentize-py's output differs from run to run (it contains a snapshot of memory, hash seed and
all), so the cache goes by what goes in: sources, WIT, locked dependencies, tool versions.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from wae.binary.reader import BinaryError
from wae.build import cache as kept
from wae.build import contract_data
from wae.build.bindings import resources_in
from wae.build.classes import class_problems
from wae.build.contract_package import MODULE
from wae.build.dependencies import install_dependencies
from wae.build.event_loop import event_loop
from wae.build.guest import CannotComponentize, componentize
from wae.build.linked import link, load_linked
from wae.build.markers import GUEST_PYTHON
from wae.build.preload import modules_to_preload
from wae.build.requirements import lock_text
from wae.build.source import Source
from wae.build.tools import tool_version
from wae.build.tracebacks import last_place
from wae.build.tree import Tree
from wae.build.wit import Contracts, assemble
from wae.build.world import KnownWorld, known_world

RECIPE = "12"  # raise it when the steps below change what comes out


@dataclass(frozen=True)
class Built:
    """A component's bytes; ``seconds`` is 0 where the cache had them.

    ``unlinked`` says why its core modules could not be linked; empty if they are. ``is_other`` is
    one that is not what the lock says, made of the same sources.
    """

    binary: bytes
    seconds: float = 0.0
    unlinked: str = ""
    is_other: bool = False


def build_component(source: Source, contracts: Contracts, cache: Path) -> Built:
    """Builds ``source``, or reads it from ``cache``.

    Raises :class:`BuildError`.
    """
    world = known_world(source, contracts, cache)
    folder, key = cache / "components", input_hash(source, world)
    linked = load_linked(source.name, key, cache)
    if linked is not None:
        return Built(linked)
    started = time.monotonic()
    binary = kept.load(folder, source.name, key, ".wasm")
    if binary is None:
        binary = _build(source, contracts, world, cache)
        kept.keep(folder, source.name, key, ".wasm", binary)
    try:
        linked = link(source.name, key, binary, cache)
    except BinaryError as error:
        return Built(binary, time.monotonic() - started, error.message)
    return Built(linked, time.monotonic() - started)


def input_hash(source: Source, world: KnownWorld) -> str:
    """Everything that the component is made from, as one hexadecimal digest.

    Of contracts that is what its world reaches, and no more.
    """
    digest = hashlib.sha256()

    def add(*parts: str | bytes) -> None:
        for part in parts:
            raw = part.encode() if isinstance(part, str) else part
            digest.update(len(raw).to_bytes(8, "little") + raw)

    add(RECIPE, GUEST_PYTHON, tool_version("componentize-py"), tool_version("wasm-tools"))
    add(source.name, lock_text(source.lock), world.digest)
    if source.contract:
        add(contract_data.RECIPE)
    for file, content in sorted({**event_loop(world.type), **source.files}.items()):
        add(file, content)
    return digest.hexdigest()[: kept.KEY_DIGITS]


def _build(source: Source, contracts: Contracts, world: KnownWorld, cache: Path) -> bytes:
    asked = [*world.asked, *resources_in(world.bindings)]
    for problem in class_problems(source, world.exports, asked):
        raise problem
    with tempfile.TemporaryDirectory() as scratch:
        wit = Path(scratch, "wit")
        assemble(source, contracts, wit)
        packages = install_dependencies(source, cache)
        files = staged(source, wit, world.name)
        try:
            return componentize(
                source.name,
                wit,
                world.name,
                files,
                packages,
                event_loop(world.type),
                modules_to_preload(files, packages),
                [asked.name for asked in world.asked],
                Path(scratch),
            )
        except CannotComponentize as error:
            place = last_place(error.debug, source)
            raise error.at(place) if place else error from None


def staged(source: Source, wit: Path, world: str) -> Tree:
    """All files that go into the component, whose assembled WIT is in the folder ``wit``."""
    if not source.contract:
        return source.files
    return {**source.files, MODULE: contract_data.data_module(source.name, wit, world)}
