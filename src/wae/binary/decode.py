"""From the bytes of a component to its type: what it imports and exports.

Only the sections that types depend on are read; core modules and instances are skipped. A nested
component is evaluated each time it is instantiated, with the types of its arguments, since what it
exports depends on them (``Explainer.md``, Instance Definitions and Type Checking).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from wae.binary.canon import read_canon
from wae.binary.reader import BinaryError, Cursor
from wae.binary.rename import rename_owners
from wae.binary.scope import (
    BodyClosure,
    Budget,
    ComponentClosure,
    Entity,
    Opaque,
    Scope,
    TypeEntity,
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
    Alias,
    Body,
    Declare,
    Extern,
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
    Named,
    Resource,
    Type,
    TypeDef,
    Unsupported,
)

SORT_NAMES = {CORE_MODULE: "core module", VALUE: "value", COMPONENT: "component"}
ROOT = ""


def decode_component(data: bytes | memoryview) -> ComponentType:
    """The type of the component in ``data``: its imports and exports by name.

    Types that the component itself imports or exports at its root belong to owner ``""``.
    Raises :class:`BinaryError` on anything that is not a valid component.
    """
    return _Evaluation(data).component_type()


class _Evaluation:
    def __init__(self, data: bytes | memoryview) -> None:
        self.data = memoryview(data)
        self.budget = Budget()
        self.fresh = count(1)
        # Instances get a provisional owner when made and their real one when exported.
        self.owners: dict[str, str] = {}
        self.opened = 0  # instance types, one inside the other

    def component_type(self) -> ComponentType:
        imports: dict[str, Item] = {}
        scope = Scope(self.budget)
        exports = self.run(0, len(self.data), scope, ROOT, None, imports, depth=0)
        return ComponentType(
            {name: self.finish(item) for name, item in imports.items()},
            {name: self.finish(item) for name, item in exports.items()},
        )

    def finish(self, item: Item) -> Item:
        """``item`` with provisional owners replaced and resources made anonymous."""
        self.budget.spend_on(item)
        renamed = rename_owners(item, lambda owner: self.owners.get(owner, owner))
        return _plain_resources(renamed)

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
            raise BinaryError(f"not a valid component: nested deeper than {MAX_DEPTH}")
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

    # Definitions

    def define(self, scope: Scope, definition: Type | Func | Body) -> None:
        self.budget.spend()
        if isinstance(definition, Body):
            scope.types.append(BodyClosure(definition, scope))
        elif isinstance(definition, Func):
            scope.types.append(scope.resolve_func(definition))
        elif isinstance(definition, Resource):
            scope.types.append(Resource(next(self.fresh)))
        else:
            scope.types.append(scope.resolve(definition))

    def alias(self, scope: Scope, alias: Alias) -> None:
        self.budget.spend()
        if alias.sort == 0x00:
            return
        if alias.sort == CORE_MODULE:  # may lie outside the bytes we were given: types do not care
            scope.modules += 1
            return
        if alias.name is None:
            source = scope.outward(alias.depth)
            if alias.sort == TYPE:
                scope.types.append(source.type_at(alias.index))
            elif alias.sort == COMPONENT:
                scope.components.append(source.component_at(alias.index))
            return
        item = scope.alias_source(alias)
        self.add(scope, scope.owners[alias.instance], alias.name, item)

    def add(self, scope: Scope, owner: str, name: str, item: Item) -> None:
        """Puts an item of an instance into the index space of its sort."""
        match item:
            case Func():
                scope.funcs.append(item)
            case TypeDef():
                scope.types.append(Named(owner, name))
            case Interface():
                scope.add_instance(item, f"{owner}/{name}")
            case Unsupported(sort):
                if sort == "core module":
                    scope.modules += 1
                elif sort == "component":
                    scope.components.append(Opaque(sort))

    def canon(self, scope: Scope, lifted: int | None) -> None:
        if lifted is not None:
            kind = scope.type_at(lifted)
            if not isinstance(kind, Func):
                raise BinaryError("not a valid component: a function is lifted to another type")
            scope.funcs.append(kind)

    # Instances

    def instance(self, scope: Scope, cursor: Cursor, depth: int) -> None:
        owner = f"%{next(self.fresh)}"
        kind = cursor.byte()
        if kind == 0x00:
            made = self.instantiate(scope, cursor, owner, depth)
        elif kind == 0x01:
            items: dict[str, Item] = {}
            cursor.vector(lambda: self.inline_export(scope, cursor, items))
            made = Interface(items)
        else:
            raise cursor.fail(f"unknown instance {kind:#04x}")
        scope.add_instance(made, owner)

    def instantiate(self, scope: Scope, cursor: Cursor, owner: str, depth: int) -> Interface:
        component = scope.component_at(cursor.u32())
        arguments: dict[str, Entity] = {}

        def argument() -> None:
            name, sort, index = cursor.name(), read_sort(cursor), cursor.u32()
            arguments[name] = self.entity(scope, sort, index)

        cursor.vector(argument)
        if isinstance(component, Opaque):
            raise BinaryError("instantiating an imported component is not supported")
        inner = Scope(self.budget, component.scope)
        items = self.run(component.start, component.end, inner, owner, arguments, {}, depth + 1)
        return Interface(items)

    def entity(self, scope: Scope, sort: int, index: int) -> Entity:
        match sort:
            case 0x01:
                return scope.func_at(index)
            case 0x03:
                return scope.type_at(index)
            case 0x04:
                return scope.component_at(index)
            case 0x05:
                return _Passed(scope.instance_at(index).items, scope.owners[index])
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
            if isinstance(given, Func | BodyClosure | ComponentClosure | Opaque | Interface):
                raise BinaryError(f'not a valid component: import "{name}" is not given a type')
            scope.types.append(given if not isinstance(given, TypeDef) else given.type)  # type: ignore[arg-type]
        elif extern.sort == COMPONENT:
            if not isinstance(given, ComponentClosure | Opaque):
                raise BinaryError(f'not a valid component: "{name}" is not given a component')
            scope.components.append(given)
        elif extern.sort == INSTANCE and isinstance(given, _Passed):
            scope.add_instance(Interface(given.items), given.owner)
        elif extern.sort == FUNC and isinstance(given, Func):
            scope.funcs.append(given)
        elif extern.sort == CORE_MODULE:
            scope.modules += 1
        else:
            raise BinaryError(f'not a valid component: import "{name}" is given another sort')

    def declare(self, scope: Scope, owner: str, name: str, extern: Extern) -> Item:
        """An import at the root, or an export in an instance type: its type is all there is."""
        self.budget.spend()
        if extern.sort == TYPE:
            definition: TypeEntity
            if extern.index is None:
                definition = Resource(next(self.fresh))
            else:
                definition = scope.type_at(extern.index)
            scope.types.append(Named(owner, name))
            if isinstance(definition, Func | BodyClosure):
                return Unsupported("type")
            return TypeDef(definition)
        assert extern.index is not None
        if extern.sort == FUNC:
            kind = scope.type_at(extern.index)
            if not isinstance(kind, Func):
                raise BinaryError(f'not a valid component: the type of "{name}" is no function')
            scope.funcs.append(kind)
            return kind
        if extern.sort == INSTANCE:
            closure = scope.type_at(extern.index)
            if not isinstance(closure, BodyClosure) or closure.body.is_component:
                raise BinaryError(f'not a valid component: the type of "{name}" is no instance')
            inner = name if owner == ROOT else f"{owner}/{name}"
            interface = self.open_instance(closure, inner)
            scope.add_instance(interface, inner)
            return interface
        item = Unsupported(SORT_NAMES.get(extern.sort, "core item"))
        self.add(scope, owner, name, item)
        return item

    def open_instance(self, closure: BodyClosure, owner: str) -> Interface:
        """The interface that an instance type declares, for an instance called ``owner``."""
        scope = Scope(self.budget, closure.scope)
        self.opened += 1
        if self.opened > MAX_DEPTH:
            raise BinaryError(f"not a valid component: instances nested deeper than {MAX_DEPTH}")
        items: dict[str, Item] = {}
        for declaration in closure.body.declarations:
            if isinstance(declaration, Declare):
                items[declaration.name] = self.declare(
                    scope, owner, declaration.name, declaration.extern
                )
            elif isinstance(declaration, Alias):
                self.alias(scope, declaration)
            else:
                self.define(scope, declaration)
        self.opened -= 1
        return Interface(items)

    def export(self, scope: Scope, cursor: Cursor, owner: str, exports: dict[str, Item]) -> None:
        name, sort, index = read_name(cursor), read_sort(cursor), cursor.u32()
        ascribed = cursor.optional(lambda: read_extern(cursor))
        entity = self.entity(scope, sort, index)
        item = _as_item(entity)
        if ascribed is not None and sort == FUNC and ascribed.index is not None:
            kind = scope.type_at(ascribed.index)
            item = kind if isinstance(kind, Func) else item
        exports[name] = item
        if isinstance(entity, _Passed):
            inner = name if owner == ROOT else f"{owner}/{name}"
            if entity.owner.startswith("%"):
                self.owners.setdefault(entity.owner, inner)
            scope.add_instance(Interface(entity.items), entity.owner)
        else:
            self.add(scope, owner, name, item)


class _Passed(Interface):
    """An instance given as an argument or exported, with the owner of its types."""

    owner: str

    def __init__(self, items: dict[str, Item], owner: str) -> None:
        super().__init__(items)
        object.__setattr__(self, "owner", owner)


def _as_item(entity: Entity) -> Item:
    """What an entity looks like as the export of an instance."""
    match entity:
        case Interface(items):
            return Interface(items)
        case Func() | TypeDef() | Unsupported():
            return entity
        case BodyClosure():
            return Unsupported("type")
        case ComponentClosure():
            return Unsupported("component")
        case Opaque(what):
            return Unsupported(what)
        case _:
            return TypeDef(entity)


def _plain_resources(item: Item) -> Item:
    if isinstance(item, TypeDef) and isinstance(item.type, Resource):
        return TypeDef(Resource())
    if isinstance(item, Interface):
        return Interface({name: _plain_resources(inner) for name, inner in item.items.items()})
    return item
