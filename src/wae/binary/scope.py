"""The index spaces of one component, and how indices in them become types of the model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, TypeVar

from wae.binary.reader import BinaryError, NotSupported
from wae.binary.rename import map_func, map_type
from wae.binary.syntax import Alias, Body
from wae.binary.types import (
    Func,
    Index,
    Interface,
    Item,
    Type,
    TypeDef,
    Unsupported,
    children,
    item_types,
)
from wae.binary.value import Value

T = TypeVar("T")

MAX_TYPE_DEPTH = 64
MAX_WORK = 1_000_000  # an app of eight Python components takes a tenth of it
SMALL_WORK = 30_000  # and what a file of no size may take


class Budget:
    """Bounds the work that one file can cause: nesting can multiply it beyond the file's size."""

    def __init__(self, left: int = MAX_WORK) -> None:
        self.left = left

    @classmethod
    def of(cls, size: int) -> Budget:
        """What a file of ``size`` bytes may take: a small one must not keep us for long."""
        return cls(min(MAX_WORK, SMALL_WORK + size))

    def spend(self, amount: int = 1) -> None:
        self.left -= amount
        if self.left < 0:
            raise NotSupported("types that are too large")

    def spend_on(self, whole: Item | Type) -> None:
        """Spends one for each part of a type or item, which must not be nested too deep."""
        todo: list[tuple[Item | Type, int]] = [(whole, 0)]
        while todo:
            thing, depth = todo.pop()
            self.spend()
            if depth > MAX_TYPE_DEPTH:
                raise NotSupported(f"types nested deeper than {MAX_TYPE_DEPTH}")
            todo += [(part, depth + 1) for part in _parts(thing)]


class BodyClosure(Value):
    """An instance or component type with the scope in which it was declared."""

    body: Body
    scope: Scope


class ComponentClosure(Value):
    """A nested component: the span of its bytes, and the scope around it."""

    start: int
    end: int
    scope: Scope


class Opaque(Value):
    """A component known by its type only, or another thing that we keep just to count it."""

    what: str


TypeEntity: TypeAlias = Type | Func | BodyClosure


class KindOfItem(Unsupported):
    """The type of a function, instance or component under a name: a type, but none of values."""

    kind: Func | BodyClosure

    @classmethod
    def of(cls, kind: Func | BodyClosure) -> KindOfItem:
        return cls("type", kind)


class Instance(Interface):
    """An instance, and the owner of its types: whoever passes it on, under whatever name, that
    stays the same."""

    owner: str = ""


Entity: TypeAlias = Item | Type | ComponentClosure | Opaque


class Scope:
    """The index spaces of a component, or of a type, and what is around it."""

    def __init__(self, budget: Budget, parent: Scope | None = None) -> None:
        self.budget = budget
        self.parent = parent
        self.types: list[TypeEntity] = []
        self.funcs: list[Func] = []
        self.instances: list[Instance] = []
        self.components: list[ComponentClosure | Opaque] = []
        self.modules = 0

    def outward(self, depth: int) -> Scope:
        scope = self
        for _ in range(depth):
            if scope.parent is None:
                raise BinaryError("not a valid component: an alias points outside the component")
            scope = scope.parent
        return scope

    def type_at(self, index: int) -> TypeEntity:
        return _at(self.types, index, "type")

    def func_at(self, index: int) -> Func:
        return _at(self.funcs, index, "function")

    def instance_at(self, index: int) -> Instance:
        return _at(self.instances, index, "instance")

    def component_at(self, index: int) -> ComponentClosure | Opaque:
        return _at(self.components, index, "component")

    def resolve(self, kind: Type) -> Type:
        """``kind`` with its indices replaced by the types they stand for."""
        return map_type(kind, self._leaf)

    def resolve_func(self, func: Func) -> Func:
        return map_func(func, self._leaf)

    def _leaf(self, kind: Type) -> Type:
        if not isinstance(kind, Index):
            return kind
        definition = self.type_at(kind.number)
        if isinstance(definition, Func | BodyClosure):
            raise BinaryError(f"not a valid component: type {kind.number} is not a value type")
        self.budget.spend_on(definition)
        return definition

    def alias_source(self, alias: Alias) -> Item:
        """The export that an ``alias export`` names."""
        assert alias.name is not None
        items = self.instance_at(alias.instance).items
        if alias.name not in items:
            raise BinaryError(f'not a valid component: alias of a missing export "{alias.name}"')
        return items[alias.name]


def _parts(thing: Item | Type) -> Iterable[Item | Type]:
    match thing:
        case Interface(items):
            return items.values()
        case Func() | TypeDef():
            return item_types(thing)
        case Unsupported():
            return ()
        case _:
            return children(thing)


def _at(items: list[T], index: int, what: str) -> T:
    if index >= len(items):
        raise BinaryError(f"not a valid component: there is no {what} {index}")
    return items[index]
