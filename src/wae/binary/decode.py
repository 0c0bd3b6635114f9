"""From the bytes of a component to its type: what it imports and exports.

Only the sections that types depend on are read; core modules and instances are skipped. A nested
component is evaluated each time it is instantiated, with the types of its arguments, since what it
exports depends on them (``Explainer.md``, Instance Definitions and Type Checking).
"""

from __future__ import annotations

from collections.abc import Callable

from wae.binary.canon import read_canon
from wae.binary.definitions import ROOT, SORT_NAMES, Definitions
from wae.binary.measure import check_sizes
from wae.binary.owners import PROVISIONAL, OwnerNames
from wae.binary.reader import BinaryError, Cursor, NotSupported
from wae.binary.scope import (
    BodyClosure,
    Budget,
    ComponentClosure,
    Entity,
    Instance,
    KindOfItem,
    Opaque,
    Scope,
)
from wae.binary.sections import Id, Section, sections
from wae.binary.syntax import (
    COMPONENT,
    CORE_MODULE,
    FUNC,
    INSTANCE,
    MAX_DEPTH,
    TYPE,
    VALUE,
    read_alias,
    read_definition,
    read_extern,
    read_name,
    read_sort,
)
from wae.binary.types import (
    ComponentType,
    Func,
    Interface,
    Item,
    TypeDef,
    Unsupported,
)
from wae.binary.validated_types import check_types


def decode_component(data: bytes | memoryview) -> ComponentType:
    """The type of the component in ``data``: its imports and exports by name.

    Types that the component itself imports or exports at its root belong to owner ``""``. Only what
    types depend on is checked: core code, and whether an instance is given what fits, is for a
    validator. Raises :class:`BinaryError` where the bytes break the format, and its subclass
    :class:`NotSupported` for what is not read.
    """
    kind = _Evaluation(data).component_type()
    check_types(kind)
    check_sizes(kind)
    return kind


