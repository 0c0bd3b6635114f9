"""Whether an export is a subtype of the import that it would meet, and the error if not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wae.binary.types import Interface, Item, Resource, Type, TypeDef
from wae.compose.compare import Difference, difference
from wae.compose.graph import ComponentSpec, PlanError
from wae.compose.providers import Offer
from wae.compose.type_identity import Origin, TypeIdentities

_NO_RESOURCE = Resource(-1)


def matching_export(
    ours: TypeIdentities,
    wanted: str,
    theirs: TypeIdentities,
    exports: Iterable[str],
    item: str = "",
) -> str | None:
    """The first of the ``exports`` of one instance that meets import ``wanted`` of another.

    With ``item`` it is that function of the export that must.
    """
    return next((e for e in exports if _difference(ours, wanted, theirs, e, item) is None), None)


def mismatch(
    spec: ComponentSpec,
    ours: TypeIdentities,
    wanted: str,
    offer: Offer,
    theirs: TypeIdentities,
    specs: Mapping[str, ComponentSpec],
) -> PlanError:
    """Why an offer does not meet import ``wanted``. ``specs`` go by instance."""
    provider = offer.spec
    unmet = _difference(ours, wanted, theirs, offer.exports[0], offer.item)
    assert unmet is not None
    if unmet.resources is not None:
        here, there = (ours.origins.origin(r) for r in unmet.resources)
        if (here.interface, here.name) == (there.interface, there.name):
            return _two_resources(spec, wanted, provider, here, there, specs)
        unmet = Difference(unmet.place, f"is {_title(here)}", _title(there))
    place = f"of {wanted}, " if isinstance(spec.type.imports[wanted], Interface) else ""
    return PlanError(
        spec.name,
        f'"{spec.name}" and "{provider.name}" do not fit: '
        f"{place}{unmet.text(spec.name, provider.name)}",
        hint=unmet.hint or "Build both against the same WIT",
    )


def _difference(
    ours: TypeIdentities, wanted: str, theirs: TypeIdentities, export: str, item: str
) -> Difference | None:
    """The first difference of ``export`` from the import, whose resources become the export's."""
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
    spec: ComponentSpec,
    wanted: str,
    provider: ComponentSpec,
    here: Origin,
    there: Origin,
    specs: Mapping[str, ComponentSpec],
) -> PlanError:
    owner = specs.get(here.instance)
    other = specs.get(there.instance)
    if owner is not None and owner is other and owner.per_consumer:
        hint = f'Remove instance = "per-consumer" from "{owner.name}": one instance for both'
    else:
        hint = f"Let both import {here.interface or here.name} from one component"
    return PlanError(
        spec.name,
        f'"{spec.name}" imports {wanted} from "{provider.name}", but they do not share '
        f'{_title(here)}: "{spec.name}" has that of "{here.instance}", '
        f'"{provider.name}" that of "{there.instance}"',
        hint=hint,
    )


def _title(origin: Origin) -> str:
    where = f" of {origin.interface}" if origin.interface else ""
    return f"the resource {origin.name}{where}"
