"""The components of an app, by where they come from: Python, another toolchain, a file, wae."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from wae.binary.decode import decode_component
from wae.build import given
from wae.build.app_tools import app_tools, tools_world
from wae.build.cache import cache_folder
from wae.build.command import Toolchain, read_world_files, run_build
from wae.build.componentize import Built, build_component
from wae.build.contract_files import check_contracts, read_contract_files
from wae.build.lock import Lock, OutputPin, read_lock
from wae.build.prebuilt import check_exports, read_prebuilt
from wae.build.progress import Progress
from wae.build.source import Source, read_source
from wae.build.tools import BuildError
from wae.build.tree import Tree
from wae.build.wit import Contracts, assemble, reached_contracts, read_contracts, read_world
from wae.manifest import ComponentEntry, Manifest

WORKERS = 2  # componentize-py keeps a core busy and takes half a gigabyte


class Components:
    """What a manifest's components are built from, and, once they are, what is to be locked.

    Raises :class:`wae.errors.WaeError` where a contract is missing, or is not what the lock says
    and not to be ``accept``ed.
    """

    def __init__(self, manifest: Manifest, *, accept: bool = False) -> None:
        self.manifest = manifest
        self.accept = accept
        self.known = read_lock(manifest.file)
        self.contracts = read_contract_files(manifest, self.known)
        if not accept:
            check_contracts(manifest, self.contracts, self.known)
        self.elsewhere = {each.place: each.files for each in self.contracts.values()}
        self._packages = self._read_packages()
        self.tools = app_tools(manifest, self.reached)
        self.elsewhere |= tools_world(self.tools)
        self._packages = self._read_packages()
        self.outputs: dict[str, OutputPin] = {}
        self._read: dict[tuple[str, Path | None, str | None], bytes] = {}

    def lock(self) -> Lock:
        """What the app is made from, once its components are built."""
        return Lock({name: each.pin for name, each in self.contracts.items()}, self.outputs)

    def all_contracts(self) -> Contracts:
        """Those of the app, with those of wae's own that they refer to."""
        return given.with_given({}, self._packages, cache_folder())

    def _read_packages(self) -> Contracts:
        try:
            return read_contracts(*self.manifest.wit, elsewhere=self.elsewhere)
        except OSError as error:
            problem = f"{error.strerror}: {error.filename}"
            raise BuildError(f"the app's contracts cannot be read: {problem}") from error

    def reached(self, world: Tree) -> Contracts:
        """The contracts that a world refers to, itself or through others."""
        known = reached_contracts(world, self._packages)
        return given.with_given(world, known, cache_folder())

    def build(self, progress: Progress) -> dict[str, Built]:
        """All components, two at a time, by name."""
        entries = self.manifest.components
        with ThreadPoolExecutor(WORKERS) as pool:
            # Entries with one source share its component.
            underway: dict[object, Future[Built]] = {}
            for entry in entries.values():
                if _origin(entry) not in underway:
                    underway[_origin(entry)] = pool.submit(self.component, entry, progress)
            try:
                built = {origin: future.result() for origin, future in underway.items()}
                return {name: built[_origin(e)] for name, e in entries.items()}
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def component(self, entry: ComponentEntry, progress: Progress) -> Built:
        if entry.given is not None:
            return brought(entry)
        if entry.source is None:
            return Built(self.prebuilt(entry))
        if not entry.source.is_dir():
            raise self.manifest.error(
                entry.name, f'component "{entry.name}": no folder {entry.source}'
            )
        with progress.step(f"building {entry.name}"):
            try:
                return self.built(entry, entry.source)
            except OSError as error:
                raise BuildError(
                    f'component "{entry.name}" cannot be built: {error.strerror}: {error.filename}'
                ) from error

    def prebuilt(self, entry: ComponentEntry) -> bytes:
        """The component in an entry's file, which is read once: what was checked is composed.

        Raises :class:`wae.errors.WaeError` for a file that is not what the manifest says.
        """
        key = entry.name, entry.path, entry.sha256
        if key not in self._read:
            binary = read_prebuilt(self.manifest, entry)
            self.check_replacement(entry, binary)
            self._read[key] = binary
        return self._read[key]

    def built(self, entry: ComponentEntry, folder: Path) -> Built:
        if entry.build is None:
            return build_component(*self.inputs(entry), cache_folder())
        world = read_world_files(entry.name, entry.build)
        toolchain = Toolchain(entry.name, folder, entry.build, world, self.reached(world))
        known = self.known.outputs.get(entry.name)
        built, pin = run_build(toolchain, known, cache_folder(), accept=self.accept)
        self.outputs[entry.name] = pin
        return built

    def inputs(self, entry: ComponentEntry) -> tuple[Source, Contracts]:
        """What a Python component is made from: its files, and the contracts that it refers to.

        Raises :class:`BuildError`; OSError.
        """
        assert entry.source is not None
        source = read_source(entry.name, entry.source, self.manifest.shared, self.tools)
        return source, self.reached(source.world)

    def check_replacement(self, entry: ComponentEntry, binary: bytes) -> None:
        """Raises :class:`BuildError` where it does not export what the one that it replaces does,
        in a version that may take its place."""
        if entry.replaces is not None:
            wanted = self.exports_of(entry.replaces)
            text = f"--with {entry.name}={entry.path}: {entry.path}"
            check_exports(binary, wanted, text, f'"{entry.name}" exports')

    def exports_of(self, entry: ComponentEntry) -> tuple[str, ...]:
        """The interfaces that a component's world exports, without building it."""
        if entry.source is None or not entry.source.is_dir():
            # A file that was built again is another one: here it only tells what it exports.
            known = replace(entry, sha256=None)
            binary = brought(entry).binary if entry.given else self.prebuilt(known)
            return tuple(name for name in decode_component(binary).exports if ":" in name)
        world = (
            read_world_files(entry.name, entry.build)
            if entry.build
            else read_source(entry.name, entry.source, self.manifest.shared).world
        )
        with tempfile.TemporaryDirectory() as scratch:
            wit = Path(scratch, "wit")
            source = Source(entry.name, entry.source, {}, world)
            assemble(source, self.reached(world), wit)
            return read_world(source, wit).exports


def brought(entry: ComponentEntry) -> Built:
    """A component that comes with wae."""
    assert entry.given is not None
    return Built(given.component(entry.given, cache_folder()))


def _origin(entry: ComponentEntry) -> object:
    """What tells apart components that are not the same."""
    path = entry.source or entry.path
    return entry.given, path and os.path.realpath(path), entry.build
