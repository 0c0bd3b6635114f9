"""The exports of the composite: what the chosen components export, in a valid order.

An export may only mention types that the composite imports, or has exported before
(``Explainer.md``, Import and Export Definitions).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wae.binary.syntax import FUNC, INSTANCE
from wae.binary.types import (
    Enum,
    Flags,
    Interface,
    Item,
    Record,
    Resource,
    Type,
    TypeDef,
    Variant,
    children,
    item_types,
)
from wae.compose.contracts import exported
from wae.compose.graph import FromExport, FromRoot, Instance, Part, PlanError
from wae.compose.meanings import Meanings
from wae.compose.versions import track
from wae.compose.world import WORLD

_NAMED = (Record, Variant, Enum, Flags, Resource)  # types that an export must not leave unnamed


def add_exports(exports: dict[str, FromExport], part: Part, instance: str) -> None:
    """Adds what ``part`` exports. Raises :class:`PlanError` for what the composite cannot."""
    for name in exported(part):
        item = part.type.exports[name]
        if isinstance(item, TypeDef):
            raise PlanError(
                part.name,
                f'[app] exports "{part.name}", which exports the type {name} by itself',
                hint="Put it in an interface",
            )
        if name in exports:
            raise PlanError(
                part.name,
                f'"{exports[name].instance}" and "{part.name}" both export {name}',
                hint="Name only one of them in [app] exports",
            )
        other = next((other for other in exports if track(other) == track(name)), None)
        if other is not None:
            raise PlanError(
                part.name,
                f'[app] exports {other} of "{exports[other].instance}" and {name} of '
                f'"{part.name}": a runtime may take either for the other',
                hint="Export only one of two compatible versions",
            )
        sort = INSTANCE if isinstance(item, Interface) else FUNC
        exports[name] = FromExport(instance, name, sort)


def in_export_order(
    exports: Mapping[str, FromExport],
    instances: Mapping[str, Instance],
    meanings: Mapping[str, Meanings],
    parts: Mapping[str, Part],
) -> dict[str, FromExport]:
    """``exports``, each after those that name the types which it mentions.

    ``meanings`` and ``parts`` go by instance. Raises :class:`PlanError` where nobody names them.
    """
    named = set(_imported(instances, meanings))
    ordered: dict[str, FromExport] = {}
    todo = dict(exports)
    while todo:
        unnamed: dict[str, list[Type]] = {}
        for name, given in todo.items():
            theirs = meanings[given.instance]
            item = theirs.exported(name)
            own = {kind for kind in _names(item) if _is_defined(kind, given, theirs)}
            unnamed[name] = [kind for kind in _mentioned(item) if kind not in named | own]
            if not unnamed[name]:
                named |= own
                ordered[name] = todo.pop(name)
                break
        else:
            name, lacking = next(iter(unnamed.items()))
            given = todo[name]
            raise _unnamed(name, lacking[0], instances[given.instance], meanings, parts)
    return ordered


def _imported(
    instances: Mapping[str, Instance], meanings: Mapping[str, Meanings]
) -> Iterable[Type]:
    """The types that the composite's imports name."""
    for name, found in meanings.items():
        for wanted, source in instances[name].arguments.items():
            if isinstance(source, FromRoot):
                yield from _names(found.imported(wanted))


def _names(item: Item) -> list[Type]:
    """The types to which an interface, or a type, gives a name."""
    inside = item.items.values() if isinstance(item, Interface) else [item]
    return [inner.type for inner in inside if isinstance(inner, TypeDef)]


def _is_defined(kind: Type, given: FromExport, theirs: Meanings) -> bool:
    """Whether an export that names a type suffices: a resource must be exported by its owner."""
    if not isinstance(kind, Resource):
        return True
    origin = theirs.origins.origin(kind)
    return (origin.instance, origin.interface) == (given.instance, given.export)


def _mentioned(item: Item) -> list[Type]:
    todo: list[Type] = []
    for inner in item.items.values() if isinstance(item, Interface) else [item]:
        todo += item_types(inner)
    found: list[Type] = []
    while todo:
        kind = todo.pop()
        if isinstance(kind, _NAMED):
            found.append(kind)
        todo += children(kind)
    return found


def _unnamed(
    export: str,
    kind: Type,
    instance: Instance,
    meanings: Mapping[str, Meanings],
    parts: Mapping[str, Part],
) -> PlanError:
    part = parts[instance.name]
    given = meanings[instance.name].given
    for named, meaning in given.items():
        if meaning == kind and named.owner != WORLD:
            source = instance.arguments[named.owner]
            owner = parts.get(source.instance) if isinstance(source, FromExport) else None
            if owner is not None:
                return PlanError(
                    part.name,
                    f'[app] exports {export} of "{part.name}", which uses {named.name} '
                    f'of {named.owner}, but does not export "{owner.name}"',
                    hint=f'Name "{owner.name}" in [app] exports, too',
                )
    return PlanError(
        part.name,
        f'[app] exports {export} of "{part.name}", which uses a type that no interface '
        "of the app has",
        hint="Put it in an interface",
    )
