"""Finds what a manifest says in vain."""

from __future__ import annotations

from wae.compose.capabilities import source_of
from wae.compose.graph import Part, Plan, PlanError


def check_used(part: Part, plan: Plan, is_ruled: bool) -> None:
    """Raises :class:`PlanError` for what the manifest says of ``part`` and ``plan`` never uses.

    ``is_ruled`` says that some instance follows the part's policy.
    """
    if part.name not in plan.components:
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
    if part.policy and not is_ruled:
        raise PlanError(
            part.name,
            f'"{part.name}" has hosts, but imports nothing that has a policy',
            hint="Remove hosts and auth, or import wae:http/client",
        )
