"""Instances of generated components: denials, policies, gates, filters, floors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from wae.binary.rename import rename_owners
from wae.binary.types import Interface
from wae.binary.versions import split, track
from wae.compose.capabilities import is_wasi, source_of
from wae.compose.contracts import Contracts
from wae.compose.generate import pollfloor
from wae.compose.generate.denial import TITLE as DENY
from wae.compose.generate.denial import denial
from wae.compose.generate.environment import environment_filter, is_filterable
from wae.compose.generate.floor import floor, has_floor, is_met
from wae.compose.generate.gate import gate_component, gate_types, is_outgoing, types_of
from wae.compose.generate.httpfloor import INTERFACES as HTTP
from wae.compose.generate.policy import (
    Policy,
    is_answerable,
    policy_component,
    takes_headers,
)
from wae.compose.generate.standard import Naming, among
from wae.compose.granted import granted_interfaces
from wae.compose.graph import (
    ComponentSpec,
    FromExport,
    FromInstance,
    FromRoot,
    Instance,
    Plan,
    PlanError,
    Source,
)
from wae.compose.interfaces import Interfaces, needed_types
from wae.compose.origins import Pattern
from wae.compose.providers import Providers
from wae.compose.roots import Roots


class Generated:
    """Adds them to ``plan``; those that would be the same are one instance."""

    def __init__(
        self,
        plan: Plan,
        specs: Collection[ComponentSpec],
        contracts: Contracts,
        providers: Providers,
        roots: Roots,
        gates: Mapping[str, tuple[Pattern, ...]],
        *,
        has_floors: bool,
    ) -> None:
        self.plan = plan
        self.imports = contracts.imports
        self.names = contracts.names
        self.denials: dict[str, str] = {}  # instances, by component
        self.roots = roots
        self.gates = gates
        self.has_floors = has_floors
        self.senders = [spec for spec in specs if "http" in spec.grants]
        # What other components are to meet, or the root although no grant speaks of it.
        self.elsewhere = {
            spec.name: contracts.inside(spec) | providers.left(spec) for spec in specs
        }
        self.open = {
            spec.name: granted_interfaces(
                spec, contracts, providers.left(spec), has_gate=spec.name in gates
            )
            for spec in specs
        }

    def wasi(self, spec: ComponentSpec, name: str) -> Source:
        """What meets a component's import of a WASI interface: the root only where it is open."""
        if self.is_gated(spec, name):
            if self.is_on_floor(
                name, self.imports[spec.name][name]
            ):  # its gate is below that, where sending is synchronous
                return self.floor(spec, name, spec)
            return self.gate(spec, name, self.imports[spec.name])
        if name in self.open[spec.name]:
            return self.host(spec, name, self.imports[spec.name].get(name, Interface()))
        if spec.variables is not None and source_of(name) == "environment":
            return self.environment(spec, name, spec.variables)
        if spec.name not in self.denials:
            self.denials[spec.name] = self.denial(spec)
        return FromExport(self.denials[spec.name], name)

    def host(self, spec: ComponentSpec, name: str, interface: Interface) -> Source:
        """What meets an interface that is open: the root, or the floor under it."""
        if self.is_on_floor(name, interface):
            sender = self.sender(spec) if track(name) in HTTP else spec
            if sender is not None:
                return self.floor(spec, name, sender)
        self.roots.want(spec.name, name, interface)
        return FromRoot(name)

    def is_on_floor(self, name: str, interface: Interface) -> bool:
        return (self.has_floors and has_floor(name)) or pollfloor.is_under(name, interface)

    def sender(self, spec: ComponentSpec) -> ComponentSpec | None:
        """Whose are the requests that a component has types of: its own, or another's."""
        if spec.name in self.gates or spec in self.senders:
            return spec
        return self.senders[0] if self.senders else None

    def is_gated(self, spec: ComponentSpec, name: str) -> bool:
        return spec.name in self.gates and is_outgoing(name)

    def is_limited(self, spec: ComponentSpec, name: str) -> bool:
        """Whether a gate or a filter stands before an interface."""
        if source_of(name) == "environment":
            return spec.variables is not None
        return self.is_gated(spec, name)

    def denial(self, spec: ComponentSpec) -> str:
        """The instance that stands in for all that a component is denied."""
        imports = self.imports[spec.name]
        denied = (
            {name for name in imports if is_wasi(name) and not self.is_limited(spec, name)}
            - self.open[spec.name]
            - self.elsewhere[spec.name]
        )
        made = denial(spec.name, denied, imports, self.naming(spec))
        arguments = {name: self.host(spec, name, item) for name, item in made.imports.items()}
        return self.add(made.binary, arguments, f"{DENY}{spec.name}").instance

    def naming(self, spec: ComponentSpec) -> Naming:
        return among((*self.names.values(), *self.imports[spec.name]))

    def floor(self, spec: ComponentSpec, name: str, sender: ComponentSpec) -> Source:
        """The floor under an interface, which does for ``sender`` what it does by WASI 0.2."""
        if not is_met(name, self.imports[spec.name]):
            raise PlanError(
                spec.name,
                f'"{spec.name}" imports {name} with types that differ from WASI\'s',
                hint=f"Build it against the WIT of {split(name)[0].partition('/')[0]}",
            )
        naming = self.naming(spec)

        def used(title: str) -> str:
            return naming(split(title)[0])

        made = floor(name, naming)
        below = {used(title): _renamed(item, used) for title, item in made.imports.items()}
        arguments = {
            title: self.gate(sender, used(title), below)
            if self.is_gated(sender, title)
            else self.host(sender, used(title), below[used(title)])
            for title in made.imports
        }
        instance = self.add(made.binary, arguments, made.title)
        return instance if made.export is None else FromExport(instance.instance, made.export)

    def environment(self, spec: ComponentSpec, name: str, variables: tuple[str, ...]) -> Source:
        interface = self.imports[spec.name][name]
        if not is_filterable(name, interface):
            raise PlanError(
                spec.name,
                f'"{spec.name}" imports {name} with types that differ from WASI\'s',
                hint="Build it against the WIT of wasi:cli",
            )
        self.roots.want(spec.name, name, interface)
        title = f"environment of {spec.name}"
        binary = environment_filter(name, interface, variables, title)
        return self.add(binary, {name: FromRoot(name)}, title)

    def gate(self, spec: ComponentSpec, name: str, around: Interfaces) -> Source:
        """The gate before interface ``name`` of the root, whose types are ``around`` it."""
        types = types_of(name, around)
        if types is None:
            raise PlanError(
                spec.name,
                f'"{spec.name}" imports {name} with types that differ from WASI\'s',
                hint="Build it against the WIT of wasi:http",
            )
        self.roots.want(spec.name, name, around[name])
        self.roots.want(spec.name, types, gate_types(name, types, around))
        title = f"gate of {spec.name}"
        binary = gate_component(name, types, around, self.gates[spec.name], title)
        return self.add(binary, {types: FromRoot(types), name: FromRoot(name)}, title)

    def policy(self, spec: ComponentSpec, name: str, policy: Policy, instance: str) -> Source:
        if not is_answerable(name, self.imports[spec.name]):
            raise PlanError(
                spec.name,
                f'"{spec.name}" imports {name} with another type of get than policies have',
                hint="Build it against the WIT of wae:http",
            )
        if policy.auth and policy.auth.header and not takes_headers(name, self.imports[spec.name]):
            raise PlanError(
                spec.name,
                f'"{spec.name}" is older than keys in headers of their own, which {instance} needs',
                hint='Take its source from wae: source = "wae:http"',
            )
        title = f"policy of {instance}"
        binary = policy_component(name, self.imports[spec.name], policy, title)
        return self.stub(spec, name, binary, title)

    def maker(self, source: Source) -> str:
        """The instance that defines the resource types in what meets an import; "" for the root."""
        if not isinstance(source, FromInstance | FromExport):
            return ""
        instance = self.plan.instances[source.instance]
        passes_on = self.plan.components[instance.component] == pollfloor.binary()
        return "" if passes_on else source.instance

    def stub(self, spec: ComponentSpec, owner: str, binary: bytes, title: str) -> Source:
        needed = needed_types(owner, self.imports[spec.name])
        arguments = {name: self.wasi(spec, name) for name in needed}
        for name, types_only in needed.items():
            if arguments[name] == FromRoot(name):
                self.roots.want(spec.name, name, types_only)
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


def _renamed(interface: Interface, name: Callable[[str], str]) -> Interface:
    return Interface({title: rename_owners(item, name) for title, item in interface.items.items()})
