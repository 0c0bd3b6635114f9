"""Decides which instances there are and how each import is met. Pure: no files, no encoding.

Every import of every instance goes to one of three places: another instance's export, a generated
component (a policy or a denial), or the root. What a component was not granted goes to a denial, so
that nothing is open unless somebody said so.
"""

from __future__ import annotations

from collections.abc import Iterable

from wae.binary.types import Interface
from wae.compose.capabilities import is_allowed, is_harmless, is_wasi, source_of
from wae.compose.contracts import INTERNAL_EXPORTS, Contracts
from wae.compose.deny import deny_component
from wae.compose.environment import environment_filter
from wae.compose.graph import (
    FromExport,
    FromInstance,
    FromRoot,
    Instance,
    Part,
    Plan,
    PlanError,
    Source,
)
from wae.compose.interfaces import (
    TypeMismatch,
    foreign_types,
    in_order,
    merge,
    needed_types,
)
from wae.compose.policy import Policy, is_policy, policy_component
from wae.compose.unused import check_used
from wae.compose.versions import age, split


def plan(parts: Iterable[Part], exports: Iterable[str], imports: Iterable[str] = ()) -> Plan:
    """The plan of a composite of ``parts`` that exports everything that ``exports`` export.

    ``imports`` are interfaces, with or without version, that the composite may leave to whoever
    runs it. Raises :class:`PlanError`.
    """
    named = {part.name: part for part in parts}
    return _Planner(named, tuple(exports), frozenset(imports)).run()


