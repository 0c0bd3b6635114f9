"""Finds what a manifest says in vain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wae.compose.capabilities import grant_of, source_of
from wae.compose.contracts import wire_of
from wae.compose.graph import APP, ComponentSpec, PlanError
from wae.compose.world import forms


class Unused(PlanError):
    """A component that nothing uses."""


def check_outside(unused: frozenset[str], specs: Mapping[str, ComponentSpec]) -> None:
    """Raises :class:`PlanError` for what [app] imports names in vain."""
    for name in sorted(unused):
        wanting = [
            wanted
            for spec in specs.values()
            for wanted in spec.type.imports
            if name in forms(wanted)
        ]
        grant = next((grant_of(wanted) for wanted in wanting if grant_of(wanted)), None)
        if grant:
            raise PlanError(
                APP,
                f"[app] imports names {name}, which goes by grants",
                hint=f'Name the component: grants = ["{grant}"]',
            )
        if wanting:  # it may stay outside, but a component meets it, or nothing has to
            continue
        raise PlanError(
            APP,
            f"[app] imports names {name}, which no component imports",
            hint=f"Remove {name} from [app] imports",
        )


def _is_of_component(spec: ComponentSpec, wanted: str) -> bool:
    wire = wire_of(spec, wanted)
    return wire is not None and wire.component != APP


def use_problems(spec: ComponentSpec, is_used: bool, is_ruled: bool) -> Iterator[PlanError]:
    """What the manifest says of ``spec`` in vain.

    ``is_used`` says that it has an instance, ``is_ruled`` that something keeps to its policy.
    """
    if not is_used:
        yield Unused(
            spec.name,
            f'nothing uses component "{spec.name}"',
            hint="Remove it, or name it in [app] exports",
        )
        return
    sources = {source_of(name) for name in spec.type.imports}
    opened = {grant_of(n) for n in spec.type.imports if not _is_of_component(spec, n)}
    for grant in sorted(spec.grants & sources - opened):
        yield PlanError(
            spec.name,
            f'"{spec.name}" is granted "{grant}", all of which it imports from other components',
            hint=f'Remove "{grant}" from its grants, or those imports',
        )
    for grant in sorted(spec.grants - sources):
        yield PlanError(
            spec.name,
            f'"{spec.name}" is granted "{grant}", which it does not import',
            hint=f'Remove "{grant}" from its grants',
        )
    if spec.variables is not None and "environment" not in sources:
        yield PlanError(
            spec.name,
            f'"{spec.name}" may read environment variables, but does not import any',
            hint="Remove environment from it",
        )
    imported = {form for name in spec.type.imports for form in forms(name)}
    for interface in spec.wiring:
        if interface not in imported:
            yield PlanError(
                spec.name,
                f'"{spec.name}" has an imports entry for {interface}, but does not import it',
                hint=f"Remove {interface} from its imports",
            )
    if spec.policy and not is_ruled:
        yield PlanError(
            spec.name,
            f'"{spec.name}" has hosts, but imports nothing that could reach them',
            hint="Remove hosts and auth, or import wae:http/client or wasi:http/outgoing-handler",
        )
