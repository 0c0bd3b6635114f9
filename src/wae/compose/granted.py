"""Which WASI interfaces a component is granted: those that it has from the root."""

from __future__ import annotations

from collections.abc import Iterable

from wae.binary.types import Interface
from wae.binary.versions import track
from wae.compose.capabilities import base, is_allowed, is_harmless, is_wasi, source_of
from wae.compose.contracts import Contracts, wire_of
from wae.compose.generate.gate import is_outgoing
from wae.compose.generate.standard import STDERR, STREAMS
from wae.compose.graph import ComponentSpec, PlanError
from wae.compose.interfaces import Interfaces, foreign_types

_STANDARD = (f"{STREAMS}@0.2", f"{STDERR}@0.2")  # what denials of 0.2 have of their own


def granted_interfaces(
    spec: ComponentSpec, contracts: Contracts, left: set[str], *, has_gate: bool
) -> set[str]:
    """The WASI interfaces that a component has from the root.

    Those that its grants allow; those whose types it exchanges with other components, or with its
    gate, since both sides must mean the same resource; and those that these are made of. Streams
    are the host's only if one of these others hands them out, or if nothing of them is denied.
    ``left`` are interfaces that the manifest leaves to the root although no grant speaks of them.
    Raises :class:`PlanError` where an exchange would open what was not granted.
    """
    imports, inside = contracts.imports[spec.name], contracts.inside(spec)
    types = {named.owner for named in contracts.exchanged(spec) if is_wasi(named.owner)}
    types |= {used.owner for name in left for used in foreign_types(name, imports[name])}
    exchanged = types - inside - left
    if has_gate:
        handlers = {name: item for name, item in imports.items() if is_outgoing(name)}
        exchanged |= {t.owner for name, item in handlers.items() for t in foreign_types(name, item)}
    ours = {name for name in imports if is_wasi(name)} - inside
    for name in sorted(ours):
        _check_types(spec, name, imports[name], inside)
    ours -= left
    allowed = {name for name in ours if is_allowed(name, spec.grants)}
    granted = _with_what_they_use(allowed | exchanged, imports)
    for name in sorted(granted):
        if not is_allowed(name, spec.grants) and not is_harmless(name):
            capability = source_of(name)
            raise PlanError(
                spec.name,
                f'component "{spec.name}" shares types of {name}, which it may not use',
                hint=f'Grant it "{capability}"' if capability else "No grant opens that interface",
            )
    standard = {name for name in allowed - exchanged if track(name) in _STANDARD}
    rest = _with_what_they_use((allowed | exchanged) - standard, imports)
    denied = ours - granted
    is_needed = any(_is_made_of_streams(imports[name]) for name in denied)
    return rest if is_needed and not rest & standard else granted


def _check_types(spec: ComponentSpec, name: str, interface: Interface, inside: set[str]) -> None:
    """What comes from the host, or is denied, may not be made of what another component gives."""
    for named in sorted(foreign_types(name, interface), key=lambda n: (n.owner, n.name)):
        if named.owner in inside:
            wire = wire_of(spec, named.owner)
            giver = wire.component if wire else "another component"
            raise PlanError(
                spec.name,
                f'"{spec.name}" imports {name} from outside the app, but the type {named.name} of '
                f'{named.owner} in it is that of "{giver}"',
                hint=f'Import {name} from "{giver}" as well, or both from outside',
            )


def _with_what_they_use(names: Iterable[str], imports: Interfaces) -> set[str]:
    todo, closure = list(names), set[str]()
    while todo:
        name = todo.pop()
        if name not in closure:
            closure.add(name)
            todo += [t.owner for t in foreign_types(name, imports.get(name, Interface()))]
    return closure


def _is_made_of_streams(interface: Interface) -> bool:
    return any(base(named.owner) == STREAMS for named in foreign_types("", interface))
