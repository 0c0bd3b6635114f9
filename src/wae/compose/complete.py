"""Whoever runs a composite must be able to give it all of its imports, types included."""

from __future__ import annotations

from collections.abc import Mapping

from wae.binary.types import Interface
from wae.compose.cycles import circular
from wae.compose.graph import PlanError
from wae.compose.interfaces import Interfaces, foreign_types


def check_complete(roots: Interfaces, wanted: Mapping[str, Mapping[str, Interface]]) -> None:
    """Raises :class:`PlanError` if an import uses a type that no import defines, or is circular.

    ``wanted`` says, for each import, which components want what of it.
    """
    name = circular(roots.items())
    if name is not None:
        component = next(iter(wanted[name]))
        raise PlanError(
            component,
            f'the types of {name}, which "{component}" imports, are defined by themselves',
            hint="Build all components against the same version of its WIT",
        )
    for name, interface in roots.items():
        for named in sorted(foreign_types(name, interface), key=lambda n: (n.owner, n.name)):
            if named.owner not in roots or named.name not in roots[named.owner].items:
                component = next(iter(wanted[name]))
                raise PlanError(
                    component,
                    f'"{component}" imports {name} from outside the app, but the type '
                    f"{named.name} in it is of {named.owner}, which comes from inside",
                    hint="Let both come from outside, or both from components",
                )
