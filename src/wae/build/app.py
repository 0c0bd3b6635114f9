"""Builds an app: its components, the plan, the composite, its validation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wae.atomic_write import write_atomically
from wae.binary.decode import decode_component
from wae.build.cache import cache_folder
from wae.build.check import check_app
from wae.build.claims import harmless_section
from wae.build.componentize import Built
from wae.build.components import Components, brought
from wae.build.docs import docs_section
from wae.build.lock import Lock, write_lock
from wae.build.names import check_names
from wae.build.outputs import outputs_section
from wae.build.panels import panels_section
from wae.build.prebuilt import type_of
from wae.build.progress import Progress
from wae.build.request import run_section
from wae.build.target import check_target
from wae.build.tools import BuildError, last_lines, problem_of
from wae.compose import ComponentSpec, Plan, PlanError, encode, plan
from wae.compose.asynchronous import ASYNC, asynchronous
from wae.compose.capabilities import is_wasi
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
    with progress.running():
        with progress.step("checking"):
            check_app(made).raise_problems()
        components = made.build(progress)
        with progress.step("composing"):
            specs = [
                _spec(manifest, entry, components[name])
                for name, entry in manifest.components.items()
            ]
            try:
                for name, entry in missing(manifest, specs).items():
                    components[name] = brought(entry)
                    specs.append(_spec(manifest, entry, components[name]))
                if manifest.contract_kind == ASYNC:
                    specs = [asynchronous(spec) for spec in specs]
                planned = plan(specs, manifest.exports, manifest.imports, wasi=manifest.wasi)
                binary = encode(planned, manifest.name)
            except PlanError as error:
                raise manifest.error(error.component, error.message, error.hint) from error
            app = decode_component(binary)
            check_target(manifest, app, made.all_contracts)
            check_names(app)
            contracts = made.all_contracts()
            binary += docs_section(contracts, [*planned.exports, *_asked(specs)])
            binary += outputs_section({**made.tools.outputs, **manifest.outputs})
            binary += panels_section(made.tools.panels)
            binary += harmless_section(made.tools.described)
            binary += run_section(manifest)
        with progress.step("validating"):
            validate(binary)
    return AppBuild(manifest, binary, planned, components, made.lock())


def write_app(build: AppBuild, output: Path) -> None:
    """Writes the lock, then the composite to ``output``, each whole or not at all."""
    write_lock(build.manifest.file, build.lock)
    try:
        write_atomically(output, build.binary)
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


def _asked(specs: Iterable[ComponentSpec]) -> list[str]:
    """The contracts that components ask of each other: whoever takes one out of the app has its
    words, too."""
    return [name for spec in specs for name in spec.type.imports if not is_wasi(name)]


def _spec(manifest: Manifest, entry: ComponentEntry, built: Built) -> ComponentSpec:
    return ComponentSpec(
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
