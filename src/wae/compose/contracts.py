"""What the components import and export, under one name for each interface."""

from __future__ import annotations

from collections.abc import Mapping

from wae.binary.internal import is_internal
from wae.binary.rename import rename_owners
from wae.binary.types import Func, Interface, Item, Named, TypeDef, Unsupported
from wae.binary.versions import age, newest, track
from wae.compose.capabilities import is_wasi
from wae.compose.cycles import circular
from wae.compose.generate.policy import is_policy
from wae.compose.graph import APP, ComponentSpec, PlanError, Wire
from wae.compose.interfaces import TypeMismatch, foreign_types, merge
from wae.compose.world import WORLD, forms, is_plainname, world_items


class Contracts:
    """``imports`` are the interfaces of each component, by its name; ``offers`` the names under
    which it exports an interface, function or type, the newest version first.

    All versions on one compatibility track go by the name of the newest that occurs. Raises
    :class:`PlanError` where a component has something that we cannot wire.
    """

    def __init__(self, specs: Mapping[str, ComponentSpec]) -> None:
        # WASI comes from the host, so what somebody exports under its name is no version of it.
        self.names = newest(name for spec in specs.values() for name in _names(spec))
        self.specs = specs
        for spec in specs.values():
            _check(spec)
        self._renaming = {spec.name for spec in specs.values() if self._renames(spec)}
        self.imports = {p.name: self._merged(p) for p in specs.values()}
        self.offers = {p.name: self._offers(p) for p in specs.values()}

    def name(self, interface: str) -> str:
        """The newest version of an interface that occurs, on its compatibility track."""
        return self.names.get(track(interface), interface)

    def imported(self, spec: ComponentSpec, wanted: str) -> str:
        """The interface that an import is at the root: of another name if the manifest says so."""
        wire = wire_of(spec, wanted)
        return self.name(wire.name if wire and wire.component == APP and wire.name else wanted)

    def inside(self, spec: ComponentSpec) -> set[str]:
        """The interfaces, as :meth:`imported` has them, that a chosen component is to meet."""
        wires = {wanted: wire_of(spec, wanted) for wanted in spec.type.imports}
        return {self.name(n) for n, wire in wires.items() if wire and wire.component != APP}

    def exchanged(self, spec: ComponentSpec) -> set[Named]:
        """The types of other interfaces that a component's contracts with others mention.

        Where it exports an interface of WASI, the other is whoever runs the composite.
        """
        exchanged: set[Named] = set()
        inside = self.inside(spec)
        imports = {
            name: interface
            for name, interface in _interfaces(spec.type.imports).items()
            if not is_wasi(self.imported(spec, name)) or self.name(name) in inside
        }
        for contracts in (imports, _interfaces(spec.type.exports)):
            for name, interface in contracts.items():
                exchanged |= foreign_types(name, self._renamed(spec, interface))
        return exchanged

    def _offers(self, spec: ComponentSpec) -> dict[str, list[str]]:
        offers: dict[str, list[str]] = {}
        for export in sorted(exported(spec), key=age, reverse=True):
            offers.setdefault(self.name(export), []).append(export)
        return offers

    def _merged(self, of: ComponentSpec) -> dict[str, Interface]:
        """A component's imports, merged where it has several versions of one."""
        component = of.name
        versions: dict[str, dict[str, Interface]] = {}
        for name, item in _interfaces(of.type.imports).items():
            known = self.imported(of, name) if name else name
            versions.setdefault(known, {})[name] = self._renamed(of, item)
        _check_cycles(component, versions)
        newest_ones = {
            key: interfaces[max(interfaces, key=age)] for key, interfaces in versions.items()
        }
        try:
            return {
                key: merge(
                    key, interfaces, {v: newest_ones | {key: i} for v, i in interfaces.items()}
                )
                for key, interfaces in versions.items()
            }
        except TypeMismatch as error:
            raise PlanError(
                component, f'among the imports of "{component}", {error.message}', hint=error.hint
            ) from None

    def _renames(self, spec: ComponentSpec) -> bool:
        """Whether anything that a component has goes by another name here."""
        names = (*spec.type.imports, *spec.type.exports)
        return any(self.imported(spec, name) != name for name in names)

    def _renamed(self, spec: ComponentSpec, interface: Interface) -> Interface:
        if spec.name not in self._renaming:
            return interface
        renamed = rename_owners(interface, lambda owner: self.imported(spec, owner))
        assert isinstance(renamed, Interface)
        return renamed