class _Evaluation(Definitions):
    """Adds what only components have: sections, instances, imports and exports."""

    def __init__(self, data: bytes | memoryview) -> None:
        super().__init__()
        self.data = memoryview(data)
        self.budget = Budget.of(len(self.data))
        self.names = OwnerNames(self.budget)

    def component_type(self) -> ComponentType:
        imports: dict[str, Item] = {}
        scope = Scope(self.budget)
        exports = self.run(0, len(self.data), scope, ROOT, None, imports, depth=0)
        names = self.names
        names.hide(imports, exports)
        imported = {name: names.finish(item) for name, item in imports.items()}
        for name, item in exports.items():
            names.export_types(name, item)
        exported = {name: names.finish_export(name, item) for name, item in exports.items()}
        passed = {n: other for n, other in names.passed.items() if other in imports | exports}
        return ComponentType(imported, exported, passed)

    def add(self, scope: Scope, owner: str, name: str, item: Item) -> None:
        if isinstance(item, TypeDef):
            self.names.define(owner, name, item)
        super().add(scope, owner, name, item)

    def run(
        self,
        start: int,
        end: int,
        scope: Scope,
        owner: str,
        arguments: dict[str, Entity] | None,
        imports: dict[str, Item],
        depth: int,
    ) -> dict[str, Item]:
        """Evaluates one component; without ``arguments`` its imports stay open."""
        if depth > MAX_DEPTH:
            raise NotSupported(f"components nested deeper than {MAX_DEPTH}")
        exports: dict[str, Item] = {}
        for section in sections(self.data, start, end):
            self.budget.spend()
            match section.id:
                case Id.CORE_MODULE:
                    scope.modules += 1
                case Id.COMPONENT:
                    scope.components.append(ComponentClosure(section.start, section.end, scope))
                case Id.TYPE:
                    self.each(section, lambda c: self.define(scope, read_definition(c)))
                case Id.ALIAS:
                    self.each(section, lambda c: self.alias(scope, read_alias(c)))
                case Id.CANON:
                    self.each(section, lambda c: self.canon(scope, read_canon(c)))
                case Id.INSTANCE:
                    self.each(section, lambda c: self.instance(scope, c, depth))
                case Id.IMPORT:
                    self.each(
                        section, lambda c: self.bind_import(scope, c, owner, arguments, imports)
                    )
                case Id.EXPORT:
                    self.each(section, lambda c: self.export(scope, c, owner, exports))
                case _:
                    continue
        return exports

    def each(self, section: Section, read: Callable[[Cursor], None]) -> None:
        """Reads a section that is a vector of definitions, each with ``read``."""
        self.budget.spend((section.end - section.start) // 4)
        cursor = Cursor(self.data, section.start, section.end)
        cursor.vector(lambda: read(cursor))
        if not cursor.done:
            raise cursor.fail("bytes left over in a section")

    def canon(self, scope: Scope, lifted: int | None) -> None:
        if lifted is not None:
            kind = scope.type_at(lifted)
            if not isinstance(kind, Func):
                raise BinaryError("not a valid component: a function is lifted to another type")
            scope.funcs.append(kind)

    # Instances

    def instance(self, scope: Scope, cursor: Cursor, depth: int) -> None:
        owner = f"{PROVISIONAL}{next(self.fresh)}"
        kind = cursor.byte()
        if kind == 0x00:
            items = self.instantiate(scope, cursor, owner, depth)
        elif kind == 0x01:
            items = {}
            cursor.vector(lambda: self.inline_export(scope, cursor, items))
        else:
            raise cursor.fail(f"unknown instance {kind:#04x}")
        scope.instances.append(Instance(items, owner))

    def instantiate(self, scope: Scope, cursor: Cursor, owner: str, depth: int) -> dict[str, Item]:
        component = scope.component_at(cursor.u32())
        arguments: dict[str, Entity] = {}

        def argument() -> None:
            name, sort, index = cursor.name(), read_sort(cursor), cursor.u32()
            arguments[name] = self.entity(scope, sort, index)

        cursor.vector(argument)
        if isinstance(component, Opaque):
            raise NotSupported("an instance of an imported component")
        inner = Scope(self.budget, component.scope)
        return self.run(component.start, component.end, inner, owner, arguments, {}, depth + 1)

    def entity(self, scope: Scope, sort: int, index: int) -> Entity:
        match sort:
            case 0x01:
                return scope.func_at(index)
            case 0x03:
                kind = scope.type_at(index)
                return KindOfItem.of(kind) if isinstance(kind, Func | BodyClosure) else kind
            case 0x04:
                return scope.component_at(index)
            case 0x05:
                return scope.instance_at(index)
            case _:
                return Opaque(SORT_NAMES.get(sort, "core item"))

    def inline_export(self, scope: Scope, cursor: Cursor, items: dict[str, Item]) -> None:
        name, sort, index = read_name(cursor), read_sort(cursor), cursor.u32()
        items[name] = _as_item(self.entity(scope, sort, index))

    # Imports and exports

    def bind_import(
        self,
        scope: Scope,
        cursor: Cursor,
        owner: str,
        arguments: dict[str, Entity] | None,
        imports: dict[str, Item],
    ) -> None:
        name, extern = read_name(cursor), read_extern(cursor)
        if arguments is None:
            imports[name] = self.declare(scope, owner, name, extern)
            return
        if name not in arguments:
            raise BinaryError(f'not a valid component: nothing is given for import "{name}"')
        given = arguments[name]
        if extern.sort == TYPE:
            if isinstance(given, KindOfItem):
                scope.types.append(given.kind)
            elif isinstance(given, Func | Unsupported | ComponentClosure | Opaque | Interface):
                raise BinaryError(f'not a valid component: import "{name}" is not given a type')
            else:
                scope.types.append(given.type if isinstance(given, TypeDef) else given)
        elif extern.sort == COMPONENT:
            if not isinstance(given, ComponentClosure | Opaque):
                raise BinaryError(f'not a valid component: "{name}" is not given a component')
            scope.components.append(given)
        elif extern.sort == INSTANCE and isinstance(given, Instance):
            scope.instances.append(given)
        elif extern.sort == FUNC and isinstance(given, Func):
            scope.funcs.append(given)
        elif extern.sort == CORE_MODULE:
            scope.modules += 1
        elif extern.sort != VALUE:
            raise BinaryError(f'not a valid component: import "{name}" is given another sort')

    def export(self, scope: Scope, cursor: Cursor, owner: str, exports: dict[str, Item]) -> None:
        name, sort, index = read_name(cursor), read_sort(cursor), cursor.u32()
        ascribed = cursor.optional(lambda: read_extern(cursor))
        entity = self.entity(scope, sort, index)
        item = _as_item(entity)
        if ascribed is not None and sort == FUNC and ascribed.index is not None:
            kind = scope.type_at(ascribed.index)
            item = kind if isinstance(kind, Func) else item
        exports[name] = item
        if isinstance(entity, Instance):
            self.name_instances(entity, owner, name)
        self.add(scope, owner, name, item)

    def name_instances(self, instance: Instance, owner: str, name: str) -> None:
        """Notes under which name an instance is exported, and what is exported within it."""
        self.budget.spend()
        self.names.export(instance.owner, owner, name)
        for title, inner in instance.items.items():
            if isinstance(inner, Instance):
                self.name_instances(inner, f"{owner}/{name}" if owner else name, title)


def _as_item(entity: Entity) -> Item:
    """What an entity looks like as the export of an instance."""
    match entity:
        case Interface() | Func() | TypeDef() | Unsupported():
            return entity
        case ComponentClosure():
            return Unsupported("component")
        case Opaque(what):
            return Unsupported(what)
        case _:
            return TypeDef(entity)
