"""Random contracts: interfaces that use types of each other, in one or two versions."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from wae.binary.rename import rename_owners
from wae.binary.types import (
    Borrow,
    Enum,
    Flags,
    Func,
    Interface,
    Item,
    List,
    Named,
    Option,
    Own,
    Primitive,
    Record,
    Resource,
    Result,
    Tuple,
    Type,
    TypeDef,
    Variant,
)
from wae.compose.interfaces import foreign_types

KV = "wasi:keyvalue/store@0.2.0"  # of WASI, but none that a grant opens
NAMES = ("t:a/api", "t:a/types", "t:b/api@1.0.0", "t:b/log@1.0.0", "t:c/deep", "local", KV)
NEWER = {"t:b/api@1.0.0": "t:b/api@1.2.0", "t:b/log@1.0.0": "t:b/log@1.1.3"}


@dataclass
class Contracts:
    """Interfaces by name; each uses types of those before it only."""

    interfaces: dict[str, Interface] = field(default_factory=dict)

    def needs(self, name: str) -> set[str]:
        """The interfaces that one needs beside itself."""
        actual: set[str] = set()
        todo = [name]
        while todo:
            for owner in _owners(self.interfaces[todo.pop()]):
                if owner not in actual and owner != name:
                    actual.add(owner)
                    todo.append(owner)
        return actual


def contracts(rng: random.Random) -> Contracts:
    made = Contracts()
    for name in NAMES:
        around = Contracts() if name == KV else made  # WASI is made of nothing of ours
        interface = _Maker(rng, around, name).interface()
        made.interfaces[name] = interface
        if name in NEWER and rng.random() < 0.5:
            made.interfaces[NEWER[name]] = _newer(name, interface)
    return made


def _newer(name: str, interface: Interface) -> Interface:
    """The same under a newer name, with a function more."""
    renamed = rename_owners(interface, lambda owner: NEWER[name] if owner == name else owner)
    assert isinstance(renamed, Interface)
    return Interface({**renamed.items, "newer": Func((), Primitive("u32"))})


def _owners(interface: Interface) -> set[str]:
    return {named.owner for named in foreign_types("", interface)}


class _Maker:
    def __init__(self, rng: random.Random, around: Contracts, name: str) -> None:
        self.rng, self.name = rng, name
        self.around = [
            (Named(owner, title), item.type)
            for owner, interface in around.interfaces.items()
            for title, item in interface.typedefs().items()
            if owner not in (*NEWER.values(), KV)
        ]
        self.items: dict[str, Item] = {}
        self.values: list[Type] = [Primitive("u32"), Primitive("string"), Primitive("bool")]
        self.resources: list[Named] = []

    def interface(self) -> Interface:
        rng = self.rng
        for number in range(rng.randint(0, 3)):
            self._type(f"t{number}")
        for number in range(rng.randint(0 if self.items else 1, 3)):
            params = tuple((f"p{i}", self._use()) for i in range(rng.randint(0, 3)))
            result = self._result() if rng.random() < 0.6 else None
            self.items[f"f{number}"] = Func(params, result)
        for resource in self.resources:
            if resource.owner == self.name and rng.random() < 0.5:
                own = Func((("self", Borrow(resource)),), Primitive("u32"))
                self.items[f"[method]{resource.name}.get"] = own
        return Interface(self.items)

    def _type(self, title: str) -> None:
        rng, named = self.rng, Named(self.name, title)
        kind: Type
        if self.around and rng.random() < 0.4:
            kind, definition = rng.choice(self.around)
            is_resource = isinstance(definition, Resource) or self._is_resource(definition)
        else:
            kind = self._definition()
            is_resource = isinstance(kind, Resource)
        self.items[title] = TypeDef(kind)
        (self.resources if is_resource else self.values).append(named)

    def _is_resource(self, kind: Type) -> bool:
        known = dict(self.around)
        while isinstance(kind, Named):
            kind = known[kind]
        return isinstance(kind, Resource)

    def _definition(self) -> Type:
        rng = self.rng
        return rng.choice(
            [
                lambda: Record((("a", self._value()), ("b", self._value()))),
                lambda: Variant((("none", None), ("some", self._value()))),
                lambda: Enum(("one", "two")),
                lambda: Flags(("x", "y")),
                lambda: Tuple((self._value(), self._value())),
                lambda: List(self._value()),
                lambda: Resource(),
                lambda: Resource(),
            ]
        )()

    def _value(self) -> Type:
        kind = self.rng.choice(self.values)
        wrap = self.rng.random()
        if self.resources and wrap < 0.2:
            return Own(self.rng.choice(self.resources))
        return Option(kind) if wrap < 0.3 else List(kind) if wrap < 0.4 else kind

    def _use(self) -> Type:
        if self.resources and self.rng.random() < 0.3:
            return Borrow(self.rng.choice(self.resources))
        return self._value()

    def _result(self) -> Type:
        value = self._value()
        return Result(value, None) if self.rng.random() < 0.4 else value
