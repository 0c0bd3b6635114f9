"""Chooses what meets an import, and says why there is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wae.binary.types import Func, Interface, Item
from wae.binary.versions import split
from wae.compose.capabilities import is_known, is_wasi
from wae.compose.contracts import Contracts, exported, wire_of
from wae.compose.generate.policy import is_policy
from wae.compose.graph import APP, ComponentSpec, PlanError, Wire
from wae.compose.world import forms, needs_no_provider, short


@dataclass(frozen=True)
class Offer:
    """Exports of a component that may meet an import, or the function ``item`` of them."""

    spec: ComponentSpec
    exports: list[str]
    item: str = ""


class Providers:
    """``outside`` are the imports that the composite may leave to whoever runs it."""

    def __init__(
        self, specs: Mapping[str, ComponentSpec], contracts: Contracts, outside: frozenset[str]
    ) -> None:
        self.specs = specs
        self.contracts = contracts
        self.outside = outside
        self.used: set[str] = set()  # of outside
        self._left: dict[str, set[str]] = {}
        self.offering: dict[str, list[ComponentSpec]] = {}  # by the name of what they export
        for spec in specs.values():
            for name in contracts.offers[spec.name]:
                self.offering.setdefault(name, []).append(spec)

    def choose(self, spec: ComponentSpec, wanted: str) -> Offer | None:
        """What meets import ``wanted``; None where that is left to the outside.

        Raises :class:`PlanError` if there is nothing, or several, or one that ``spec`` may not ask.
        """
        wire = wire_of(spec, wanted)
        if wire is not None:
            return None if wire.component == APP else self._wired(spec, wanted, wire)
        offering = self._offering(spec, wanted)
        if not offering:
            if self.is_outside(wanted) or needs_no_provider(spec.type.imports[wanted]):
                return None
            raise PlanError(
                spec.name,
                self._missing(spec, wanted),
                hint="Add a component that exports it, or name it in [app] imports",
            )
        if len(offering) > 1:
            names = " and ".join(f'"{offer.spec.name}"' for offer in offering)
            raise PlanError(
                spec.name,
                f'"{spec.name}" imports {wanted}, which {names} export',
                hint=f'Choose: imports = {{ "{short(wanted)}" = "{offering[0].spec.name}" }}',
            )
        check_consumer(offering[0].spec, spec, wanted)
        return offering[0]

    def is_outside(self, wanted: str) -> bool:
        """Whether [app] imports leaves an import to whoever runs the composite."""
        matching = self.outside.intersection(forms(wanted))
        self.used |= matching
        return bool(matching)

    def left(self, spec: ComponentSpec) -> set[str]:
        """The interfaces of WASI that are left to the outside although no grant speaks of them."""
        if spec.name not in self._left:
            self._left[spec.name] = {
                name
                for wanted, item in spec.type.imports.items()
                if is_wasi(name := self.contracts.imported(spec, wanted))
                and not is_known(name)
                and isinstance(item, Interface)
                and self._is_left(spec, wanted)
            }
        return self._left[spec.name]

    def _is_left(self, spec: ComponentSpec, wanted: str) -> bool:
        wire = wire_of(spec, wanted)
        return self.is_outside(wanted) if wire is None else wire.component == APP

    def _wired(self, spec: ComponentSpec, wanted: str, wire: Wire) -> Offer:
        """What the manifest chooses."""
        provider = self.specs[wire.component]
        name = wire.name or wanted
        text = f'"{spec.name}" should import {wanted} from "{provider.name}"'
        if provider is spec:
            raise PlanError(spec.name, f"{text}, which is itself", hint="Choose another component")
        if wire.name:  # which the manifest may write without its version
            name = next((e for e in exported(provider) if split(e)[0] == wire.name), wire.name)
        exports = self._exports(provider, spec.type.imports[wanted], name, wire.item)
        if not exports:
            missing = f"the function {wire.item} of {name}" if wire.item else wire.name or "it"
            raise PlanError(
                spec.name,
                f"{text}, which does not export {missing}",
                hint=f"It exports {', '.join(exported(provider)) or 'nothing'}",
            )
        check_consumer(provider, spec, wanted)
        return Offer(provider, exports, wire.item)

    def _offering(self, spec: ComponentSpec, wanted: str) -> list[Offer]:
        """All components that export an import under its name."""
        item = spec.type.imports[wanted]
        offers = [
            Offer(other, self._exports(other, item, wanted))
            for other in self.offering.get(self.contracts.name(wanted), [])
            if other is not spec
        ]
        return [offer for offer in offers if offer.exports]

    def _exports(
        self, provider: ComponentSpec, wanted: Item, name: str, item: str = ""
    ) -> list[str]:
        """The exports of the name that are of the right sort, the newest version first."""
        named = self.contracts.offers[provider.name].get(self.contracts.name(name), [])
        exports = {export: provider.type.exports[export] for export in named}
        if item:
            return [e for e, i in exports.items() if isinstance(i, Interface) and _has(i, item)]
        return [export for export, each in exports.items() if type(each) is type(wanted)]

    def _missing(self, spec: ComponentSpec, wanted: str) -> str:
        base = split(wanted)[0]
        item = spec.type.imports[wanted]
        others = [
            f'"{other.name}" exports {export}, which is {_why_not(other, export, item)}'
            for other in self.specs.values()
            for export in exported(other)
            if split(export)[0] == base and other is not spec
        ]
        text = f'"{spec.name}" imports {wanted}, which no other component exports'
        return f"{text} ({'; '.join(others)})" if others else text


def _why_not(other: ComponentSpec, export: str, wanted: Item) -> str:
    is_alike = type(other.type.exports[export]) is type(wanted)
    return "not compatible" if is_alike else "of a different kind"


def _has(interface: Interface, function: str) -> bool:
    return isinstance(interface.items.get(function), Func)


def check_consumer(provider: ComponentSpec, spec: ComponentSpec, wanted: str) -> None:
    """Importing a contract must not be a way to authority of which the manifest is silent."""
    text = f'"{spec.name}" imports {wanted} from "{provider.name}"'
    if provider.consumers is not None:
        if spec.name not in provider.consumers:
            raise PlanError(
                spec.name,
                f"{text}, which is not for it",
                hint=f'If it should be, add it to the consumers of "{provider.name}"',
            )
        return
    held = set(provider.grants)
    if provider.variables:
        held.add("environment")
    if any(is_policy(name) for name in provider.type.imports):
        held.discard("http")  # which it hands on as the consumer's hosts say
        if provider.per_consumer and spec.policy is None:
            raise PlanError(
                spec.name, f"{text}, but has no hosts to reach", hint='Add hosts = ["…"]'
            )
    elif provider.policy:
        held.add("hosts")
    if held:
        raise PlanError(
            spec.name,
            f"{text}, which is granted {', '.join(sorted(held))}",
            hint=f'Say who may import it: consumers = ["{spec.name}"] at "{provider.name}"',
        )
