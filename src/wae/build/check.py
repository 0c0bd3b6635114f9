"""Everything that is wrong with an app and can be known before anything is built: from manifest,
WIT and sources alone.

A Python component stands there with the type of its world, and with what its interpreter imports of
WASI beside that.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from wae.binary.types import ComponentType, Interface
from wae.binary.versions import track
from wae.build.bindings import resources_in
from wae.build.cache import cache_folder
from wae.build.classes import class_problems
from wae.build.components import Components, brought
from wae.build.import_problems import import_problems
from wae.build.inputs import Inputs, read_inputs
from wae.build.left_out import left_out_problems
from wae.build.own_imports import own_imports
from wae.build.prebuilt import type_of
from wae.build.target import check_target
from wae.build.world import KnownWorld
from wae.compose import ComponentSpec, PlanError
from wae.compose.asynchronous import ASYNC, asynchronous_type
from wae.compose.composite import composite_type
from wae.compose.plan import examine
from wae.compose.unused import Unused
from wae.errors import Problems, WaeError
from wae.manifest import ComponentEntry, Manifest
from wae.manifest.given import missing

WORKERS = 2

INTERPRETER = tuple(
    f"wasi:{name}@0.2.9"
    for name in (
        *("io/poll", "io/error", "io/streams", "random/random"),
        *("clocks/monotonic-clock", "clocks/wall-clock"),
        *("cli/stdout", "cli/stderr", "cli/stdin", "cli/environment", "cli/exit"),
        *("cli/terminal-input", "cli/terminal-output", "cli/terminal-stdin"),
        *("cli/terminal-stdout", "cli/terminal-stderr"),
        *("filesystem/types", "filesystem/preopens"),
        *("sockets/network", "sockets/instance-network", "sockets/ip-name-lookup"),
        *("sockets/udp", "sockets/udp-create-socket", "sockets/tcp", "sockets/tcp-create-socket"),
    )
)
"""What every component imports that componentize-py makes."""


@dataclass(frozen=True)
class Component:
    """What is known of one component; ``inputs`` and ``world`` only of one that is built here."""

    entry: ComponentEntry
    type: ComponentType | None = None
    inputs: Inputs | None = None
    world: KnownWorld | None = None
    problems: tuple[WaeError, ...] = ()


@dataclass(frozen=True)
class Checked:
    """``components`` by name, with those that come with wae; ``problems`` of all, without those
    that are told twice; ``type`` is the app's, if there are none."""

    manifest: Manifest
    components: dict[str, Component]
    problems: list[WaeError] = field(default_factory=list)
    type: ComponentType | None = None

    def raise_problems(self) -> None:
        """Raises the only problem, or :class:`wae.errors.Problems` of several."""
        if self.problems:
            raise self.problems[0] if len(self.problems) == 1 else Problems(self.problems)


def check_app(made: Components) -> Checked:
    """Checks each component, then how they fit together, as far as their types are known."""
    manifest = made.manifest
    with ThreadPoolExecutor(WORKERS) as pool:
        checked = pool.map(
            lambda each: check_component(made, each), [*manifest.components.values()]
        )
        components = {each.entry.name: each for each in checked}
    problems = [problem for each in components.values() for problem in each.problems]
    kind = None
    if all(each.type is not None for each in components.values()):
        kind, more = _fitted(made, components)
        problems += more
    distinct = {problem.line(): problem for problem in problems}
    return Checked(manifest, components, [*distinct.values()], None if problems else kind)


def check_component(made: Components, entry: ComponentEntry) -> Component:
    """Checks one component by itself."""
    try:
        if entry.given is not None:
            return Component(entry, type_of(made.manifest, entry, brought(entry).binary))
        if entry.source is None:
            return Component(entry, type_of(made.manifest, entry, made.prebuilt(entry)))
        inputs = read_inputs(made, entry)
    except WaeError as problem:
        return Component(entry, problems=(problem,))
    try:
        world = inputs.world()
    except WaeError as problem:
        return Component(entry, inputs=inputs, problems=(problem,))
    if not inputs.is_python:
        return Component(entry, interpreted(world.type), inputs, world)
    source = inputs.source
    problems = (
        *class_problems(source, world.exports, [*world.asked, *resources_in(world.bindings)]),
        *import_problems(source, own_imports(source, cache_folder()), world.bindings),
    )
    return Component(entry, interpreted(world.type), inputs, world, problems)


def interpreted(kind: ComponentType) -> ComponentType:
    """The type of a component of this world that is written in Python."""
    known = {track(name) for name in kind.imports}
    more = {name: Interface() for name in INTERPRETER if track(name) not in known}
    return ComponentType({**kind.imports, **more}, kind.exports, kind.passed)


def _fitted(
    made: Components, components: dict[str, Component]
) -> tuple[ComponentType | None, list[WaeError]]:
    """The type of the app, and what is wrong with how its components fit together, and it fits its
    world; adds those components of wae's own that are needed."""
    manifest = made.manifest
    specs = [_spec(each) for each in components.values()]
    if problems := left_out_problems(made, specs):
        return None, problems
    try:
        for name, entry in missing(manifest, specs).items():
            components[name] = check_component(made, entry)
            specs.append(_spec(components[name]))
        if manifest.contract_kind == ASYNC:
            specs = [asynchronous_type(spec) for spec in specs]
    except PlanError as error:
        problems.append(manifest.error(error.component, error.message, error.hint))
    planned, faults = examine(specs, manifest.exports, manifest.imports, wasi=manifest.wasi)
    # What comes with wae is there since somebody imports it, and unused if they are.
    own = [e for e in faults if e.component in manifest.components or not isinstance(e, Unused)]
    problems += [_problem(manifest, each) for each in own]
    if problems:
        return None, problems
    kinds = {spec.name: spec.type for spec in specs}
    kind = composite_type(planned, kinds)
    try:
        check_target(manifest, kind, made.all_contracts)
    except WaeError as error:
        problems.append(error)
    return kind, problems


def _problem(manifest: Manifest, error: PlanError) -> WaeError:
    entry = manifest.components.get(error.component)
    if isinstance(error, Unused) and entry is not None and entry.file is not None:
        message = f"{error.message} with {', '.join(manifest.left_out)} left out"
        return manifest.error_at("app", message, f"Leave out {entry.name} as well", "without")
    return manifest.error(error.component, error.message, error.hint)


def _spec(component: Component) -> ComponentSpec:
    entry, kind = component.entry, component.type
    assert kind is not None
    return ComponentSpec(
        name=entry.name,
        binary=entry.name.encode(),
        type=kind,
        grants=entry.grants,
        policy=entry.policy,
        per_consumer=entry.per_consumer,
        consumers=entry.consumers,
        variables=entry.variables,
        wiring=entry.wiring,
    )
