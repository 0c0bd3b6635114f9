"""Decides which instances there are and how each import is met. Pure: no files, no encoding.

Every import of every instance goes to one of three places: another instance's export, a generated
component (a policy or a denial), or the root. What a component was not granted goes to a denial, so
that nothing is open unless somebody said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from wae.binary.types import Interface, Item, TypeDef
from wae.compose.capabilities import is_wasi, source_of
from wae.compose.contracts import Contracts, wire_of
from wae.compose.exports import Exports, set_exports
from wae.compose.floors import NEWER, OLDER, check_floors
from wae.compose.from_outside import FromOutside, sort_of
from wae.compose.gated import gates
from wae.compose.generate.policy import Policy, is_policy
from wae.compose.generated import Generated
from wae.compose.graph import (
    APP,
    AppExport,
    ComponentSpec,
    FromExport,
    FromRoot,
    Instance,
    Plan,
    PlanError,
    Source,
    Wire,
)
from wae.compose.outside import Arguments
from wae.compose.providers import Offer, Providers
from wae.compose.roots import Roots
from wae.compose.subtyping import matching_export, mismatch
from wae.compose.type_identity import Origins, TypeIdentities
from wae.compose.unused import check_outside, use_problems
from wae.compose.wishes import wish_problems
from wae.compose.world import is_value_type, short


def plan(
    specs: Iterable[ComponentSpec],
    exports: Iterable[str | AppExport],
    imports: Iterable[str] = (),
    *,
    wasi: str = NEWER,
) -> Plan:
    """The plan of a composite of ``specs`` that exports what ``exports`` say.

    A name stands for all that a component exports. ``imports`` are interfaces, with or without
    version, functions and resources that the composite may leave to whoever runs it. ``wasi`` is
    the newest WASI that whoever runs it has: with 0.2, floors give what components import of 0.3.
    Raises :class:`PlanError`, the first that :func:`examine` tells.
    """
    planner = _planner(specs, exports, imports, wasi)
    result = planner.run()
    if planner.problems:
        raise planner.problems[0]
    return result


def examine(
    specs: Iterable[ComponentSpec],
    exports: Iterable[str | AppExport],
    imports: Iterable[str] = (),
    *,
    wasi: str = NEWER,
) -> tuple[Plan, list[PlanError]]:
    """The plan, and everything for which :func:`plan` of the same would fail; one that follows from
    another is left out. The plan is whole only if there is nothing of that.

    Of a component its name and type are enough: no bytes are looked at.
    """
    try:
        planner = _planner(specs, exports, imports, wasi)
        return planner.run(), planner.problems
    except PlanError as error:
        return Plan(), [error]


def _planner(
    specs: Iterable[ComponentSpec],
    exports: Iterable[str | AppExport],
    imports: Iterable[str],
    wasi: str,
) -> _Planner:
    named = {spec.name: spec for spec in specs}
    wanted = tuple(AppExport(each) if isinstance(each, str) else each for each in exports)
    return _Planner(named, wanted, frozenset(imports), wasi)


class _Planner:
    def __init__(
        self,
        specs: dict[str, ComponentSpec],
        exports: tuple[AppExport, ...],
        outside: frozenset[str],
        wasi: str,
    ) -> None:
        self.specs = specs
        self.exports = exports
        self.engine_wasi = wasi
        self.plan = Plan()
        self.contracts = Contracts(specs)
        self.problems = [problem for spec in specs.values() for problem in wish_problems(spec)]
        self.providers = Providers(specs, self.contracts, outside)
        self.roots = Roots(self.contracts)
        self.from_outside = FromOutside(self.contracts, self.roots, exports)
        self.gates = gates(specs, self.providers)
        self.generated = Generated(
            self.plan,
            specs.values(),
            self.contracts,
            self.providers,
            self.roots,
            self.gates,
            has_floors=wasi == OLDER,
        )
        self.origins = Origins()
        self.identities: dict[str, TypeIdentities] = {}  # by instance, as the next
        self.spec_of: dict[str, ComponentSpec] = {}
        self.keys: dict[bytes, str] = {}  # of components, by their bytes
        self.underway: list[str] = []
        self.ruled: set[str] = set()  # the components whose policy somebody follows

    def run(self) -> Plan:
        """The plan; it is whole only if there are no :attr:`problems`."""
        exports = Exports()
        for wanted in self.exports:
            with self.noting():
                self.add_export(wanted, exports)
        used = {spec.name for spec in self.spec_of.values()}
        ruled = {*self.ruled, *self.gates, *(problem.component for problem in self.problems)}
        is_whole = not self.problems
        for spec in self.specs.values():
            # What could not be made uses nothing: that would be no news.
            if spec.name in used or is_whole:
                self.problems += use_problems(spec, spec.name in used, spec.name in ruled)
        with self.noting():
            check_outside(self.providers.outside - self.providers.used, self.specs)
        if self.engine_wasi == OLDER:
            exported = [(self.spec_of[e.instance], e.export) for e in exports.chosen.values()]
            self.problems += check_floors(self.roots.wanted, exported)
        if not self.problems:
            self.plan.roots = self.roots.merged()
            set_exports(self.plan, exports.chosen, self.identities, self.spec_of)
        return self.plan

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Goes on after a problem in the block."""
        try:
            yield
        except PlanError as problem:
            if problem.line() not in [known.line() for known in self.problems]:
                self.problems.append(problem)

    def add_export(self, wanted: AppExport, exports: Exports) -> None:
        name = wanted.component
        if name not in self.specs:
            raise PlanError(
                name,
                f'[app] exports "{name}", which is not a component',
                hint=f"Components: {', '.join(self.specs)}",
            )
        self.make_providers_first(self.specs[name])
        exports.add(self.specs[name], self.instance(self.specs[name]), wanted)

    def make_providers_first(self, spec: ComponentSpec) -> None:
        """Makes the instances that an instance of ``spec`` asks, those first that they ask.

        A long chain of components is no deep recursion then. What cannot be made is left to
        :meth:`instance`, which says why.
        """
        todo = [spec]
        seen: set[str] = set()
        while todo:
            last = todo[-1]
            asked = [] if last.name in seen else self.asked(last)
            left = [each for each in asked if each.name not in self.plan.instances]
            if any(each.name in seen and not each.per_consumer for each in left):
                return  # in a cycle
            seen.add(last.name)
            left = [each for each in left if each.name not in seen]
            if left:
                todo += reversed(left)
                continue
            todo.pop()
            if not last.per_consumer and last is not spec:
                self.instance(last)

    def asked(self, spec: ComponentSpec) -> list[ComponentSpec]:
        """The components whose exports meet imports of one, as far as there are any."""
        specs = []
        for wanted, item in spec.type.imports.items():
            if not is_value_type(item) and self.is_contract(spec, wanted):
                with suppress(PlanError):  # which the instance tells
                    offer = self.providers.choose(spec, wanted)
                    specs += [offer.spec] if offer is not None else []
        return specs

    def is_contract(self, spec: ComponentSpec, wanted: str) -> bool:
        """Whether an import is other components' affair, if it is anybody's."""
        wire = wire_of(spec, wanted)
        name = self.contracts.imported(spec, wanted)
        is_host = is_wasi(name) and (wire is None or wire.component == APP)
        return not is_policy(name) and not is_host

    def instance(
        self,
        spec: ComponentSpec,
        consumer: ComponentSpec | None = None,
        by: str = "",
        wanted: str = "",
    ) -> str:
        """The name of the instance of ``spec`` that ``consumer``'s instance ``by`` gets for
        ``wanted``.

        It is made now if need be.
        """
        owner = consumer if spec.per_consumer else None
        name = f"{spec.name}({by})" if owner else spec.name
        if name in self.plan.instances:
            return name
        if spec.name in self.underway:
            cycle = " → ".join([*self.underway[self.underway.index(spec.name) :], spec.name])
            raise PlanError(
                spec.name,
                f"components import each other in a cycle: {cycle}",
                hint="Move what they share into another component, or let one import be met from "
                f'outside: imports = {{ "{short(wanted)}" = "{APP}" }} at "{self.underway[-1]}"',
            )
        self.underway.append(spec.name)
        self.spec_of[name] = spec
        self.identities[name] = TypeIdentities(name, spec.type, self.origins)
        policy = (owner and owner.policy) or Policy()
        arguments: Arguments = {}
        for wanted, item in spec.type.imports.items():
            with self.noting():
                arguments[wanted] = self.source(spec, wanted, item, policy, name, arguments)
        self.underway.pop()
        if owner and any(is_policy(wanted) for wanted in arguments):
            self.ruled.add(owner.name)
        self.plan.instances[name] = Instance(name, self.component(spec), arguments)
        return name

    def component(self, spec: ComponentSpec) -> str:
        """The key of a component's bytes, which those that are the same share."""
        key = self.keys.setdefault(spec.binary, spec.name)
        self.plan.components.setdefault(key, spec.binary)
        return key

    def source(
        self,
        spec: ComponentSpec,
        wanted: str,
        item: Item,
        policy: Policy,
        instance: str,
        arguments: Arguments,
    ) -> Source:
        """What meets import ``wanted`` of an instance whose earlier imports have ``arguments``."""
        name, ours = self.contracts.imported(spec, wanted), self.identities[instance]
        wire = wire_of(spec, wanted)
        source: Source
        if isinstance(item, TypeDef) and is_value_type(item):
            source = self.from_outside.type(spec, wanted, item, arguments)
        elif is_policy(name) and isinstance(item, Interface):
            source = self.generated.policy(spec, name, policy, instance)
        elif not self.is_contract(spec, wanted):
            source = self.wasi(spec, name, wire)
        else:
            offer = self.providers.choose(spec, wanted)
            if offer is not None:
                return self.export(spec, wanted, offer, instance)
            source = self.from_outside.item(spec, wanted, item, arguments)
        ours.bind_from(wanted, self.generated.maker(source), name)
        return source

    def wasi(self, spec: ComponentSpec, name: str, wire: Wire | None) -> Source:
        """What meets an import of WASI that no component is to meet."""
        if name in self.providers.left(spec):
            self.roots.want(spec.name, name, self.contracts.imports[spec.name][name])
            return FromRoot(name)
        source = self.generated.wasi(spec, name)
        if wire is not None and not isinstance(source, FromRoot):
            grant = source_of(name)
            raise PlanError(
                spec.name,
                f'"{spec.name}" should import {name} from outside the app, but is not granted it',
                hint=f'Grant it: grants = ["{grant}"]' if grant else "No grant opens it",
            )
        return source

    def export(self, spec: ComponentSpec, wanted: str, offer: Offer, instance: str) -> FromExport:
        """The export of a provider's instance that meets an import."""
        given = self.instance(offer.spec, spec, instance, wanted)
        ours, theirs = self.identities[instance], self.identities[given]
        export = matching_export(ours, wanted, theirs, offer.exports, offer.item)
        if export is None:
            raise mismatch(spec, ours, wanted, offer, theirs, self.spec_of)
        return FromExport(given, export, sort_of(spec.type.imports[wanted]), offer.item)
