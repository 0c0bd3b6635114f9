"""Instances of generated components: denials, policies, gates, filters of the environment."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from wae.binary.types import Interface
from wae.compose.capabilities import is_wasi, source_of
from wae.compose.contracts import Contracts
from wae.compose.generate.denial import TITLE as DENY
from wae.compose.generate.denial import denial
from wae.compose.generate.environment import environment_filter, is_filterable
from wae.compose.generate.gate import gate_component, gate_types, is_outgoing, types_of
from wae.compose.generate.policy import Policy, is_answerable, policy_component
from wae.compose.generate.standard import among
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
from wae.compose.interfaces import needed_types
from wae.compose.opening import open_interfaces
from wae.compose.origins import Pattern
from wae.compose.providers import Providers
from wae.compose.roots import Roots


class Generated:
    """Adds them to ``plan``; those that would be the same are one instance."""

    def __init__(
        self,
        plan: Plan,
        parts: Collection[Part],
        contracts: Contracts,
        providers: Providers,
        roots: Roots,
        gates: Mapping[str, tuple[Pattern, ...]],
    ) -> None:
        self.plan = plan
        self.imports = contracts.imports
        self.names = contracts.names
        self.denials: dict[str, str] = {}  # instances, by component
        self.roots = roots
        self.gates = gates
        # What other components are to meet, or the root although no grant speaks of it.
        self.elsewhere = {
            part.name: contracts.inside(part) | providers.left(part) for part in parts
        }
        self.open = {
            part.name: open_interfaces(
                part, contracts, providers.left(part), has_gate=part.name in gates
            )
            for part in parts
        }

    def wasi(self, part: Part, name: str) -> Source:
        """What meets a component's import of a WASI interface: the root only where it is open."""
        if part.name in self.gates and is_outgoing(name):
            return self.gate(part, name, self.gates[part.name])
        if name in self.open[part.name]:
            self.roots.want(part.name, name, self.imports[part.name].get(name, Interface()))
            return FromRoot(name)
        if part.variables is not None and source_of(name) == "environment":
            return self.environment(part, name, part.variables)
        if part.name not in self.denials:
            self.denials[part.name] = self.denial(part)
        return FromExport(self.denials[part.name], name)

    def is_limited(self, part: Part, name: str) -> bool:
        """Whether a gate or a filter stands before an interface."""
        if source_of(name) == "environment":
            return part.variables is not None
        return part.name in self.gates and is_outgoing(name)

    def denial(self, part: Part) -> str:
        """The instance that stands in for all that a component is denied."""
        imports = self.imports[part.name]
        denied = (
            {name for name in imports if is_wasi(name) and not self.is_limited(part, name)}
            - self.open[part.name]
            - self.elsewhere[part.name]
        )
        naming = among((*self.names.values(), *imports))
        made = denial(part.name, denied, imports, naming)
        for name, interface in made.imports.items():
            self.roots.want(part.name, name, interface)
        arguments: dict[str, Source] = {name: FromRoot(name) for name in made.imports}
        return self.add(made.binary, arguments, f"{DENY}{part.name}").instance

    def environment(self, part: Part, name: str, variables: tuple[str, ...]) -> Source:
        interface = self.imports[part.name][name]
        if not is_filterable(name, interface):
            raise PlanError(
                part.name,
                f'"{part.name}" imports {name} with other types than WASI\'s',
                hint="Build it against the WIT of wasi:cli",
            )
        self.roots.want(part.name, name, interface)
        title = f"environment of {part.name}"
        binary = environment_filter(name, interface, variables, title)
        return self.add(binary, {name: FromRoot(name)}, title)

    def gate(self, part: Part, name: str, patterns: tuple[Pattern, ...]) -> Source:
        around = self.imports[part.name]
        types = types_of(name, around)
        if types is None:
            raise PlanError(
                part.name,
                f'"{part.name}" imports {name} with other types than WASI\'s',
                hint="Build it against the WIT of wasi:http",
            )
        self.roots.want(part.name, name, around[name])
        self.roots.want(part.name, types, gate_types(name, types, around))
        title = f"gate of {part.name}"
        binary = gate_component(name, types, around, patterns, title)
        return self.add(binary, {types: FromRoot(types), name: FromRoot(name)}, title)

    def policy(self, part: Part, name: str, policy: Policy, instance: str) -> Source:
        if not is_answerable(name, self.imports[part.name]):
            raise PlanError(
                part.name,
                f'"{part.name}" imports {name} with another type of get than policies have',
                hint="Build it against the WIT of wae:http",
            )
        title = f"policy of {instance}"
        binary = policy_component(name, self.imports[part.name], policy, title)
        return self.stub(part, name, binary, title)

    def stub(self, part: Part, owner: str, binary: bytes, title: str) -> Source:
        needed = needed_types(owner, self.imports[part.name])
        arguments = {name: self.wasi(part, name) for name in needed}
        for name, types_only in needed.items():
            if arguments[name] == FromRoot(name):
                self.roots.want(part.name, name, types_only)
        return self.add(binary, arguments, title)

    def add(self, binary: bytes, arguments: dict[str, Source], title: str) -> FromInstance:
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
