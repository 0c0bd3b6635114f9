"""What a component is made from: its source, its world, and the contracts that this reaches."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wae.build.cache import cache_folder
from wae.build.command import read_world_files
from wae.build.components import Components
from wae.build.source import Source
from wae.build.tools import BuildError
from wae.build.wit import Contracts
from wae.build.world import KnownWorld, known_world
from wae.manifest import ComponentEntry


@dataclass(frozen=True)
class Inputs:
    """``folders`` are those that contracts were read from. A source that another toolchain builds
    has no files but its world."""

    source: Source
    contracts: Contracts
    folders: tuple[Path, ...]
    is_python: bool

    def world(self) -> KnownWorld:
        """Raises :class:`BuildError` for WIT that is not valid."""
        return known_world(
            self.source, self.contracts, cache_folder(), self.folders, is_python=self.is_python
        )


def read_inputs(made: Components, entry: ComponentEntry) -> Inputs:
    """The inputs of a component with a source folder.

    Raises :class:`wae.errors.WaeError` where something is missing.
    """
    assert entry.source is not None
    if not entry.source.is_dir():
        raise made.manifest.error(entry.name, f'component "{entry.name}": no folder {entry.source}')
    try:
        if entry.build is None:
            source, contracts = made.inputs(entry)
        else:
            world = read_world_files(entry.name, entry.build)
            source = Source(entry.name, entry.source, {}, world)
            contracts = made.reached(world)
    except OSError as error:
        raise BuildError(
            f'component "{entry.name}" cannot be built: {error.strerror}: {error.filename}'
        ) from error
    folders = (*made.manifest.wit, *made.elsewhere)
    return Inputs(source, contracts, folders, is_python=entry.build is None)