def wire_of(spec: ComponentSpec, wanted: str) -> Wire | None:
    """What the manifest says of who meets an import, by any form of its name."""
    if not spec.wiring:
        return None
    return next((spec.wiring[form] for form in forms(wanted) if form in spec.wiring), None)


def exported(spec: ComponentSpec) -> list[str]:
    """What a component exports for others."""
    return [name for name, item in spec.type.exports.items() if not is_internal(name, item)]


def _interfaces(items: dict[str, Item]) -> dict[str, Interface]:
    """The interfaces among imports or exports; what has none makes up that of the world."""
    interfaces = {name: item for name, item in items.items() if isinstance(item, Interface)}
    bare = world_items(items)
    return {**interfaces, WORLD: bare} if bare.items else interfaces


def _check(spec: ComponentSpec) -> None:
    """Raises :class:`PlanError` for imports and exports that we cannot wire."""
    for name, item in (*spec.type.imports.items(), *spec.type.exports.items()):
        text = f'component "{spec.name}" has {name}'
        match item:
            case Unsupported(sort):
                what = "a type of functions or instances" if sort == "type" else f"a {sort}"
                raise PlanError(
                    spec.name,
                    f"{text}, which is {what}",
                    hint="Interfaces, functions, and types of values and resources can be composed",
                )
            case Interface(items):
                for title, inner in items.items():
                    if not isinstance(inner, Func | TypeDef):
                        raise PlanError(
                            spec.name,
                            f'component "{spec.name}" has {title} in {name}, '
                            "which is neither a function nor a type",
                        )
            case _ if not is_plainname(name):
                raise PlanError(
                    spec.name, f"{text}, which is not an interface", hint="Put it in an interface"
                )
    for name, item in spec.type.imports.items():
        if isinstance(item, Interface):
            _check_used(spec, name, item)
        elif isinstance(item, TypeDef) and isinstance(spec.type.exports.get(name), TypeDef):
            given = spec.type.exports[name]
            if given != TypeDef(Named(WORLD, name)):
                raise PlanError(
                    spec.name,
                    f'component "{spec.name}" imports a type {name} and exports another',
                    hint="Give one of them another name, or put them in interfaces",
                )


def _names(spec: ComponentSpec) -> list[str]:
    """All that a component imports, that it exports for others, and what it has of the app's."""
    ours = [e for e in spec.type.exports if not is_wasi(e)]
    return [*spec.type.imports, *ours, *(w.name for w in spec.wiring.values() if w.name)]


def _check_used(spec: ComponentSpec, name: str, interface: Interface) -> None:
    """What comes from outside or is generated may only be made of the same."""
    for used in sorted(foreign_types(name, interface), key=lambda named: named.name):
        text = f'component "{spec.name}" imports {name}, which uses {used.name} of'
        if used.owner == WORLD:
            raise PlanError(
                spec.name, f"{text} no interface", hint=f"Put {used.name} in an interface"
            )
        if (is_wasi(name) and not is_wasi(used.owner)) or is_policy(name):
            raise PlanError(
                spec.name, f"{text} {used.owner}", hint=f"The real {name} has no such type"
            )


def _check_cycles(component: str, versions: Mapping[str, Mapping[str, Interface]]) -> None:
    name = circular(
        (key, each) for key, interfaces in versions.items() for each in interfaces.values()
    )
    if name is not None:
        raise PlanError(
            component,
            f'component "{component}" imports {name} with types of another version of it',
            hint="Build it against one version of its WIT",
        )
