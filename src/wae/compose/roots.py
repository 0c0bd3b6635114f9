"""The imports of the composite: the union of what its components use from outside."""

from __future__ import annotations

from collections.abc import Mapping

from wae.binary.types import Func, Interface, Item
from wae.compose.complete import check_complete
from wae.compose.contracts import Contracts
from wae.compose.graph import APP, PlanError
from wae.compose.interfaces import TypeMismatch, in_order, merge
from wae.compose.unique import clash
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
        self._check_names(merged)
        imports: dict[str, Item] = {}
        for name, interface in in_order(merged).items():
            imports.update(interface.items if name == WORLD else {name: interface})
        return imports

    def _check_names(self, merged: Mapping[str, Interface]) -> None:
        titles = [
            (title, "function" if isinstance(item, Func) else "type")
            for title, item in merged.get(WORLD, Interface()).items.items()
        ]
        both = clash([*titles, *((name, "interface") for name in merged if name != WORLD)])
        if both is not None:
            (one, sort), (other, other_sort) = both
            first, second = self._wanting(one, sort), self._wanting(other, other_sort)
            problem = (
                "one name cannot mean both" if one == other else "their names differ only in case"
            )
            raise PlanError(
                second,
                f'"{first}" imports the {sort} {one} from outside the app, and "{second}" the '
                f"{other_sort} {other}: {problem}",
                hint=f'Give one another name there: imports = {{ "{other}" = {{ from = "{APP}", '
                f'name = "…" }} }} at "{second}"',
            )

    def _wanting(self, title: str, sort: str) -> str:
        """A component that wants an import."""
        if sort == "interface":
            return next(iter(self.wanted[title]))
        return next(c for c, world in self.wanted[WORLD].items() if title in world.items)

    def _around(self, component: str) -> dict[str, Interface]:
        """The interfaces that a component imports, with what is wanted for it beside that."""
        around = dict(self.contracts.imports[component])
        for name, versions in self.wanted.items():
            if component in versions:
                known = around.get(name, Interface()).items
                around[name] = Interface({**versions[component].items, **known})
        return around
