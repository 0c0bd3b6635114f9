"""Everything that is wrong with an app and can be known before anything is built: from manifest,
WIT and sources alone.

A Python component stands there with the type of its world, and with what its interpreter imports of
WASI beside that.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from wae.binary.types import ComponentType, Interface
from wae.binary.versions import track
from wae.build.classes import class_problems
from wae.build.components import Components, brought
from wae.build.import_problems import import_problems
from wae.build.inputs import Inputs, read_inputs
from wae.build.prebuilt import type_of
from wae.build.world import KnownWorld
from wae.compose import Part, PlanError, plan
from wae.compose.changes import interfaces
from wae.compose.interfaces import Interfaces
from wae.compose.plan import problems as plan_problems
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
    that are told twice."""

    manifest: Manifest
    components: dict[str, Component]
    problems: list[WaeError] = field(default_factory=list)

    def exports(self) -> Interfaces:
        """The interfaces that the app exports, if there are no problems."""
        parts = {name: _part(each) for name, each in self.components.items()}
        planned = plan(parts.values(), self.manifest.exports, self.manifest.imports)
        kinds = {part.binary: part.type for part in parts.values()}
        return interfaces(
            {
                title: kinds[
                    planned.components[planned.instances[given.instance].component]
                ].exports[given.export]
                for title, given in planned.exports.items()
            }
        )

    def raise_problems(self) -> None:
        """Raises the only problem, or :class:`wae.errors.Problems` of several."""
        if self.problems:
            raise self.problems[0] if len(self.problems) == 1 else Problems(self.problems)


def check_app(made: Components) -> Checked:
    """Checks each component, then how they fit together, as far as their types are known."""
    manifest = made.manifest
    with ThreadPoolExecutor(WORKERS) as pool:
        found = pool.map(lambda each: check_component(made, each), [*manifest.components.values()])
        components = {each.entry.name: each for each in found}
    problems = [problem for each in components.values() for problem in each.problems]
    if all(each.type is not None for each in components.values()):
        problems += _plan_problems(made, components)
    told = {problem.line(): problem for problem in problems}
    return Checked(manifest, components, [*told.values()])


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
        *class_problems(source, world.exports, world.asked),
        *import_problems(source, world.bindings),
    )
    return Component(entry, interpreted(world.type), inputs, world, problems)


def interpreted(kind: ComponentType) -> ComponentType:
    """The type of a component of this world that is written in Python."""
    known = {track(name) for name in kind.imports}
    more = {name: Interface() for name in INTERPRETER if track(name) not in known}
    return ComponentType({**kind.imports, **more}, kind.exports, kind.passed)


def _plan_problems(made: Components, components: dict[str, Component]) -> Iterator[WaeError]:
    """What is wrong with how the components fit; adds those of wae's own that they need."""
    manifest = made.manifest
    parts = [_part(each) for each in components.values()]
    try:
        for name, entry in missing(manifest, parts).items():
            components[name] = check_component(made, entry)
            parts.append(_part(components[name]))
    except PlanError as error:
        yield manifest.error(error.component, error.message, error.hint)
    for problem in plan_problems(parts, manifest.exports, manifest.imports):
        yield manifest.error(problem.component, problem.message, problem.hint)


def _part(component: Component) -> Part:
    entry, kind = component.entry, component.type
    assert kind is not None
    return Part(
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
