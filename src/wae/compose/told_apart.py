"""Exports that use a resource of an import, beside another resource that goes by the same names.

A composite may import an interface and export one of that name. A resource in both is two types
for a validator; WIT, and whoever reads the composite's contract, has one name for them
(``WIT.md``, Resources). So nobody could say which of the two a function takes.
"""

from __future__ import annotations

from collections.abc import Mapping

from wae.binary.types import Interface, Resource, TypeDef
from wae.compose.graph import ComponentSpec, FromExport, PlanError, TypeName
from wae.compose.type_names import ROOT, TypeNames


def check_told_apart(
    exports: Mapping[str, FromExport], names: TypeNames, specs: Mapping[str, ComponentSpec]
) -> None:
    """Raises :class:`PlanError` for such an export; ``specs`` go by instance."""
    twins = {twin: title for title in exports for twin in _twins(title, exports[title], names)}
    for title, given in exports.items() if twins else ():
        seen: set[TypeName] = set()
        todo = [*names.mentioned(given.instance, given.export, given.item)]
        while todo:
            used = todo.pop()
            if isinstance(used, TypeName) and used.instance == ROOT and used not in seen:
                if used in twins:
                    raise _problem(title, given, used, exports[twins[used]], specs)
                seen.add(used)
                todo += names.defining(used)


def _twins(title: str, given: FromExport, names: TypeNames) -> list[TypeName]:
    """The resources of an import called ``title`` of which the export has others."""
    imported = names.plan.roots.get(title)
    if given.item or not isinstance(imported, Interface):
        return []
    resources = [
        TypeName(ROOT, title, name)
        for name, item in imported.items.items()
        if isinstance(item, TypeDef) and isinstance(item.type, Resource)
    ]
    own = dict(names.titled(given.instance, given.export))
    return [each for each in resources if own.get(each.name, each) != each]


def _problem(
    title: str,
    given: FromExport,
    used: TypeName,
    other: FromExport,
    specs: Mapping[str, ComponentSpec],
) -> PlanError:
    spec, owner = specs[given.instance], specs[other.instance]
    return PlanError(
        spec.name,
        f'[app] exports {title} of "{spec.name}", which uses {used.name} of the {used.owner} from '
        f'outside the app, and the {used.owner} of "{owner.name}", which has another {used.name}',
        hint=f'Leave one out of [app] exports, or have "{spec.name}" import it from "{owner.name}"',
    )
