"""Decides which instances there are and how each import is met. Pure: no files, no encoding.

Every import of every instance goes to one of three places: another instance's export, a generated
component (a policy or a denial), or the root. What a component was not granted goes to a denial, so
that nothing is open unless somebody said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from wae.binary.syntax import FUNC, INSTANCE, TYPE
from wae.binary.types import Func, Interface, Item, Named, TypeDef
from wae.compose.capabilities import is_wasi, source_of
from wae.compose.contracts import Contracts, wire_of
from wae.compose.exports import Exports, in_export_order
from wae.compose.fit import fitting, misfit
from wae.compose.gated import gates
from wae.compose.generate.policy import Policy, is_policy
from wae.compose.generated import Generated
from wae.compose.graph import (
    APP,
    FromExport,
    FromInstance,
    FromRoot,
    FromType,
    Instance,
    Part,
    Plan,
    PlanError,
    Shown,
    Source,
    Wire,
)
from wae.compose.meanings import Meanings, Origins
from wae.compose.outside import Arguments, alone, exposed_types, inside_type, world_part
from wae.compose.providers import Offer, Providers
from wae.compose.roots import Roots
from wae.compose.unused import check_outside, use_problems
from wae.compose.wishes import wish_problems
from wae.compose.world import WORLD, is_value_type


def plan(
    parts: Iterable[Part], exports: Iterable[str | Shown], imports: Iterable[str] = ()
) -> Plan:
    """The plan of a composite of ``parts`` that exports what ``exports`` say.

    A name stands for all that a component exports. ``imports`` are interfaces, with or without
    version, functions and resources that the composite may leave to whoever runs it. Raises
    :class:`PlanError`, the first of :func:`problems`.
    """
    planner = _planner(parts, exports, imports)
    found = planner.run()
    if planner.problems:
        raise planner.problems[0]
    return found


def problems(
    parts: Iterable[Part], exports: Iterable[str | Shown], imports: Iterable[str] = ()
) -> list[PlanError]:
    """Everything for which :func:`plan` of the same would fail; one that follows from another is
    left out. Of a part its name and type are enough: no bytes are looked at.
    """
    try:
        planner = _planner(parts, exports, imports)
        planner.run()
    except PlanError as error:
        return [error]
    return planner.problems


def _planner(
    parts: Iterable[Part], exports: Iterable[str | Shown], imports: Iterable[str]
) -> _Planner:
    named = {part.name: part for part in parts}
    shown = tuple(Shown(each) if isinstance(each, str) else each for each in exports)
    return _Planner(named, shown, frozenset(imports))


class _Planner:
    def __init__(
        self, parts: dict[str, Part], exports: tuple[Shown, ...], outside: frozenset[str]
    ) -> None:
        self.parts = parts
        self.exports = exports
        self.plan = Plan()
        self.contracts = Contracts(parts)
        self.problems = [problem for part in parts.values() for problem in wish_problems(part)]
        self.providers = Providers(parts, self.contracts, outside)
        self.roots = Roots(self.contracts)
        self.gates = gates(parts, self.providers)
        self.generated = Generated(
            self.plan, parts.values(), self.contracts, self.providers, self.roots, self.gates
        )
        self.origins = Origins()
        self.meanings: dict[str, Meanings] = {}  # by instance, as the next
        self.part_of: dict[str, Part] = {}
        self.keys: dict[bytes, str] = {}  # of components, by their bytes
        self.underway: list[str] = []
        self.ruled: set[str] = set()  # the components whose policy somebody follows

    def run(self) -> Plan:
        """The plan; it is whole only if there are no :attr:`problems`."""
        exports = Exports()
        for shown in self.exports:
            with self.noting():
                self.show(shown, exports)
        used = {part.name for part in self.part_of.values()}
        ruled = {*self.ruled, *self.gates, *(problem.component for problem in self.problems)}
        is_whole = not self.problems
        for part in self.parts.values():
            # What could not be made uses nothing: that would be no news.
            if part.name in used or is_whole:
                self.problems += use_problems(part, part.name in used, part.name in ruled)
        with self.noting():
            check_outside(self.providers.outside - self.providers.used, self.parts)
        if not self.problems:
            self.plan.roots = self.roots.merged()
            self.plan.exports = in_export_order(
                exports.chosen, self.plan, self.meanings, self.part_of
            )
        return self.plan

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Goes on after a problem in the block."""
        try:
            yield
        except PlanError as problem:
            if problem.line() not in [known.line() for known in self.problems]:
                self.problems.append(problem)

    def show(self, shown: Shown, exports: Exports) -> None:
        name = shown.component
        if name not in self.parts:
            raise PlanError(
                name,
                f'[app] exports "{name}", which is not a component',
                hint=f"Components: {', '.join(self.parts)}",
            )
        self.make_providers_first(self.parts[name])
        exports.add(self.parts[name], self.instance(self.parts[name]), shown)

    def make_providers_first(self, part: Part) -> None:
        """Makes the instances that an instance of ``part`` asks, those first that they ask.

        A long chain of components is no deep recursion then. What cannot be made is left to
        :meth:`instance`, which says why.
        """
        todo = [part]
        seen: set[str] = set()
        while todo:
            last = todo[-1]
            asked = [] if last.name in seen else self.asked(last)
            left = [each for each in asked if each.name not in self.plan.instances]
            if any(each.name in seen and not each.per_consumer for each in left):
                return  # in a circle
            seen.add(last.name)
            left = [each for each in left if each.name not in seen]
            if left:
                todo += reversed(left)
                continue
            todo.pop()
            if not last.per_consumer and last is not part:
                self.instance(last)

    def asked(self, part: Part) -> list[Part]:
        """The components whose exports meet imports of one, as far as there are any."""
        found = []
        for wanted, item in part.type.imports.items():
            if not is_value_type(item) and self.is_contract(part, wanted):
                with suppress(PlanError):  # which the instance tells
                    offer = self.providers.choose(part, wanted)
                    found += [offer.part] if offer is not None else []
        return found

    def is_contract(self, part: Part, wanted: str) -> bool:
        """Whether an import is other components' affair, if it is anybody's."""
        wire = wire_of(part, wanted)
        name = self.contracts.imported(part, wanted)
        is_host = is_wasi(name) and (wire is None or wire.component == APP)
        return not is_policy(name) and not is_host

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
            with self.noting():
                arguments[wanted] = self.source(part, wanted, item, policy, name, arguments)
        self.underway.pop()
        if owner and any(is_policy(wanted) for wanted in arguments):
            self.ruled.add(owner.name)
        self.plan.instances[name] = Instance(name, self.component(part), arguments)
        return name

    def component(self, part: Part) -> str:
        """The key of a component's bytes, which those that are the same share."""
        key = self.keys.setdefault(part.binary, part.name)
        self.plan.components.setdefault(key, part.binary)
        return key

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
        name, ours = self.contracts.imported(part, wanted), self.meanings[instance]
        wire = wire_of(part, wanted)
        source: Source
        if isinstance(item, TypeDef) and is_value_type(item):
            source = self.type(part, wanted, item, arguments)
        elif is_policy(name) and isinstance(item, Interface):
            source = self.generated.policy(part, name, policy, instance)
        elif not self.is_contract(part, wanted):
            source = self.wasi(part, name, wire)
        else:
            offer = self.providers.choose(part, wanted)
            if offer is not None:
                return self.export(part, wanted, offer, instance)
            source = self.outside(part, wanted, item, arguments)
        maker = source.instance if isinstance(source, FromInstance | FromExport) else ""
        ours.bind_from(wanted, maker, name)
        return source

    def wasi(self, part: Part, name: str, wire: Wire | None) -> Source:
        """What meets an import of WASI that no component is to meet."""
        if name in self.providers.left(part):
            self.roots.want(part.name, name, self.contracts.imports[part.name][name])
            return FromRoot(name)
        source = self.generated.wasi(part, name)
        if wire is not None and not isinstance(source, FromRoot):
            grant = source_of(name)
            raise PlanError(
                part.name,
                f'"{part.name}" is to import {name} from outside the app, but is not granted it',
                hint=f'Grant it: grants = ["{grant}"]' if grant else "No grant opens it",
            )
        return source

    def export(self, part: Part, wanted: str, offer: Offer, instance: str) -> FromExport:
        """The export of a provider's instance that meets an import."""
        given = self.instance(offer.part, part, instance)
        ours, theirs = self.meanings[instance], self.meanings[given]
        found = fitting(ours, wanted, theirs, offer.exports, offer.item)
        if found is None:
            raise misfit(part, ours, wanted, offer, theirs, self.part_of)
        return FromExport(given, found, _sort(part.type.imports[wanted]), offer.item)

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
        name = self.contracts.imported(part, wanted)
        if isinstance(item, Interface):
            self.roots.want(part.name, name, self.contracts.imports[part.name][name])
            return FromRoot(name)
        wire = wire_of(part, wanted)
        if wire is not None and wire.item:
            return self.function_outside(part, wanted, name, wire.item)
        self.want_of_world(part, wanted, name)
        return FromRoot(name, _sort(item))

    def function_outside(self, part: Part, wanted: str, name: str, title: str) -> FromRoot:
        """The function of an interface outside that meets one which has no interface."""
        world = self.contracts.imports[part.name][WORLD]
        func = world.items[wanted]
        assert isinstance(func, Func)
        found = alone(world, func)
        if isinstance(found, Named):
            raise PlanError(
                part.name,
                f'"{part.name}" is to import {wanted} of {name} from outside the app, '
                f"but its type {found.name} is of no interface",
                hint=f"Let it import {name}, or use a type of an interface",
            )
        self.roots.want(part.name, name, Interface({title: found}))
        return FromRoot(name, FUNC, title)

    def type(
        self, part: Part, wanted: str, item: TypeDef, arguments: Arguments
    ) -> FromRoot | FromType:
        """A type of the world, which the app names where it exports a function that uses it."""
        is_shown = any(shown.component == part.name for shown in self.exports)
        is_exposed = is_shown and wanted in exposed_types(part)
        if not is_exposed or inside_type(part, wanted, arguments) is not None:
            return FromType(item.type)
        self.want_of_world(part, wanted, wanted)
        return FromRoot(wanted, TYPE)

    def want_of_world(self, part: Part, wanted: str, title: str) -> None:
        needed = world_part(self.contracts.imports[part.name][WORLD], wanted).items
        named = {title if name == wanted else name: item for name, item in needed.items()}
        self.roots.want(part.name, WORLD, Interface(named))


def _sort(item: Item) -> int:
    match item:
        case Func():
            return FUNC
        case TypeDef():
            return TYPE
        case _:
            return INSTANCE
