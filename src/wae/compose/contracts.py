"""What the components import and export, under one name for each interface."""

from __future__ import annotations

from collections.abc import Mapping

from wae.binary.internal import is_internal
from wae.binary.rename import rename_owners
from wae.binary.types import Func, Interface, Item, Named, TypeDef, Unsupported
from wae.binary.versions import age, newest, track
from wae.compose.capabilities import is_wasi
from wae.compose.circles import circular
from wae.compose.generate.policy import is_policy
from wae.compose.graph import APP, Part, PlanError, Wire
from wae.compose.interfaces import TypeMismatch, foreign_types, merge
from wae.compose.world import WORLD, forms, is_plain, world_items


class Contracts:
    """``imports`` are the interfaces of each component, by its name; ``offers`` the names under
    which it exports an interface, function or type, the newest version first.

    All versions on one compatibility track go by the name of the newest that occurs. Raises
    :class:`PlanError` where a component has something that we cannot wire.
    """

    def __init__(self, parts: Mapping[str, Part]) -> None:
        # WASI comes from the host, so what somebody exports under its name is no version of it.
        self.names = newest(name for part in parts.values() for name in _names(part))
        self.parts = parts
        for part in parts.values():
            _check(part)
        self.imports = {p.name: self._merged(p) for p in parts.values()}
        self.offers = {p.name: self._offers(p) for p in parts.values()}

    def name(self, interface: str) -> str:
        """The newest version of an interface that occurs, on its compatibility track."""
        return self.names.get(track(interface), interface)

    def imported(self, part: Part, wanted: str) -> str:
        """The interface that an import is at the root: of another name if the manifest says so."""
        wire = wire_of(part, wanted)
        return self.name(wire.name if wire and wire.component == APP and wire.name else wanted)

    def inside(self, part: Part) -> set[str]:
        """The interfaces, as :meth:`imported` has them, that a chosen component is to meet."""
        wires = {wanted: wire_of(part, wanted) for wanted in part.type.imports}
        return {self.name(n) for n, wire in wires.items() if wire and wire.component != APP}

    def exchanged(self, part: Part) -> set[Named]:
        """The types of other interfaces that a component's contracts with others mention.

        Where it exports an interface of WASI, the other is whoever runs the composite.
        """
        found: set[Named] = set()
        inside = self.inside(part)
        imports = {
            name: interface
            for name, interface in _interfaces(part.type.imports).items()
            if not is_wasi(self.imported(part, name)) or self.name(name) in inside
        }
        for contracts in (imports, _interfaces(part.type.exports)):
            for name, interface in contracts.items():
                found |= foreign_types(name, self._renamed(part, interface))
        return found

    def _offers(self, part: Part) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for export in sorted(exported(part), key=age, reverse=True):
            found.setdefault(self.name(export), []).append(export)
        return found

    def _merged(self, of: Part) -> dict[str, Interface]:
        """A component's imports, merged where it has several versions of one."""
        part = of.name
        versions: dict[str, dict[str, Interface]] = {}
        for name, item in _interfaces(of.type.imports).items():
            known = self.imported(of, name) if name else name
            versions.setdefault(known, {})[name] = self._renamed(of, item)
        _check_circles(part, versions)
        newest_ones = {key: found[max(found, key=age)] for key, found in versions.items()}
        try:
            return {
                key: merge(key, found, {v: newest_ones | {key: i} for v, i in found.items()})
                for key, found in versions.items()
            }
        except TypeMismatch as error:
            raise PlanError(
                part, f'among the imports of "{part}", {error.message}', hint=error.hint
            ) from None

    def _renamed(self, part: Part, interface: Interface) -> Interface:
        renamed = rename_owners(interface, lambda owner: self.imported(part, owner))
        assert isinstance(renamed, Interface)
        return renamed


def wire_of(part: Part, wanted: str) -> Wire | None:
    """What the manifest says of who meets an import, by any form of its name."""
    return next((part.wiring[form] for form in forms(wanted) if form in part.wiring), None)


def exported(part: Part) -> list[str]:
    """What a component exports for others."""
    return [name for name, item in part.type.exports.items() if not is_internal(name, item)]


def _interfaces(items: dict[str, Item]) -> dict[str, Interface]:
    """The interfaces among imports or exports; what has none makes up that of the world."""
    found = {name: item for name, item in items.items() if isinstance(item, Interface)}
    bare = world_items(items)
    return {**found, WORLD: bare} if bare.items else found


def _check(part: Part) -> None:
    """Raises :class:`PlanError` for imports and exports that we cannot wire."""
    for name, item in (*part.type.imports.items(), *part.type.exports.items()):
        text = f'component "{part.name}" has {name}'
        match item:
            case Unsupported(sort):
                raise PlanError(
                    part.name,
                    f"{text}, which is a {sort}",
                    hint="Only interfaces, functions and types can be composed",
                )
            case Interface(items):
                for title, inner in items.items():
                    if not isinstance(inner, Func | TypeDef):
                        raise PlanError(
                            part.name,
                            f'component "{part.name}" has {title} in {name}, '
                            "which is neither a function nor a type",
                        )
            case _ if not is_plain(name):
                raise PlanError(
                    part.name, f"{text}, which is not an interface", hint="Put it in an interface"
                )
    for name, item in part.type.imports.items():
        if isinstance(item, Interface):
            _check_used(part, name, item)
        elif isinstance(item, TypeDef) and isinstance(part.type.exports.get(name), TypeDef):
            given = part.type.exports[name]
            if given != TypeDef(Named(WORLD, name)):
                raise PlanError(
                    part.name,
                    f'component "{part.name}" imports a type {name} and exports another',
                    hint="Give one of them another name, or put them in interfaces",
                )


def _names(part: Part) -> list[str]:
    """All that a component imports, that it exports for others, and what it has of the app's."""
    ours = [e for e in part.type.exports if not is_wasi(e)]
    return [*part.type.imports, *ours, *(w.name for w in part.wiring.values() if w.name)]


def _check_used(part: Part, name: str, interface: Interface) -> None:
    """What comes from outside or is generated may only be made of the same."""
    for used in sorted(foreign_types(name, interface), key=lambda named: named.name):
        text = f'component "{part.name}" imports {name}, which uses {used.name} of'
        if used.owner == WORLD:
            raise PlanError(
                part.name, f"{text} no interface", hint=f"Put {used.name} in an interface"
            )
        if (is_wasi(name) and not is_wasi(used.owner)) or is_policy(name):
            raise PlanError(
                part.name, f"{text} {used.owner}", hint=f"The real {name} has no such type"
            )


def _check_circles(part: str, versions: Mapping[str, Mapping[str, Interface]]) -> None:
    name = circular((key, each) for key, found in versions.items() for each in found.values())
    if name is not None:
        raise PlanError(
            part,
            f'component "{part}" imports {name} with types of another version of it',
            hint="Build it against one version of its WIT",
        )
