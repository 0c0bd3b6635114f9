"""Imports that nobody in the composite meets: they become imports of the composite."""

from __future__ import annotations

from wae.binary.syntax import FUNC, INSTANCE, TYPE
from wae.binary.types import Func, Interface, Item, Named, TypeDef
from wae.compose.contracts import Contracts, wire_of
from wae.compose.graph import AppExport, ComponentSpec, FromRoot, FromType, PlanError
from wae.compose.outside import Arguments, alone, exposed_types, inside_type, world_part
from wae.compose.roots import Roots
from wae.compose.world import WORLD


class FromOutside:
    """Tells ``roots`` what is wanted of whoever runs the composite, which ``exports`` these."""

    def __init__(self, contracts: Contracts, roots: Roots, exports: tuple[AppExport, ...]) -> None:
        self._contracts = contracts
        self._roots = roots
        self._exports = exports

    def item(self, spec: ComponentSpec, wanted: str, item: Item, arguments: Arguments) -> FromRoot:
        """The import of the composite that meets an import which nobody exports."""
        inside = inside_type(spec, wanted, arguments)
        if inside is not None:
            owner = f"is of {inside.owner}, which comes" if inside.owner else "comes"
            raise PlanError(
                spec.name,
                f'"{spec.name}" imports {wanted} from outside the app, '
                f"but the type {inside.name} in it {owner} from inside",
                hint="Let both come from outside, or both from components",
            )
        name = self._contracts.imported(spec, wanted)
        if isinstance(item, Interface):
            self._roots.want(spec.name, name, self._contracts.imports[spec.name][name])
            return FromRoot(name)
        wire = wire_of(spec, wanted)
        if wire is not None and wire.item:
            return self._function(spec, wanted, name, wire.item)
        self._want_of_world(spec, wanted, name)
        return FromRoot(name, sort_of(item))

    def _function(self, spec: ComponentSpec, wanted: str, name: str, title: str) -> FromRoot:
        """The function of an interface outside that meets one which has no interface."""
        world = self._contracts.imports[spec.name][WORLD]
        func = world.items[wanted]
        assert isinstance(func, Func)
        standalone = alone(world, func)
        if isinstance(standalone, Named):
            raise PlanError(
                spec.name,
                f'"{spec.name}" should import {wanted} of {name} from outside the app, '
                f"but its type {standalone.name} is of no interface",
                hint=f"Let it import {name}, or use a type of an interface",
            )
        self._roots.want(spec.name, name, Interface({title: standalone}))
        return FromRoot(name, FUNC, title)

    def type(
        self, spec: ComponentSpec, wanted: str, item: TypeDef, arguments: Arguments
    ) -> FromRoot | FromType:
        """A type of the world, which the app names where it exports a function that uses it."""
        is_exported = any(export.component == spec.name for export in self._exports)
        is_exposed = is_exported and wanted in exposed_types(spec)
        if not is_exposed or inside_type(spec, wanted, arguments) is not None:
            return FromType(item.type)
        self._want_of_world(spec, wanted, wanted)
        return FromRoot(wanted, TYPE)

    def _want_of_world(self, spec: ComponentSpec, wanted: str, title: str) -> None:
        needed = world_part(self._contracts.imports[spec.name][WORLD], wanted).items
        named = {title if name == wanted else name: item for name, item in needed.items()}
        self._roots.want(spec.name, WORLD, Interface(named))


def sort_of(item: Item) -> int:
    """The sort by which a component has it (``Binary.md``, sort)."""
    match item:
        case Func():
            return FUNC
        case TypeDef():
            return TYPE
        case _:
            return INSTANCE
