"""Types that the composite exports outside of any interface, and what uses them.

An exported type is a new name, and what is exported after it must be said in its terms
(``Explainer.md``, Import and Export Definitions).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from wae.binary.syntax import TYPE
from wae.binary.types import Func, Interface, TypeDef, named_types
from wae.compose.graph import ComponentSpec, FromExport, PlanError, Signature, TypeName
from wae.compose.type_names import ROOT, Mention, TypeNames
from wae.compose.world import WORLD

_OF_RESOURCE = re.compile(r"\[(?:constructor|method|static)\]([^.]+)(?:\..+)?")


def is_bare(mention: Mention) -> bool:
    """Whether it is a type that a component exports outside of any interface."""
    return isinstance(mention, TypeName) and mention.owner == WORLD and mention.instance != ROOT


def signature(
    title: str, given: FromExport, names: TypeNames, spec: ComponentSpec
) -> Signature | None:
    """What export ``title`` must be given as its type; None where it may keep the one it has.

    Raises :class:`PlanError` for an interface: none can be given one whose types are elsewhere.
    """
    item = names.identities[given.instance].kind.exports[given.export]
    if given.item and isinstance(item, Interface):
        item = item.items[given.item]
    used = [m for m in names.mentioned(given.instance, given.export, given.item) if is_bare(m)]
    if not used and not isinstance(item, TypeDef):
        return None
    if not isinstance(item, Func | TypeDef):
        raise PlanError(
            spec.name,
            f'[app] exports {title} of "{spec.name}", which uses {_type(used[0])}, '
            "a type outside of any interface",
            hint="Put it in an interface",
        )
    meant = {named: names.name_of(given.instance, named) for named in named_types(item)}
    known = {named: name for named, name in meant.items() if name is not None}
    if len(known) < len(meant):
        lacking = next(named for named in meant if named not in known)
        raise PlanError(
            spec.name,
            f'[app] exports {title} of "{spec.name}", which uses {lacking.name}, a type that it '
            "imports outside of any interface",
            hint="Put it in an interface",
        )
    return Signature(item, known)


def check_resources(exports: Mapping[str, FromExport], specs: Mapping[str, ComponentSpec]) -> None:
    """Raises :class:`PlanError` for a function of a resource that is not exported beside it."""
    for title, given in exports.items():
        member = _OF_RESOURCE.fullmatch(title)
        if member and exports.get(member[1]) != FromExport(given.instance, member[1], TYPE):
            spec = specs[given.instance]
            raise PlanError(
                spec.name,
                f'[app] exports {title} of "{spec.name}", but not its resource {member[1]}',
                hint=f'Add {{ from = "{spec.name}", name = "{member[1]}" }} to its exports',
            )


def is_member(name: str) -> bool:
    """Whether it is the name of a function of a resource."""
    return _OF_RESOURCE.fullmatch(name) is not None


def _type(mention: Mention) -> str:
    return mention.name if isinstance(mention, TypeName) else "one"
