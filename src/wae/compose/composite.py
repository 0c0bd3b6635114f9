"""The type of a composite, from its plan alone: it need not be there yet."""

from __future__ import annotations

from collections.abc import Mapping

from wae.binary.rename import map_item
from wae.binary.types import ComponentType, Interface, Item, Named, Type
from wae.compose.graph import FromExport, FromRoot, Plan
from wae.compose.type_identity import Origins, TypeIdentities
from wae.compose.type_names import ROOT, TypeNames
from wae.compose.world import WORLD


def composite_type(planned: Plan, kinds: Mapping[str, ComponentType]) -> ComponentType:
    """What the composite of a plan imports and exports.

    ``kinds`` are the types of its components, by their keys in the plan; those that the composer
    makes itself need none.
    """
    origins = Origins()
    of_instances = {
        name: kinds[instance.component]
        for name, instance in planned.instances.items()
        if instance.component in kinds
    }
    identities = {name: TypeIdentities(name, kind, origins) for name, kind in of_instances.items()}
    names = TypeNames(planned, identities)
    titles = {(given.instance, given.export): title for title, given in planned.exports.items()}

    def exported(given: FromExport) -> Item:
        item = of_instances[given.instance].exports[given.export]
        if given.item and isinstance(item, Interface):
            item = item.items[given.item]

        def leaf(kind: Type) -> Type:
            origin = names.name_of(given.instance, kind) if isinstance(kind, Named) else None
            if origin is None:
                return kind
            if origin.instance == ROOT:
                return Named(origin.owner, origin.name)
            if origin.owner == WORLD:
                return Named(WORLD, titles.get((origin.instance, origin.name), origin.name))
            return Named(titles.get((origin.instance, origin.owner), origin.owner), origin.name)

        return map_item(item, leaf)

    def whole(given: FromExport) -> Item:
        item, source = exported(given), _passed_on(planned, of_instances, given)
        if source is None or not isinstance(item, Interface):
            return item
        wider = planned.roots[source.name] if isinstance(source, FromRoot) else whole(source)
        return Interface({**wider.items, **item.items}) if isinstance(wider, Interface) else item

    exports = {title: whole(given) for title, given in planned.exports.items()}
    return ComponentType(dict(planned.roots), exports)


def _passed_on(
    planned: Plan, kinds: Mapping[str, ComponentType], given: FromExport
) -> FromExport | FromRoot | None:
    """Where the instance comes from that an export passes on, with all that it has."""
    kind = kinds.get(given.instance)
    passed = None if kind is None or given.item else kind.passed.get(given.export)
    if kind is None or passed is None:
        return None
    if passed not in kind.imports:
        return FromExport(given.instance, passed)
    source = planned.instances[given.instance].arguments[passed]
    return source if isinstance(source, FromExport | FromRoot) and not source.item else None
