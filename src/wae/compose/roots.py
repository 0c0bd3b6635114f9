"""The imports of the composite: the union of what its components use from outside."""

from __future__ import annotations

from wae.binary.types import Interface, Item
from wae.compose.complete import check_complete
from wae.compose.contracts import Contracts
from wae.compose.graph import PlanError
from wae.compose.interfaces import TypeMismatch, in_order, merge
from wae.compose.world import WORLD


class Roots:
    def __init__(self, contracts: Contracts) -> None:
        self.contracts = contracts
        self.wanted: dict[str, dict[str, Interface]] = {}  # root interface -> component -> type

    def want(self, component: str, name: str, interface: Interface) -> None:
        """Notes what a component needs of an import of the root."""
        versions = self.wanted.setdefault(name, {})
        known = versions.get(component, Interface()).items
        versions[component] = Interface({**interface.items, **known})

    def merged(self) -> dict[str, Item]:
        """The imports, every one after those whose types it uses.

        Raises :class:`PlanError` where two components mean different things by one name, or where
        an import lacks types.
        """
        around = {component: self._around(component) for component in self.contracts.imports}
        try:
            merged = {name: merge(name, wanted, around) for name, wanted in self.wanted.items()}
        except TypeMismatch as error:
            raise PlanError(error.second, error.message, hint=error.hint) from None
        check_complete(merged, self.wanted)
        imports: dict[str, Item] = {}
        for name, interface in in_order(merged).items():
            imports.update(interface.items if name == WORLD else {name: interface})
        return imports

    def _around(self, component: str) -> dict[str, Interface]:
        """The interfaces that a component imports, with what is wanted for it beside that."""
        around = dict(self.contracts.imports[component])
        for name, versions in self.wanted.items():
            if component in versions:
                known = around.get(name, Interface()).items
                around[name] = Interface({**versions[component].items, **known})
        return around
