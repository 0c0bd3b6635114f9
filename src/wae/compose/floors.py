"""Which WASI an app needs of whoever runs it, and what no floor gives where that has 0.2 only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wae.binary.types import ComponentType, Interface, Item, Resource
from wae.binary.versions import track
from wae.compose.capabilities import is_known, is_wasi
from wae.compose.generate.floor import has_floor
from wae.compose.generate.httpfloor import TYPES
from wae.compose.graph import ComponentSpec, PlanError
from wae.compose.interfaces import foreign_types

OLDER, NEWER = VERSIONS = ("0.2", "0.3")


def needed(kind: ComponentType) -> str:
    """The oldest WASI with which floors give all that a component imports.

    What it exchanges with whoever runs it must be theirs: a floor's requests are its own.
    """
    is_met = all(has_floor(name) for name in kind.imports if _is_newer(name))
    is_own = not any(_requests(name, item) for name, item in kind.exports.items())
    return OLDER if is_met and is_own else NEWER


def check_floors(
    wanted: Mapping[str, Mapping[str, Interface]], exported: Iterable[tuple[ComponentSpec, str]]
) -> list[PlanError]:
    """What is wrong with these imports (by component) and exports where there is no WASI 0.3.

    Types alone need nobody who has them. An interface that we do not know was named in the
    manifest, by somebody who does.
    """
    needs = [
        (name, component)
        for name, interfaces in wanted.items()
        for component, interface in interfaces.items()
        if _is_newer(name) and is_known(name) and _is_more_than_types(interface)
    ]
    for spec, export in exported:
        needs += [(name, spec.name) for name in _requests(export, spec.type.exports[export])]
    return [
        PlanError(
            component,
            f'"{component}" needs {name}, which nothing provides in an app of WASI {OLDER}',
            hint=f'Write wasi = "{NEWER}" in [app], and run it with the wasmtime command',
        )
        for name, component in dict.fromkeys(needs)
    ]


def _requests(export: str, item: Item) -> set[str]:
    """The interfaces of WASI 0.3 from which an export has requests and answers."""
    if not isinstance(item, Interface):
        return set()
    return {n.owner for n in foreign_types(export, item) if track(n.owner) == TYPES}


def _is_newer(interface: str) -> bool:
    return is_wasi(interface) and track(interface).endswith(f"@{NEWER}")


def _is_more_than_types(interface: Interface) -> bool:
    resources = (item for item in interface.typedefs().values() if item.type == Resource())
    return bool(interface.functions()) or any(resources)
