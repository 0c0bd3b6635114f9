"""What the components import and export, under one name for each interface."""

from __future__ import annotations

from collections.abc import Mapping

from wae.binary.rename import rename_owners
from wae.binary.types import Func, Interface, Item, TypeDef
from wae.compose.capabilities import is_wasi
from wae.compose.compare import difference
from wae.compose.graph import Part, PlanError
from wae.compose.interfaces import TypeMismatch, merge, plain
from wae.compose.versions import age, newest, track

# componentize-py's own way to start its interpreter; not part of any contract.
INTERNAL_EXPORTS = ("exports",)


class Contracts:
    """``imports`` and ``offers`` are the interfaces of each component, by its name.

    All versions on one compatibility track go by the name of the newest that occurs. Raises
    :class:`PlanError` where a component has something else than interfaces.
    """

    def __init__(self, parts: Mapping[str, Part]) -> None:
        # WASI comes from the host, so what somebody exports under its name is no version of it.
        self.names = newest(
            name
            for part in parts.values()
            for name in (*part.type.imports, *(e for e in part.type.exports if not is_wasi(e)))
        )
        self.imports = {p.name: self.canonical(p.name, p.type.imports) for p in parts.values()}
        self.offers = {p.name: self.canonical(p.name, p.type.exports) for p in parts.values()}

    def name(self, interface: str) -> str:
        """The newest version of an interface that occurs, on its compatibility track."""
        return self.names.get(track(interface), interface)

    def canonical(self, part: str, items: dict[str, Item]) -> dict[str, Interface]:
        """A component's imports or exports, merged where it has several versions of one."""
        versions: dict[str, dict[str, Interface]] = {}
        for name, item in items.items():
            if name not in INTERNAL_EXPORTS:
                versions.setdefault(self.name(name), {})[name] = self.interface(part, name, item)
        newest_ones = {key: found[max(found, key=age)] for key, found in versions.items()}
        try:
            return {
                key: merge(key, found, {v: newest_ones | {key: i} for v, i in found.items()})
                for key, found in versions.items()
            }
        except TypeMismatch as error:
            raise PlanError(part, error.message, hint=error.hint) from None

    def interface(self, part: str, name: str, item: Item) -> Interface:
        renamed = rename_owners(item, self.name)
        if not isinstance(renamed, Interface):
            raise PlanError(
                part,
                f'component "{part}" has {name}, which is not an interface',
                hint="Put it in an interface",
            )
        for title, inner in renamed.items.items():
            if not isinstance(inner, Func | TypeDef):
                raise PlanError(
                    part,
                    f'component "{part}" has {title} in {name}, '
                    "which is neither a function nor a type",
                )
        return renamed

    def lack(self, part: Part, name: str, provider: Part, export: str) -> str | None:
        """What ``provider``'s ``export`` lacks of the interface that ``part`` imports."""
        offers = self.imports[provider.name] | self.offers[provider.name]
        offered = self.interface(provider.name, export, provider.type.exports[export])
        return difference(
            plain(self.imports[part.name][name], self.imports[part.name]),
            plain(offered, offers | {name: offered}),
        )