class _Planner:
    def __init__(
        self, parts: dict[str, Part], exports: tuple[str, ...], outside: frozenset[str]
    ) -> None:
        self.parts = parts
        self.exports = exports
        self.outside = outside  # interfaces that may stay imports of the composite
        contracts = Contracts(parts)
        self.name = contracts.name
        self.lack = contracts.lack
        self.imports = contracts.imports
        self.offers = contracts.offers
        self.open = {name: self.open_interfaces(part) for name, part in parts.items()}
        self.wanted: dict[str, dict[str, Interface]] = {}  # root interface -> component -> type
        self.plan = Plan()
        self.underway: list[str] = []
        self.used: set[str] = set()  # the components that have an instance
        self.ruled: set[str] = set()  # and those whose policy somebody follows

    def run(self) -> Plan:
        for name in self.exports:
            self.export(name)
        for part in self.parts.values():
            check_used(part, part.name in self.used, part.name in self.ruled)
        try:
            merged = {name: merge(name, v, self.imports) for name, v in self.wanted.items()}
        except TypeMismatch as error:
            raise PlanError(error.second, error.message, hint=error.hint) from None
        self.plan.roots = in_order(merged)
        return self.plan

    def open_interfaces(self, part: Part) -> set[str]:
        """The WASI interfaces that a component has from the root.

        Those that its grants allow; those whose types it exchanges with other components, since
        both sides must mean the same resource; and those that these are made of.
        """
        imports = self.imports[part.name]
        todo = [name for name in imports if is_wasi(name) and is_allowed(name, part.grants)]
        contracts = {n: i for n, i in (imports | self.offers[part.name]).items() if not is_wasi(n)}
        for name, interface in contracts.items():
            todo += [t.owner for t in foreign_types(name, interface) if is_wasi(t.owner)]
        found: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                used = foreign_types(name, imports.get(name, Interface()))
                todo += [t.owner for t in used]
        for name in sorted(found):
            if not is_allowed(name, part.grants) and not is_harmless(name):
                raise PlanError(
                    part.name,
                    f'component "{part.name}" shares types of {name}, which it may not use',
                    hint=_how_to_open(name),
                )
        return found

    # Instances

    def export(self, name: str) -> None:
        if name not in self.parts:
            raise PlanError(
                name,
                f'[app] exports "{name}", which is not a component',
                hint=f"Components: {', '.join(self.parts)}",
            )
        instance = self.instance(self.parts[name])
        for export in self.parts[name].type.exports:
            if export in INTERNAL_EXPORTS:
                continue
            if export in self.plan.exports:
                other = self.plan.exports[export].instance
                raise PlanError(
                    name,
                    f'"{other}" and "{name}" both export {export}',
                    hint="Name only one of them in [app] exports",
                )
            self.plan.exports[export] = FromExport(instance, export)

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
        policy = (owner and owner.policy) or Policy()
        arguments = {
            wanted: self.source(part, wanted, policy, name) for wanted in part.type.imports
        }
        self.underway.pop()
        if owner and any(is_policy(wanted) for wanted in arguments):
            self.ruled.add(owner.name)
        self.used.add(part.name)
        self.plan.instances[name] = Instance(name, self.component(part), arguments)
        return name

    def component(self, part: Part) -> str:
        """The key of a component's bytes, which those that are the same share."""
        for key, binary in self.plan.components.items():
            if binary == part.binary:
                return key
        self.plan.components[part.name] = part.binary
        return part.name

    def source(self, part: Part, wanted: str, policy: Policy, instance: str) -> Source:
        name = self.name(wanted)
        if is_wasi(name):
            return self.wasi(part, name)
        if is_policy(name):
            return self.policy(part, name, policy, instance)
        offering = self.offering(part, name, wanted)
        if not offering and {wanted, split(wanted)[0]} & self.outside:
            self.want(part.name, name, self.imports[part.name][name])
            return FromRoot(name)
        return self.provider(part, name, wanted, instance, offering)

    def offering(self, part: Part, name: str, wanted: str) -> list[Part]:
        """The components that export an interface: the one that the manifest names, or all."""
        chosen = part.wiring.get(wanted) or part.wiring.get(split(wanted)[0])
        candidates = self.parts.values() if chosen is None else [self.parts[chosen]]
        found = [p for p in candidates if p is not part and name in self.offers[p.name]]
        if chosen is not None and not found:
            raise PlanError(
                part.name,
                f'"{part.name}" is to import {wanted} of "{chosen}", which does not export it',
                hint=f"It exports {', '.join(self.offers[chosen]) or 'nothing'}",
            )
        return found

    def provider(
        self, part: Part, name: str, wanted: str, instance: str, offering: list[Part]
    ) -> Source:
        if not offering:
            raise PlanError(
                part.name,
                self.missing(part, wanted),
                hint="Add a component that exports it, or name it in [app] imports",
            )
        if len(offering) > 1:
            names = " and ".join(f'"{p.name}"' for p in offering)
            raise PlanError(
                part.name,
                f'"{part.name}" imports {wanted}, which {names} export',
                hint=f'Choose: imports = {{ "{split(wanted)[0]}" = "{offering[0].name}" }}',
            )
        provider = offering[0]
        self.check_consumer(provider, part, wanted)
        exports = [e for e in provider.type.exports if self.name(e) == name]
        lacks = {
            export: self.lack(part, name, provider, export)
            for export in sorted(exports, key=age, reverse=True)
        }
        fitting = [export for export, lack in lacks.items() if lack is None]
        if not fitting:
            raise PlanError(
                part.name,
                f'"{part.name}" and "{provider.name}" do not fit: '
                f"of {wanted}, {next(iter(lacks.values()))}",
                hint="Build both against the same WIT",
            )
        return FromExport(self.instance(provider, part, instance), fitting[0])

    def check_consumer(self, provider: Part, part: Part, wanted: str) -> None:
        """Importing a contract must not be a way to authority of which the manifest is silent."""
        text = f'"{part.name}" imports {wanted} of "{provider.name}"'
        if provider.consumers is not None:
            if part.name not in provider.consumers:
                raise PlanError(
                    part.name,
                    f"{text}, which is not for it",
                    hint=f'If it should be, add it to the consumers of "{provider.name}"',
                )
            return
        held = set(provider.grants)
        if provider.variables:
            held.add("environment")
        if any(is_policy(name) for name in provider.type.imports):
            held.discard("http")  # which it hands on as the consumer's hosts say
            if provider.per_consumer and part.policy is None:
                raise PlanError(
                    part.name, f"{text}, but has no hosts to reach", hint='Add hosts = ["…"]'
                )
        elif provider.policy:
            held.add("hosts")
        if held:
            raise PlanError(
                part.name,
                f"{text}, which is granted {', '.join(sorted(held))}",
                hint=f'Say who may ask it: consumers = ["{part.name}"] at "{provider.name}"',
            )

    def missing(self, part: Part, wanted: str) -> str:
        base = split(wanted)[0]
        others = [
            f'"{other.name}" exports {export}, which is not compatible'
            for other in self.parts.values()
            for export in other.type.exports
            if split(export)[0] == base and other is not part
        ]
        text = f'"{part.name}" imports {wanted}, which no other component exports'
        return f"{text} ({'; '.join(others)})" if others else text

    # Generated components

    def wasi(self, part: Part, name: str) -> Source:
        if name in self.open[part.name]:
            self.want(part.name, name, self.imports[part.name].get(name, Interface()))
            return FromRoot(name)
        if part.variables is not None and source_of(name) == "environment":
            return self.environment(part, name, part.variables)
        binary = deny_component(name, self.imports[part.name])
        return self.generated(part, name, binary, f"deny {name}")

    def environment(self, part: Part, name: str, variables: tuple[str, ...]) -> Source:
        interface = self.imports[part.name][name]
        self.want(part.name, name, interface)
        title = f"environment of {part.name}"
        binary = environment_filter(name, interface, variables, title)
        return self.add_generated(binary, {name: FromRoot(name)}, title)

    def policy(self, part: Part, name: str, policy: Policy, instance: str) -> Source:
        title = f"policy of {instance}"
        binary = policy_component(name, self.imports[part.name], policy, title)
        return self.generated(part, name, binary, title)

    def generated(self, part: Part, owner: str, binary: bytes, title: str) -> Source:
        """An instance of a stub, shared by all whose stub and arguments are the same."""
        needed = needed_types(owner, self.imports[part.name])
        arguments = {name: self.wasi(part, name) for name in needed}
        for name, types_only in needed.items():
            if arguments[name] == FromRoot(name):
                self.want(part.name, name, types_only)
        return self.add_generated(binary, arguments, title)

    def add_generated(self, binary: bytes, arguments: dict[str, Source], title: str) -> Source:
        for instance in self.plan.instances.values():
            if (
                self.plan.components[instance.component] == binary
                and instance.arguments == arguments
            ):
                return FromInstance(instance.name)
        key = self.unused_name(title)
        self.plan.components[key] = binary
        self.plan.generated.add(key)
        self.plan.instances[key] = Instance(key, key, arguments)
        return FromInstance(key)

    def unused_name(self, title: str) -> str:
        name, number = title, 2
        while name in self.plan.instances:
            name, number = f"{title} #{number}", number + 1
        return name

    def want(self, component: str, name: str, interface: Interface) -> None:
        """Notes what a component needs of an import of the root."""
        versions = self.wanted.setdefault(name, {})
        known = versions.get(component, Interface()).items
        versions[component] = Interface({**interface.items, **known})


def _how_to_open(name: str) -> str:
    capability = source_of(name)
    return f'Grant it "{capability}"' if capability else "No grant opens that interface"
