"""What may stand in the body of an instance type and of a component alike: types and aliases.

Source: ``Explainer.md``, Type Definitions and Alias Definitions.
"""

from __future__ import annotations

from itertools import count

from wae.binary.reader import BinaryError, NotSupported
from wae.binary.scope import (
    BodyClosure,
    Budget,
    Instance,
    KindOfItem,
    Opaque,
    Scope,
    TypeEntity,
)
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
)
from wae.binary.types import (
    Func,
    Item,
    Named,
    Resource,
    Type,
    TypeDef,
    Unsupported,
)

SORT_NAMES = {CORE_MODULE: "core module", VALUE: "value", COMPONENT: "component"}
ROOT = ""


class Definitions:
    """Evaluates definitions in a scope: each adds to an index space of its sort."""

    def __init__(self) -> None:
        self.budget = Budget()
        self.fresh = count(1)
        self.depth = 0  # instance types, one inside the other

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
        self.add(scope, scope.instance_at(alias.instance).owner, alias.name, item)

    def add(self, scope: Scope, owner: str, name: str, item: Item) -> None:
        """Puts an item of an instance into the index space of its sort."""
        match item:
            case Func():
                scope.funcs.append(item)
            case TypeDef():
                scope.types.append(Named(owner, name))
            case Instance():
                scope.instances.append(item)
            case KindOfItem(_, kind):
                scope.types.append(kind)
            case Unsupported(sort):
                if sort == "core module":
                    scope.modules += 1
                elif sort == "component":
                    scope.components.append(Opaque(sort))

    def declare(self, scope: Scope, owner: str, name: str, extern: Extern) -> Item:
        """An import at the root, or an export in an instance type: its type is all there is."""
        self.budget.spend()
        if extern.sort == TYPE:
            definition: TypeEntity
            if extern.index is None:
                definition = Resource(next(self.fresh))
            else:
                definition = scope.type_at(extern.index)
            if isinstance(definition, Func | BodyClosure):
                scope.types.append(definition)
                return KindOfItem.of(definition)
            scope.types.append(Named(owner, name))
            return TypeDef(definition)
        assert extern.index is not None
        if extern.sort == FUNC:
            kind = scope.type_at(extern.index)
            if not isinstance(kind, Func):
                raise BinaryError(f'not a valid component: the type of "{name}" is not a function')
            scope.funcs.append(kind)
            return kind
        if extern.sort == INSTANCE:
            closure = scope.type_at(extern.index)
            if not isinstance(closure, BodyClosure) or closure.body.is_component:
                raise BinaryError(f'not a valid component: the type of "{name}" is not an instance')
            inner = name if owner == ROOT else f"{owner}/{name}"
            instance = self.open_instance(closure, inner)
            scope.instances.append(instance)
            return instance
        item = Unsupported(SORT_NAMES.get(extern.sort, "core item"))
        self.add(scope, owner, name, item)
        return item

    def open_instance(self, closure: BodyClosure, owner: str) -> Instance:
        """What an instance type declares, for an instance called ``owner``."""
        scope = Scope(self.budget, closure.scope)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise NotSupported(f"instances nested deeper than {MAX_DEPTH}")
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
        self.depth -= 1
        return Instance(items, owner)
