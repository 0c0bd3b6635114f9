"""Components as lists of steps that can be written as bytes, and run on what is true of things."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, TypeAlias

from tests.truth.authority import Code, Filtered, Target, Truth, functions
from tests.truth.code import core
from tests.truth.shapes import DESCRIPTORS, GET, HANDLE, TYPES, Shape, interface

from wae.binary.build import Argument, ComponentBuilder
from wae.binary.sections import Id
from wae.binary.syntax import COMPONENT, FUNC, INSTANCE
from wae.binary.types import Func
from wae.binary.writer import extern_name, u32, vector
from wae.compose.denial import denial
from wae.compose.deny import deny_component
from wae.compose.environment import environment_filter

Ref: TypeAlias = tuple[int, int]  # a sort, and an index in its space


@dataclass(frozen=True)
class Nested:
    component: Component


@dataclass(frozen=True)
class Outer:
    """A component of the component around, ``depth`` levels out."""

    depth: int
    index: int


@dataclass(frozen=True)
class Instantiate:
    component: int
    given: dict[str, Ref]
    title: str
    typed: bool


@dataclass(frozen=True)
class Bundle:
    members: dict[str, Ref]


@dataclass(frozen=True)
class Alias:
    instance: int
    name: str
    sort: int


@dataclass(frozen=True)
class Run:
    """Core code that is handed functions, and makes others; ``start``: runs at once."""

    handed: tuple[tuple[int, Func], ...]
    made: tuple[Func, ...]
    start: bool


@dataclass(frozen=True)
class Export:
    name: str
    ref: Ref


Step: TypeAlias = Nested | Outer | Instantiate | Bundle | Alias | Run | Export


@dataclass
class Instance:
    """What is true of one instance; ``code`` is all code in it, also that of its parts."""

    sha256: str
    has_code: bool
    code: list[Code]


@dataclass
class Scope:
    """The index spaces of one instance, with what is true of what is in them."""

    parent: Scope | None = None
    functions: list[Target] = field(default_factory=list)
    instances: list[dict[str, Truth]] = field(default_factory=list)
    components: list[tuple[AnyComponent, Scope]] = field(default_factory=list)

    def at(self, ref: Ref) -> Truth:
        return self.functions[ref[1]] if ref[0] == FUNC else self.instances[ref[1]]

    def add(self, truth: Truth) -> None:
        if isinstance(truth, dict):
            self.instances.append(truth)
        else:
            self.functions.append(truth)


@dataclass(eq=False)
class Component:
    """``imports`` by name, in their order, after the type of handles."""

    title: str
    imports: dict[str, Shape]
    steps: list[Step] = field(default_factory=list)
    typed = True

    @property
    def has_code(self) -> bool:
        return any(isinstance(step, Run) for step in self.steps)

    @cached_property
    def binary(self) -> bytes:
        return _Writer(self).component()

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.binary).hexdigest()

    def run(
        self, given: dict[str, Truth], parent: Scope | None, made: list[Instance]
    ) -> dict[str, Truth]:
        """An instance of it: what its exports truly are. Notes all instances in ``made``."""
        scope, own = Scope(parent), Code()
        place = len(made)
        made.append(Instance(self.sha256, self.has_code, [own] if self.has_code else []))
        exports: dict[str, Truth] = {}
        for name in self.imports:
            scope.add(given[name])
        for step in self.steps:
            match step:
                case Nested(component):
                    scope.components.append((component, scope))
                case Outer(depth, index):
                    around = scope
                    for _ in range(depth):
                        assert around.parent is not None
                        around = around.parent
                    scope.components.append(around.components[index])
                case Instantiate(component_index, refs, _, _):
                    inner, home = scope.components[component_index]
                    arguments = {name: scope.at(ref) for name, ref in refs.items()}
                    scope.instances.append(inner.run(arguments, home, made))
                case Bundle(members):
                    scope.instances.append({n: scope.at(ref) for n, ref in members.items()})
                case Alias(instance, name, _):
                    scope.add(scope.instances[instance][name])
                case Run(handed, kinds, _):
                    own.handed += [scope.functions[index] for index, _ in handed]
                    scope.functions += [own] * len(kinds)
                case Export(name, ref):
                    exports[name] = scope.at(ref)
                    scope.add(exports[name])
        for part in made[place + 1 :]:
            made[place].code += [one for one in part.code if one not in made[place].code]
        return exports


@dataclass(eq=False)
class Denial:
    """A denial of one interface, which is the whole instance: it reaches nothing."""

    owner: str
    shape: dict[str, Func]

    @property
    def imports(self) -> dict[str, Shape]:
        return {}

    @property
    def typed(self) -> bool:
        return HANDLE in self.shape.values()

    @cached_property
    def binary(self) -> bytes:
        return deny_component(self.owner, {self.owner: interface(self.shape), TYPES: DESCRIPTORS})

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.binary).hexdigest()

    def run(
        self, given: dict[str, Truth], parent: Scope | None, made: list[Instance]
    ) -> dict[str, Truth]:
        nothing = Code()
        made.append(Instance(self.sha256, True, [nothing]))
        return dict.fromkeys(self.shape, nothing)


@dataclass(eq=False)
class WholeDenial:
    """A denial that exports the interfaces that it denies; one that needs nothing of the host."""

    owner: str
    shape: dict[str, Func]
    imports: ClassVar[dict[str, Shape]] = {}
    typed = False

    @cached_property
    def binary(self) -> bytes:
        made = denial("x", [self.owner], {self.owner: interface(self.shape)})
        assert not made.imports
        return made.binary

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.binary).hexdigest()

    def run(
        self, given: dict[str, Truth], parent: Scope | None, made: list[Instance]
    ) -> dict[str, Truth]:
        nothing = Code()
        made.append(Instance(self.sha256, True, [nothing]))
        return {self.owner: dict.fromkeys(self.shape, nothing)}


@dataclass(eq=False)
class Filter:
    """What the composer makes for an interface of this shape, whether WASI has it or not."""

    owner: str
    shape: dict[str, Func]
    names: tuple[str, ...]
    title: str
    typed = False

    @property
    def imports(self) -> dict[str, Shape]:
        return {self.owner: self.shape}

    @cached_property
    def binary(self) -> bytes:
        return environment_filter(self.owner, interface(self.shape), self.names, self.title)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.binary).hexdigest()

    def run(
        self, given: dict[str, Truth], parent: Scope | None, made: list[Instance]
    ) -> dict[str, Truth]:
        source = given[self.owner]
        assert isinstance(source, dict)
        passed: dict[str, Truth] = {name: source[name] for name in self.shape}
        variables = source[GET]
        assert not isinstance(variables, dict)
        passed[GET] = Filtered(variables, frozenset(self.names))
        made.append(Instance(self.sha256, True, [Code(functions(passed))]))
        return passed


AnyComponent: TypeAlias = Component | Denial | WholeDenial | Filter


class _Writer:
    """Writes a component; the lists give the index in the file of each thing in a space."""

    def __init__(self, component: Component) -> None:
        self.of = component
        self.builder = ComponentBuilder()
        self.functions: list[int] = []
        self.instances: list[int] = []

    def component(self) -> bytes:
        self.builder.import_interface(TYPES, DESCRIPTORS)
        for name, shape in self.of.imports.items():
            if isinstance(shape, Func):
                self.functions.append(self.builder.import_item(name, shape))
            else:
                self.instances.append(self.builder.import_interface(name, interface(shape)))
        for step in self.of.steps:
            self.step(step)
        return self.builder.finish(self.of.title)

    def step(self, step: Step) -> None:
        builder = self.builder
        match step:
            case Nested(inner):
                builder.component(inner.binary, getattr(inner, "title", ""))
            case Outer(depth, index):
                payload = bytes([COMPONENT, 0x02]) + u32(depth) + u32(index)
                builder._add(Id.ALIAS, payload, "component")
            case Instantiate(index, given, title, typed):
                arguments = [(n, *self.ref(ref)) for n, ref in given.items()]
                if typed:
                    arguments.insert(0, (TYPES, INSTANCE, builder.imported[TYPES]))
                self.instances.append(builder.instantiate(index, arguments, title))
            case Bundle(members):
                self.instances.append(self.bundle((n, *self.ref(r)) for n, r in members.items()))
            case Alias(instance, name, sort):
                made = builder.alias_export(self.instances[instance], name, sort)
                self.space(sort).append(made)
            case Run(handed, kinds, start):
                given = [(self.functions[index], kind) for index, kind in handed]
                self.functions += core(builder, given, kinds, start=start)
            case Export(name, ref):
                self.space(ref[0]).append(builder.export(name, *self.ref(ref)))

    def bundle(self, members: Iterable[Argument]) -> int:
        exports = vector(extern_name(n) + bytes([sort]) + u32(index) for n, sort, index in members)
        return self.builder._add(Id.INSTANCE, b"\x01" + exports, "instance")

    def space(self, sort: int) -> list[int]:
        return self.functions if sort == FUNC else self.instances

    def ref(self, ref: Ref) -> tuple[int, int]:
        return ref[0], self.space(ref[0])[ref[1]]
