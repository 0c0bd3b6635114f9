"""The exports of the composite: what the manifest chooses of the components', in a valid order.

An export may only mention types that the composite imports, or has exported before
(``Explainer.md``, Import and Export Definitions).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wae.binary.syntax import FUNC, INSTANCE, TYPE
from wae.binary.types import Func, Interface, Item, TypeDef
from wae.binary.versions import split, track
from wae.compose.asynchronous import title as root_title
from wae.compose.bare_types import check_resources, is_member, signature
from wae.compose.contracts import exported
from wae.compose.graph import AppExport, ComponentSpec, FromExport, Plan, PlanError, TypeName
from wae.compose.told_apart import check_told_apart
from wae.compose.type_identity import TypeIdentities
from wae.compose.type_names import Mention, TypeNames
from wae.compose.unique import canonical
from wae.compose.world import is_title

_KINDS = {FUNC: "a function", INSTANCE: "an interface", TYPE: "a type"}


class Exports:
    """Collects what the composite exports: ``chosen`` goes by name."""

    def __init__(self) -> None:
        self.chosen: dict[str, FromExport] = {}
        self.names: dict[str, str] = {}  # canonical name -> name
        self.tracks: dict[str, str] = {}

    def add(self, spec: ComponentSpec, instance: str, export: AppExport) -> None:
        """Adds what is ``shown`` of ``spec``. Raises :class:`PlanError` for what cannot be."""
        for title, given in _chosen(spec, instance, export):
            _check(spec, title, given)
            if title in self.chosen:
                raise PlanError(
                    spec.name,
                    f'"{self.chosen[title].instance}" and "{spec.name}" both export {title}',
                    hint="Name only one of them in [app] exports",
                )
            self._check_alike(spec, title, given)
            self.chosen[title] = given

    def _check_alike(self, spec: ComponentSpec, title: str, given: FromExport) -> None:
        other = self.names.setdefault(canonical(title), title)
        if other != title:
            raise PlanError(
                spec.name,
                f'{self._both(other, title)} of "{spec.name}": names must differ in more than case',
                hint=f"Give one another name: {_renaming(spec, given)}",
            )
        other = self.tracks.setdefault(track(title), title)
        if other != title:
            raise PlanError(
                spec.name,
                f'{self._both(other, title)} of "{spec.name}": a runtime may confuse the two',
                hint="Export only one of two compatible versions",
            )

    def _both(self, other: str, title: str) -> str:
        return f'[app] exports {other} of "{self.chosen[other].instance}" and {title}'


def _check(spec: ComponentSpec, title: str, given: FromExport) -> None:
    """Raises :class:`PlanError` for an export that no app can have, or not by this name."""
    if title == given.export and is_member(title):
        return
    if not is_title(title, is_interface=given.sort == INSTANCE):
        kind = _KINDS[given.sort]
        raise PlanError(
            spec.name,
            f'[app] exports {kind} of "{spec.name}" as {title}, which cannot be its name',
            hint=f"Give it one: {_renaming(spec, given)}",
        )


def _chosen(
    spec: ComponentSpec, instance: str, export: AppExport
) -> Iterable[tuple[str, FromExport]]:
    offered = exported(spec)
    if not export.name:
        for name in offered:
            item = spec.type.exports[name]
            yield root_title(name, item), FromExport(instance, name, _sort(item))
        return
    name = next((n for n in offered if export.name in (n, split(n)[0])), "")
    if not name:
        raise PlanError(
            spec.name,
            f'[app] exports {export.name} of "{spec.name}", which does not export it',
            hint=f"It exports {', '.join(offered) or 'nothing'}",
        )
    item = spec.type.exports[name]
    if not export.item:
        yield export.title or root_title(name, item), FromExport(instance, name, _sort(item))
        return
    functions = item.functions() if isinstance(item, Interface) else {}
    if export.item not in functions:
        raise PlanError(
            spec.name,
            f'[app] exports the function {export.item} of {name} of "{spec.name}", '
            "which does not have it",
            hint=f"It has {', '.join(functions) or 'none'}",
        )
    yield export.title or export.item, FromExport(instance, name, FUNC, export.item)


def _renaming(spec: ComponentSpec, given: FromExport) -> str:
    return f'{{ from = "{spec.name}", name = "{given.export}", as = "…" }}'


def _sort(item: Item) -> int:
    return FUNC if isinstance(item, Func) else TYPE if isinstance(item, TypeDef) else INSTANCE


def set_exports(
    plan: Plan,
    exports: Mapping[str, FromExport],
    identities: Mapping[str, TypeIdentities],
    specs: Mapping[str, ComponentSpec],
) -> None:
    """Gives ``plan`` its exports, each after those that name the types which it mentions.

    ``identities`` and ``specs`` go by instance. Raises :class:`PlanError` where nobody names them.
    """
    type_names = TypeNames(plan, identities)
    plan.exports = _in_order(exports, type_names, specs)
    check_told_apart(plan.exports, type_names, specs)
    check_resources(plan.exports, specs)
    for title, given in plan.exports.items():
        made = signature(title, given, type_names, specs[given.instance])
        if made is not None:
            plan.signatures[title] = made


def _in_order(
    exports: Mapping[str, FromExport], type_names: TypeNames, specs: Mapping[str, ComponentSpec]
) -> dict[str, FromExport]:
    named = set(type_names.imported())
    ordered: dict[str, FromExport] = {}
    todo = dict(exports)
    while todo:
        lacking: dict[str, Mention] = {}
        for title, given in todo.items():
            own = set() if given.item else set(type_names.named(given.instance, given.export))
            mentioned = type_names.mentioned(given.instance, given.export, given.item)
            unnamed = next((m for m in mentioned if m not in named and m not in own), None)
            if unnamed is None:
                named |= own
                ordered[title] = given
            else:
                lacking[title] = unnamed
        if len(lacking) == len(todo):
            title, unnamed = next(iter(lacking.items()))
            raise _unnamed(title, unnamed, todo[title], specs)
        todo = {title: todo[title] for title in lacking}
    return ordered


def _unnamed(
    title: str, lacking: Mention, given: FromExport, specs: Mapping[str, ComponentSpec]
) -> PlanError:
    spec = specs[given.instance]
    owner = specs.get(lacking.instance) if isinstance(lacking, TypeName) else None
    if isinstance(lacking, TypeName) and owner is not None and lacking.owner:
        uses = f'{title} of "{spec.name}", which uses {lacking.name} of {lacking.owner}'
        if owner is spec:
            return PlanError(
                spec.name,
                f"[app] exports {uses}, but not that",
                hint=f'Add {{ from = "{spec.name}", name = "{lacking.owner}" }} to its exports',
            )
        if owner.per_consumer:
            return PlanError(
                spec.name,
                f'[app] exports {uses}, but "{spec.name}" has an instance of "{owner.name}" for '
                "itself, which cannot be exported",
                hint=f'Let its consumers share one: remove instance from "{owner.name}", and name '
                f'"{owner.name}" in [app] exports',
            )
        return PlanError(
            spec.name,
            f'[app] exports {uses}, but does not export "{owner.name}"',
            hint=f'Name "{owner.name}" in [app] exports as well',
        )
    return PlanError(
        spec.name,
        f'[app] exports {title} of "{spec.name}", which uses a type that no interface '
        "of the app has",
        hint="Put it in an interface",
    )
