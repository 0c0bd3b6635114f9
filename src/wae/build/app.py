"""Builds an app: its components (two at a time), the plan, the composite, its validation."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.sections import sections
from wae.build import given
from wae.build.componentize import Built, build_component
from wae.build.docs import docs_section
from wae.build.modules import component_of, is_module
from wae.build.outputs import outputs_section
from wae.build.panels import panels_section
from wae.build.progress import Progress
from wae.build.request import run_section
from wae.build.source import read_source
from wae.build.target import check_target
from wae.build.tools import BuildError, last_lines, problem_of
from wae.build.tree import TreeError, read_file
from wae.build.wit import Contracts, reached_contracts, read_contracts
from wae.compose import Part, Plan, PlanError, encode, plan
from wae.files import write_whole
from wae.manifest import ComponentEntry, Manifest
from wae.manifest.given import missing
from wae.runtime import folder

WORKERS = 2  # componentize-py keeps a core busy and takes half a gigabyte


@dataclass(frozen=True)
class AppBuild:
    """A finished build: the composite, the plan it follows, and how each component came about."""

    manifest: Manifest
    binary: bytes
    plan: Plan
    components: dict[str, Built]

    @property
    def saved(self) -> int:
        """Bytes that sharing core modules saves, compared with the components side by side."""
        apart = sum(len(binary) for binary in self.plan.components.values())
        return max(0, apart - len(self.binary))


def build_app(manifest: Manifest, progress: Progress) -> AppBuild:
    """Builds and composes what ``manifest`` says. Writes nothing but the cache.

    Raises :class:`wae.errors.WaeError` for whatever is wrong with the manifest, a component, or how
    the components fit together.
    """
    with progress.shown():
        components = _components(manifest, progress)
        with progress.step("composing"):
            parts = [_part(entry, components[name]) for name, entry in manifest.components.items()]
            try:
                for name, entry in missing(manifest, parts).items():
                    components[name] = _given(entry)
                    parts.append(_part(entry, components[name]))
                planned = plan(parts, manifest.exports, manifest.imports)
                binary = encode(planned, manifest.name)
            except PlanError as error:
                raise manifest.error(error.component, error.message, error.hint) from error
            contracts = _all_contracts(manifest)
            check_target(manifest, binary, contracts)
            binary += docs_section(contracts, planned.exports)
            binary += outputs_section(manifest.outputs)
            binary += panels_section(manifest.panels)
            binary += run_section(manifest)
        with progress.step("validating"):
            validate(binary)
    return AppBuild(manifest, binary, planned, components)


def write_app(build: AppBuild, output: Path) -> None:
    """Writes the composite to ``output``, whole or not at all."""
    try:
        write_whole(output, build.binary)
    except OSError as error:
        raise BuildError(f"{output} cannot be written: {error.strerror}") from error


def validate(binary: bytes) -> None:
    """Checks the composite with wasm-tools. Raises :class:`BuildError` with its verdict."""
    problem = problem_of(binary)
    if problem:
        raise BuildError(
            f"the composed app is not valid: {last_lines(problem, 2)}",
            hint="This is a bug in wae",
            debug=problem,
        )


def cache_folder() -> Path:
    """Where built components are kept: ``$WAE_BUILD_CACHE``, or in the user's cache folder.

    Not beside the manifest: a folder that somebody sends would bring components of its own.
    """
    chosen = os.environ.get("WAE_BUILD_CACHE")
    if chosen:
        return Path(chosen)
    with folder.opened(folder.path(os.environ)) as private:
        return Path(private.path, "build")


def _components(manifest: Manifest, progress: Progress) -> dict[str, Built]:
    with ThreadPoolExecutor(WORKERS) as pool:
        underway: dict[
            Path | str, Future[Built]
        ] = {}  # entries with one source share its component
        for entry in manifest.components.values():
            if _origin(entry) not in underway:
                underway[_origin(entry)] = pool.submit(_component, manifest, entry, progress)
        try:
            built = {origin: future.result() for origin, future in underway.items()}
            return {name: built[_origin(e)] for name, e in manifest.components.items()}
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _origin(entry: ComponentEntry) -> Path | str:
    origin = entry.source or entry.path
    return entry.given or "" if origin is None else Path(os.path.realpath(origin))


def _given(entry: ComponentEntry) -> Built:
    """A component that comes with wae."""
    assert entry.given is not None
    return Built(given.component(entry.given, cache_folder()))


def _all_contracts(manifest: Manifest) -> Contracts:
    """Those of the app, with those of wae's own that they refer to."""
    return given.with_given({}, read_contracts(*manifest.wit), cache_folder())


def _component(manifest: Manifest, entry: ComponentEntry, progress: Progress) -> Built:
    if entry.given is not None:
        return _given(entry)
    if entry.source is None:
        return Built(_prebuilt(manifest, entry))
    if not entry.source.is_dir():
        raise manifest.error(entry.name, f'component "{entry.name}": no folder {entry.source}')
    with progress.step(f"building {entry.name}"):
        try:
            source = read_source(entry.name, entry.source, manifest.shared)
            contracts = reached_contracts(source.world, *manifest.wit)
            contracts = given.with_given(source.world, contracts, cache_folder())
            return build_component(source, contracts, cache_folder())
        except OSError as error:
            raise BuildError(
                f'component "{entry.name}" cannot be built: {error.strerror}: {error.filename}'
            ) from error


def _prebuilt(manifest: Manifest, entry: ComponentEntry) -> bytes:
    assert entry.path is not None
    try:
        binary = read_file(Path(os.path.realpath(entry.path)))
    except TreeError as error:
        raise manifest.error(entry.name, f'component "{entry.name}": {error.message}') from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", error)
        raise manifest.error(
            entry.name, f'component "{entry.name}": {entry.path}: {reason}'
        ) from None
    found = hashlib.sha256(binary).hexdigest()
    if entry.sha256 is not None and found != entry.sha256:
        raise manifest.error(
            entry.name,
            f'component "{entry.name}": {entry.path} has SHA-256 {found}, not the one given',
            "Check where the file comes from before you change the manifest",
        )
    try:
        binary = component_of(binary) if is_module(binary) else binary
        next(sections(binary), None)
    except (BinaryError, BuildError) as error:
        raise manifest.error(
            entry.name, f'component "{entry.name}": {entry.path}: {error.message}', error.hint
        ) from None
    problem = problem_of(binary)
    if problem:
        is_newer = not problem_of(binary, every_feature=True)
        verdict = "has what is not supported" if is_newer else "is not valid"
        raise manifest.error(
            entry.name,
            f'component "{entry.name}": {entry.path} {verdict}: {last_lines(problem, 2)}',
        )
    return binary


def _part(entry: ComponentEntry, built: Built) -> Part:
    try:
        kind = decode_component(built.binary)
    except BinaryError as error:
        raise BinaryError(f'component "{entry.name}": {error.message}') from None
    return Part(
        name=entry.name,
        binary=built.binary,
        type=kind,
        grants=entry.grants,
        policy=entry.policy,
        per_consumer=entry.per_consumer,
        consumers=entry.consumers,
        variables=entry.variables,
        wiring=entry.wiring,
    )
