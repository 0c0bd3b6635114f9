"""Decides which instances there are and how each import is met. Pure: no files, no encoding.

Every import of every instance goes to one of three places: another instance's export, a generated
component (a policy or a denial), or the root. What a component was not granted goes to a denial, so
that nothing is open unless somebody said so.
"""

from __future__ import annotations

from collections.abc import Iterable

from wae.binary.syntax import FUNC, INSTANCE, TYPE
from wae.binary.types import Func, Interface, Item, Resource, TypeDef
from wae.compose.capabilities import is_wasi
from wae.compose.contracts import Contracts
from wae.compose.exports import add_exports, in_export_order
from wae.compose.fit import fitting, misfit
from wae.compose.gated import gates
from wae.compose.generate.policy import Policy, is_policy
from wae.compose.generated import Generated
from wae.compose.graph import (
    FromExport,
    FromInstance,
    FromRoot,
    FromType,
    Instance,
    Part,
    Plan,
    PlanError,
    Source,
)
from wae.compose.meanings import Meanings, Origins
from wae.compose.outside import Arguments, exposed_types, inside_type, world_part
from wae.compose.providers import Providers
from wae.compose.roots import Roots
from wae.compose.unused import check_used
from wae.compose.world import WORLD


def plan(parts: Iterable[Part], exports: Iterable[str], imports: Iterable[str] = ()) -> Plan:
    """The plan of a composite of ``parts`` that exports everything that ``exports`` export.

    ``imports`` are interfaces, with or without version, functions and resources that the composite
    may leave to whoever runs it. Raises :class:`PlanError`.
    """
    named = {part.name: part for part in parts}
    return _Planner(named, tuple(exports), frozenset(imports)).run()


class _Planner:
    def __init__(
        self, parts: dict[str, Part], exports: tuple[str, ...], outside: frozenset[str]
    ) -> None:
        self.parts = parts
        self.exports = exports
        self.plan = Plan()
        self.contracts = Contracts(parts)
        self.providers = Providers(parts, self.contracts, outside)
        self.roots = Roots(self.contracts)
        self.gates = gates(parts, self.providers)
        self.generated = Generated(
            self.plan, parts.values(), self.contracts, self.roots, self.gates
        )
        self.origins = Origins()
        self.meanings: dict[str, Meanings] = {}  # by instance, as the next
        self.part_of: dict[str, Part] = {}
        self.underway: list[str] = []
        self.ruled: set[str] = set()  # the components whose policy somebody follows

    def run(self) -> Plan:
        exports: dict[str, FromExport] = {}
        for name in self.exports:
            if name not in self.parts:
                raise PlanError(
                    name,
                    f'[app] exports "{name}", which is not a component',
                    hint=f"Components: {', '.join(self.parts)}",
                )
            add_exports(exports, self.parts[name], self.instance(self.parts[name]))
        used = {part.name for part in self.part_of.values()}
        for part in self.parts.values():
            is_ruled = part.name in self.ruled or part.name in self.gates
            check_used(part, part.name in used, is_ruled)
        self.plan.roots = self.roots.merged()
        self.plan.exports = in_export_order(
            exports, self.plan.instances, self.meanings, self.part_of
        )
        return self.plan

    def instance(self, part: Part, consumer: Part | None = None, by: str = "") -> str:
        """The name of the instance of ``part`` that ``consumer``'s instance ``by`` gets.

        It is made now if need be.
        """
        owner = consumer if part.per_consumer else None
        name = f"{part.name}({by})" if owner else part.name
        if name in self.plan.instances:
            return name
        if part.name in self.underway:
            circle = " → ".join([*self.underway[self.underway.index(part.name) :], part.name])
            raise PlanError(
                part.name,
                f"components import each other in a circle: {circle}",
                hint="Move what they share into another component",
            )
        self.underway.append(part.name)
        self.part_of[name] = part
        self.meanings[name] = Meanings(name, part.type, self.origins)
        policy = (owner and owner.policy) or Policy()
        arguments: Arguments = {}
        for wanted, item in part.type.imports.items():
            arguments[wanted] = self.source(part, wanted, item, policy, name, arguments)
        self.underway.pop()
        if owner and any(is_policy(wanted) for wanted in arguments):
            self.ruled.add(owner.name)
        self.plan.instances[name] = Instance(name, self.component(part), arguments)
        return name

    def component(self, part: Part) -> str:
        """The key of a component's bytes, which those that are the same share."""
        for key, binary in self.plan.components.items():
            if binary == part.binary:
                return key
        self.plan.components[part.name] = part.binary
        return part.name

    def source(
        self,
        part: Part,
        wanted: str,
        item: Item,
        policy: Policy,
        instance: str,
        arguments: Arguments,
    ) -> Source:
        """What meets import ``wanted`` of an instance whose earlier imports have ``arguments``."""
        name, ours = self.contracts.name(wanted), self.meanings[instance]
        source: Source
        if isinstance(item, TypeDef) and not isinstance(item.type, Resource):
            source = self.type(part, wanted, item, arguments)
        elif is_wasi(name):
            source = self.generated.wasi(part, name)
        elif is_policy(name):
            source = self.generated.policy(part, name, policy, instance)
        else:
            provider = self.providers.choose(part, wanted)
            if provider is not None:
                return self.export(part, wanted, provider, instance)
            source = self.outside(part, wanted, item, arguments)
        maker = source.instance if isinstance(source, FromInstance | FromExport) else ""
        ours.bind_from(wanted, maker, name)
        return source

    def export(self, part: Part, wanted: str, provider: Part, instance: str) -> FromExport:
        """The export of a provider's instance that meets an import."""
        given = self.instance(provider, part, instance)
        ours, theirs = self.meanings[instance], self.meanings[given]
        exports = self.contracts.offers[provider.name][self.contracts.name(wanted)]
        found = fitting(ours, wanted, theirs, exports)
        if found is None:
            raise misfit(part, ours, wanted, provider, theirs, exports[0], self.part_of)
        return FromExport(given, found, _sort(part.type.imports[wanted]))

    def outside(self, part: Part, wanted: str, item: Item, arguments: Arguments) -> FromRoot:
        """The import of the composite that meets an import which nobody exports."""
        inside = inside_type(part, wanted, arguments)
        if inside is not None:
            owner = f"is of {inside.owner}, which comes" if inside.owner else "comes"
            raise PlanError(
                part.name,
                f'"{part.name}" imports {wanted} from outside the app, '
                f"but the type {inside.name} in it {owner} from inside",
                hint="Let both come from outside, or both from components",
            )
        name = self.contracts.name(wanted)
        if isinstance(item, Interface):
            self.roots.want(part.name, name, self.contracts.imports[part.name][name])
            return FromRoot(name)
        self.want_of_world(part, wanted)
        return FromRoot(wanted, _sort(item))

    def type(
        self, part: Part, wanted: str, item: TypeDef, arguments: Arguments
    ) -> FromRoot | FromType:
        """A type of the world, which the app names where it exports a function that uses it."""
        is_exposed = part.name in self.exports and wanted in exposed_types(part)
        if not is_exposed or inside_type(part, wanted, arguments) is not None:
            return FromType(item.type)
        self.want_of_world(part, wanted)
        return FromRoot(wanted, TYPE)

    def want_of_world(self, part: Part, wanted: str) -> None:
        world = self.contracts.imports[part.name][WORLD]
        self.roots.want(part.name, WORLD, world_part(world, wanted))


def _sort(item: Item) -> int:
    match item:
        case Func():
            return FUNC
        case TypeDef():
            return TYPE
        case _:
            return INSTANCE
