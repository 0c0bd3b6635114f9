"""Chooses the component that meets an import, and says why there is none."""

from __future__ import annotations

from collections.abc import Mapping

from wae.compose.contracts import Contracts, exported
from wae.compose.generate.policy import is_policy
from wae.compose.graph import Part, PlanError
from wae.compose.versions import split
from wae.compose.world import forms, short


class Providers:
    """``outside`` are the imports that the composite may leave to whoever runs it."""

    def __init__(
        self, parts: Mapping[str, Part], contracts: Contracts, outside: frozenset[str]
    ) -> None:
        self.parts = parts
        self.contracts = contracts
        self.outside = outside

    def choose(self, part: Part, wanted: str) -> Part | None:
        """The one component that meets import ``wanted``; None where that is left to the outside.

        Raises :class:`PlanError` if there is none, or several, or one that ``part`` may not ask.
        """
        offering = self._offering(part, wanted)
        if not offering:
            if self.outside.intersection(forms(wanted)):
                return None
            raise PlanError(
                part.name,
                self._missing(part, wanted),
                hint="Add a component that exports it, or name it in [app] imports",
            )
        if len(offering) > 1:
            names = " and ".join(f'"{p.name}"' for p in offering)
            raise PlanError(
                part.name,
                f'"{part.name}" imports {wanted}, which {names} export',
                hint=f'Choose: imports = {{ "{short(wanted)}" = "{offering[0].name}" }}',
            )
        check_consumer(offering[0], part, wanted)
        return offering[0]

    def _offering(self, part: Part, wanted: str) -> list[Part]:
        """The components that export an import: the one that the manifest names, or all."""
        chosen = next((part.wiring[form] for form in forms(wanted) if form in part.wiring), None)
        candidates = self.parts.values() if chosen is None else [self.parts[chosen]]
        name, offers = self.contracts.name(wanted), self.contracts.offers
        found = [p for p in candidates if p is not part and name in offers[p.name]]
        if chosen is not None and not found:
            raise PlanError(
                part.name,
                f'"{part.name}" is to import {wanted} of "{chosen}", which does not export it',
                hint=f"It exports {', '.join(offers[chosen]) or 'nothing'}",
            )
        return found

    def _missing(self, part: Part, wanted: str) -> str:
        base = split(wanted)[0]
        others = [
            f'"{other.name}" exports {export}, which is not compatible'
            for other in self.parts.values()
            for export in exported(other)
            if split(export)[0] == base and other is not part
        ]
        text = f'"{part.name}" imports {wanted}, which no other component exports'
        return f"{text} ({'; '.join(others)})" if others else text


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
