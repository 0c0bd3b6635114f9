"""Which component a run of pytest tests, and what is needed of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from wae.build.author import FOLDER, PARTS, author_files, write_author_files
from wae.build.check import check_component
from wae.build.components import Components
from wae.build.fakes import (
    exported_attributes,
    functions_in,
    imported_modules,
    resources_in,
)
from wae.build.inputs import Inputs, read_inputs
from wae.build.progress import Progress
from wae.build.source import ENTRY
from wae.build.world import KnownWorld
from wae.contract.python_names import attribute, binding_names
from wae.errors import Problems
from wae.manifest import ComponentEntry, load_manifest

MANIFEST = "wae.toml"


def find_component(places: Iterable[Path], app: Path | None) -> tuple[Path, str] | None:
    """The manifest and the name of the component in whose folder all ``places`` lie.

    The manifest is that of ``app``, or the nearest one above that has the component; None if there
    is no such component.
    """
    components = {_of(place, app) for place in places}
    return next(iter(components)) if len(components) == 1 else None


def _of(place: Path, app: Path | None) -> tuple[Path, str] | None:
    files = [app / MANIFEST] if app else [folder / MANIFEST for folder in (place, *place.parents)]
    for file in files:
        if file.is_file():
            for entry in load_manifest(file).components.values():
                if entry.source and place.is_relative_to(entry.source.resolve()):
                    return file, entry.name
    return None


@dataclass(frozen=True)
class Target:
    """The component that is tested."""

    made: Components
    entry: ComponentEntry
    inputs: Inputs
    world: KnownWorld

    @property
    def folder(self) -> Path:
        return self.inputs.source.folder

    @property
    def is_python(self) -> bool:
        return (self.folder / ENTRY).is_file() and self.entry.build is None

    def prepare(self) -> list[str]:
        """Writes what tests import, and returns the folders in which it lies."""
        write_author_files(self.folder, author_files(self.inputs, self.world))
        own = [str(self.folder)] if self.is_python else []
        return own + [str((self.folder / FOLDER / part).resolve()) for part in PARTS]

    @cached_property
    def exports(self) -> dict[str, tuple[str, str]]:
        """Full name and class of each interface that it exports, by its name in Python."""
        return exported_attributes(self.world)

    @cached_property
    def imports(self) -> dict[str, tuple[str, frozenset[str]]]:
        """Full name, functions and resources of each import, by its name in Python."""
        full = {attribute(f): n for n in self.world.type.imports for f in binding_names(n)[::-1]}
        return {
            name: (full.get(name, name), frozenset([*functions_in(tree), *resources_in(tree)]))
            for name, tree in imported_modules(self.world.bindings).items()
        }

    def binary(self, replacement: Path | None) -> bytes:
        """The component, built if need be, or the one in a file that takes its place.

        Raises :class:`wae.errors.WaeError`.
        """
        entry, manifest = self.entry, self.made.manifest
        if replacement is not None:
            entry = manifest.replacing(entry.name, replacement).components[entry.name]
        with Progress().running():
            return self.made.component(entry, Progress(quiet=True)).binary


def read_target(file: Path, name: str) -> Target:
    """The component of a manifest. Raises :class:`wae.errors.WaeError` where it cannot be tested,
    :class:`wae.errors.Problems` with all reasons."""
    made = Components(load_manifest(file))
    entry = made.manifest.components[name]
    checked = check_component(made, entry)
    if checked.problems:
        raise Problems([*checked.problems])
    inputs = replace(read_inputs(made, entry), is_python=True)
    return Target(made, entry, inputs, inputs.world())
