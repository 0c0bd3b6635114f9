"""Builds an app: its components, the plan, the composite, its validation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wae.build.cache import cache_folder
from wae.build.check import check_app
from wae.build.componentize import Built
from wae.build.components import Components, brought
from wae.build.docs import docs_section
from wae.build.lock import Lock, write_lock
from wae.build.outputs import outputs_section
from wae.build.panels import panels_section
from wae.build.prebuilt import type_of
from wae.build.progress import Progress
from wae.build.request import run_section
from wae.build.target import check_target
from wae.build.tools import BuildError, last_lines, problem_of
from wae.compose import Part, Plan, PlanError, encode, plan
from wae.files import write_whole
from wae.manifest import ComponentEntry, Manifest
from wae.manifest.given import missing

__all__ = ["AppBuild", "build_app", "cache_folder", "validate", "write_app"]


@dataclass(frozen=True)
class AppBuild:
    """A finished build: the composite, the plan it follows, how each component came about, and what
    it was made from."""

    manifest: Manifest
    binary: bytes
    plan: Plan
    components: dict[str, Built]
    lock: Lock = Lock()

    @property
    def saved(self) -> int:
        """Bytes that sharing core modules saves, compared with the components side by side."""
        apart = sum(len(binary) for binary in self.plan.components.values())
        return max(0, apart - len(self.binary))


def build_app(manifest: Manifest, progress: Progress, *, accept: bool = False) -> AppBuild:
    """Builds and composes what ``manifest`` says. Writes nothing but the cache.

    What differs from the lock is an error, unless it is to be ``accept``ed. Raises
    :class:`wae.errors.WaeError` for whatever is wrong with the manifest, a component, or how the
    components fit together.
    """
    made = Components(manifest, accept=accept)
    with progress.shown():
        with progress.step("checking"):
            check_app(made).raise_problems()
        components = made.build(progress)
        with progress.step("composing"):
            parts = [
                _part(manifest, entry, components[name])
                for name, entry in manifest.components.items()
            ]
            try:
                for name, entry in missing(manifest, parts).items():
                    components[name] = brought(entry)
                    parts.append(_part(manifest, entry, components[name]))
                planned = plan(parts, manifest.exports, manifest.imports)
                binary = encode(planned, manifest.name)
            except PlanError as error:
                raise manifest.error(error.component, error.message, error.hint) from error
            contracts = made.all_contracts()
            check_target(manifest, binary, contracts)
            binary += docs_section(contracts, planned.exports)
            binary += outputs_section(manifest.outputs)
            binary += panels_section(made.tools.panels)
            binary += run_section(manifest)
        with progress.step("validating"):
            validate(binary)
    return AppBuild(manifest, binary, planned, components, made.lock())


def write_app(build: AppBuild, output: Path) -> None:
    """Writes the lock, then the composite to ``output``, each whole or not at all."""
    write_lock(build.manifest.file, build.lock)
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


def _part(manifest: Manifest, entry: ComponentEntry, built: Built) -> Part:
    return Part(
        name=entry.name,
        binary=built.binary,
        type=type_of(manifest, entry, built.binary),
        grants=entry.grants,
        policy=entry.policy,
        per_consumer=entry.per_consumer,
        consumers=entry.consumers,
        variables=entry.variables,
        wiring=entry.wiring,
    )
