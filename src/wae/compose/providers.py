"""Chooses what meets an import, and says why there is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wae.binary.types import Func, Interface, Item
from wae.binary.versions import split
from wae.compose.capabilities import is_known, is_wasi
from wae.compose.contracts import Contracts, exported, wire_of
from wae.compose.generate.policy import is_policy
from wae.compose.graph import APP, Part, PlanError, Wire
from wae.compose.world import forms, short


@dataclass(frozen=True)
class Offer:
    """Exports of a component that may meet an import, or the function ``item`` of them."""

    part: Part
    exports: list[str]
    item: str = ""


class Providers:
    """``outside`` are the imports that the composite may leave to whoever runs it."""

    def __init__(
        self, parts: Mapping[str, Part], contracts: Contracts, outside: frozenset[str]
    ) -> None:
        self.parts = parts
        self.contracts = contracts
        self.outside = outside
        self.used: set[str] = set()  # of outside
        self.offering: dict[str, list[Part]] = {}  # by the name of what they export
        for part in parts.values():
            for name in contracts.offers[part.name]:
                self.offering.setdefault(name, []).append(part)

    def choose(self, part: Part, wanted: str) -> Offer | None:
        """What meets import ``wanted``; None where that is left to the outside.

        Raises :class:`PlanError` if there is nothing, or several, or one that ``part`` may not ask.
        """
        wire = wire_of(part, wanted)
        if wire is not None:
            return None if wire.component == APP else self._wired(part, wanted, wire)
        offering = self._offering(part, wanted)
        if not offering:
            if self.is_outside(wanted):
                return None
            raise PlanError(
                part.name,
                self._missing(part, wanted),
                hint="Add a component that exports it, or name it in [app] imports",
            )
        if len(offering) > 1:
            names = " and ".join(f'"{offer.part.name}"' for offer in offering)
            raise PlanError(
                part.name,
                f'"{part.name}" imports {wanted}, which {names} export',
                hint=f'Choose: imports = {{ "{short(wanted)}" = "{offering[0].part.name}" }}',
            )
        check_consumer(offering[0].part, part, wanted)
        return offering[0]

    def is_outside(self, wanted: str) -> bool:
        """Whether [app] imports leaves an import to whoever runs the composite."""
        found = self.outside.intersection(forms(wanted))
        self.used |= found
        return bool(found)

    def left(self, part: Part) -> set[str]:
        """The interfaces of WASI that are left to the outside although no grant speaks of them."""
        return {
            name
            for wanted in part.type.imports
            if is_wasi(name := self.contracts.imported(part, wanted))
            and not is_known(name)
            and isinstance(part.type.imports[wanted], Interface)
            and self._is_left(part, wanted)
        }

    def _is_left(self, part: Part, wanted: str) -> bool:
        wire = wire_of(part, wanted)
        return self.is_outside(wanted) if wire is None else wire.component == APP

    def _wired(self, part: Part, wanted: str, wire: Wire) -> Offer:
        """What the manifest chooses."""
        provider = self.parts[wire.component]
        name = wire.name or wanted
        text = f'"{part.name}" is to import {wanted} of "{provider.name}"'
        if provider is part:
            raise PlanError(part.name, f"{text}, which is itself", hint="Choose another component")
        if wire.name:  # which the manifest may write without its version
            name = next((e for e in exported(provider) if split(e)[0] == wire.name), wire.name)
        exports = self._exports(provider, part.type.imports[wanted], name, wire.item)
        if not exports:
            missing = f"the function {wire.item} of {name}" if wire.item else wire.name or "it"
            raise PlanError(
                part.name,
                f"{text}, which does not export {missing}",
                hint=f"It exports {', '.join(exported(provider)) or 'nothing'}",
            )
        check_consumer(provider, part, wanted)
        return Offer(provider, exports, wire.item)

    def _offering(self, part: Part, wanted: str) -> list[Offer]:
        """All components that export an import under its name."""
        item = part.type.imports[wanted]
        found = [
            Offer(other, self._exports(other, item, wanted))
            for other in self.offering.get(self.contracts.name(wanted), [])
            if other is not part
        ]
        return [offer for offer in found if offer.exports]

    def _exports(self, provider: Part, wanted: Item, name: str, item: str = "") -> list[str]:
        """The exports of the name that are of the right sort, the newest version first."""
        named = self.contracts.offers[provider.name].get(self.contracts.name(name), [])
        found = {export: provider.type.exports[export] for export in named}
        if item:
            return [e for e, i in found.items() if isinstance(i, Interface) and _has(i, item)]
        return [export for export, each in found.items() if type(each) is type(wanted)]

    def _missing(self, part: Part, wanted: str) -> str:
        base = split(wanted)[0]
        item = part.type.imports[wanted]
        others = [
            f'"{other.name}" exports {export}, which is {_why_not(other, export, item)}'
            for other in self.parts.values()
            for export in exported(other)
            if split(export)[0] == base and other is not part
        ]
        text = f'"{part.name}" imports {wanted}, which no other component exports'
        return f"{text} ({'; '.join(others)})" if others else text


def _why_not(other: Part, export: str, wanted: Item) -> str:
    is_alike = type(other.type.exports[export]) is type(wanted)
    return "not compatible" if is_alike else "another sort of thing"


def _has(interface: Interface, function: str) -> bool:
    return isinstance(interface.items.get(function), Func)


def check_consumer(provider: Part, part: Part, wanted: str) -> None:
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
