"""Finds what a manifest says in vain."""

from __future__ import annotations

from wae.compose.capabilities import source_of
from wae.compose.graph import Part, PlanError
from wae.compose.world import forms


def check_used(part: Part, is_used: bool, is_ruled: bool) -> None:
    """Raises :class:`PlanError` for what the manifest says of ``part`` in vain.

    ``is_used`` says that it has an instance, ``is_ruled`` that something keeps to its policy.
    """
    if not is_used:
        raise PlanError(
            part.name,
            f'nothing uses component "{part.name}"',
            hint="Remove it, or name it in [app] exports",
        )
    sources = {source_of(name) for name in part.type.imports}
    for grant in sorted(part.grants - sources):
        raise PlanError(
            part.name,
            f'"{part.name}" is granted "{grant}", which it does not import',
            hint=f'Remove "{grant}" from its grants',
        )
    if part.variables is not None and "environment" not in sources:
        raise PlanError(
            part.name,
            f'"{part.name}" may read environment variables, but does not import any',
            hint="Remove environment from it",
        )
    imported = {form for name in part.type.imports for form in forms(name)}
    for interface in part.wiring:
        if interface not in imported:
            raise PlanError(
                part.name,
                f'"{part.name}" is told where to import {interface} from, but does not import it',
                hint=f"Remove {interface} from its imports",
            )
    if part.policy and not is_ruled:
        raise PlanError(
            part.name,
            f'"{part.name}" has hosts, but imports nothing that could reach them',
            hint="Remove hosts and auth, or import wae:http/client or wasi:http/outgoing-handler",
        )
