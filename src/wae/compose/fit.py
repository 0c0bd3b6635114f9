"""Whether an import fits what would meet it, and what is said where it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wae.binary.types import Interface, Item, Resource, Type, TypeDef
from wae.compose.compare import Difference, difference
from wae.compose.graph import Part, PlanError
from wae.compose.meanings import Meanings, Origin
from wae.compose.providers import Offer

_NO_RESOURCE = Resource(-1)


def fitting(
    ours: Meanings, wanted: str, theirs: Meanings, exports: Iterable[str], item: str = ""
) -> str | None:
    """The first of the ``exports`` of one instance that meets import ``wanted`` of another.

    With ``item`` it is that function of the export that must.
    """
    return next((e for e in exports if _lack(ours, wanted, theirs, e, item) is None), None)


def misfit(
    part: Part,
    ours: Meanings,
    wanted: str,
    offer: Offer,
    theirs: Meanings,
    parts: Mapping[str, Part],
) -> PlanError:
    """Why an offer does not meet import ``wanted``. ``parts`` are the parts by instance."""
    provider = offer.part
    lack = _lack(ours, wanted, theirs, offer.exports[0], offer.item)
    assert lack is not None
    if lack.resources is not None:
        here, there = (ours.origins.origin(r) for r in lack.resources)
        if (here.interface, here.name) == (there.interface, there.name):
            return _two_resources(part, wanted, provider, here, there, parts)
        lack = Difference(lack.place, f"is {_title(here)}", _title(there))
    place = f"of {wanted}, " if isinstance(part.type.imports[wanted], Interface) else ""
    return PlanError(
        part.name,
        f'"{part.name}" and "{provider.name}" do not fit: '
        f"{place}{lack.text(part.name, provider.name)}",
        hint="Build both against the same WIT",
    )


def _lack(
    ours: Meanings, wanted: str, theirs: Meanings, export: str, item: str
) -> Difference | None:
    """What ``export`` lacks; the resources of the import are from now on those of the export."""
    offered = theirs.exported(export)
    if item and isinstance(offered, Interface):
        offered = offered.items[item]
    ours.bind(wanted, lambda title: _type_of(offered, title))
    return difference(wanted, ours.imported(wanted), offered)


def _type_of(offered: Item, title: str) -> Type:
    inner = offered.items.get(title) if isinstance(offered, Interface) else offered
    kind = inner.type if isinstance(inner, TypeDef) else None
    return kind if isinstance(kind, Resource) else _NO_RESOURCE


def _two_resources(
    part: Part, wanted: str, provider: Part, here: Origin, there: Origin, parts: Mapping[str, Part]
) -> PlanError:
    owner = parts.get(here.instance)
    other = parts.get(there.instance)
    if owner is not None and owner is other and owner.per_consumer:
        hint = f'Remove instance = "per-consumer" from "{owner.name}": one instance for both'
    else:
        hint = f"Let both import {here.interface or here.name} from one component"
    return PlanError(
        part.name,
        f'"{part.name}" imports {wanted} of "{provider.name}", but they do not share '
        f'{_title(here)}: "{part.name}" has that of "{here.instance}", '
        f'"{provider.name}" that of "{there.instance}"',
        hint=hint,
    )


def _title(origin: Origin) -> str:
    where = f" of {origin.interface}" if origin.interface else ""
    return f"the resource {origin.name}{where}"
