"""Components that can be written as bytes, and run on what is true of things."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from tests.truth.authority import Code, Truth
from tests.truth.code import core
from tests.truth.shapes import Shape, interface, uses
from tests.truth.steps import (
    Alias,
    Bundle,
    Export,
    Instance,
    Instantiate,
    Nested,
    Outer,
    Ref,
    Run,
    Scope,
    Step,
)
from tests.truth.surroundings import HTTP_TYPES, REQUESTS, SURROUNDINGS, needed

from wae.binary.build import Argument, ComponentBuilder
from wae.binary.sections import Id
from wae.binary.syntax import COMPONENT, FUNC, INSTANCE, TYPE
from wae.binary.types import Func, Named
from wae.binary.writer import extern_name, section, u32, vector


@dataclass(eq=False)
class Component:
    """Steps one after the other; ``start`` is a function to call at the end, by its index."""

    title: str
    imports: dict[str, Shape]
    steps: list[Step] = field(default_factory=list)
    start: int | None = None

    @property
    def has_code(self) -> bool:
        return self.start is not None or any(isinstance(step, Run) for step in self.steps)

    @property
    def around(self) -> tuple[str, ...]:
        used = uses(self.imports.values())
        for step in self.steps:
            if isinstance(step, Run):
                used |= uses(step.made)
            elif isinstance(step, Instantiate):
                used |= {*step.around}
        return needed(used)

    @cached_property
    def binary(self) -> bytes:
        return _Writer(self).component()

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.binary).hexdigest()

    def run(
        self, given: dict[str, Truth], parent: Scope | None, made: list[Instance]
    ) -> dict[str, Truth]:
        scope, own = Scope(parent), Code()
        place = len(made)
        made.append(Instance(self.sha256, self.has_code, [own] if self.has_code else [], given))
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
                case Bundle(members, _):
                    scope.instances.append({n: scope.at(ref) for n, ref in members.items()})
                case Alias(instance, name, _):
                    scope.add(scope.instances[instance][name])
                case Run(handed, kinds, _):
                    own.handed += [scope.functions[index] for index, _ in handed]
                    scope.functions += [own] * len(kinds)
                case Export(name, ref):
                    exports[name] = scope.at(ref)
                    scope.add(exports[name])
        if self.start is not None:
            own.handed.append(scope.functions[self.start])
        for part in made[place + 1 :]:
            made[place].code += [one for one in part.code if one not in made[place].code]
        return exports


class _Writer:
    """Writes a component; the lists give the index in the file of each thing in a space."""

    def __init__(self, component: Component) -> None:
        self.of = component
        self.builder = ComponentBuilder()
        self.functions: list[int] = []
        self.instances: list[int] = []

    def component(self) -> bytes:
        for name in self.of.around:
            self.builder.import_interface(name, SURROUNDINGS[name])
        for name, shape in self.of.imports.items():
            if isinstance(shape, Func):
                self.functions.append(self.builder.import_item(name, shape))
            else:
                self.instances.append(self.builder.import_interface(name, interface(name, shape)))
        for step in self.of.steps:
            self.step(step)
        binary = self.builder.finish(self.of.title)
        if self.of.start is None:
            return binary
        # Of Binary.md, Start Definitions: no arguments, no results.
        return binary + section(Id.START, u32(self.functions[self.of.start]) + u32(0) + u32(0))

    def step(self, step: Step) -> None:
        builder = self.builder
        match step:
            case Nested(inner):
                builder.component(inner.binary, getattr(inner, "title", ""))
            case Outer(depth, index):
                payload = bytes([COMPONENT, 0x02]) + u32(depth) + u32(index)
                builder._add(Id.ALIAS, payload, "component")
            case Instantiate(index, given, title, around):
                arguments = [(name, INSTANCE, builder.imported[name]) for name in around]
                arguments += [(n, *self.ref(ref)) for n, ref in given.items()]
                self.instances.append(builder.instantiate(index, arguments, title))
            case Bundle(members, sends):
                beside = self.types_of_requests() if sends else []
                things = [(n, *self.ref(r)) for n, r in members.items()]
                self.instances.append(self.bundle([*beside, *things]))
            case Alias(instance, name, sort):
                made = builder.alias_export(self.instances[instance], name, sort)
                self.space(sort).append(made)
            case Run(handed, kinds, start):
                given = [(self.functions[index], kind) for index, kind in handed]
                self.functions += core(builder, given, kinds, start=start)
            case Export(name, ref):
                self.space(ref[0]).append(builder.export(name, *self.ref(ref)))

    def types_of_requests(self) -> list[Argument]:
        types = self.builder.types
        return [(name, TYPE, types.index(Named(HTTP_TYPES, name))) for name in REQUESTS]

    def bundle(self, members: Iterable[Argument]) -> int:
        exports = vector(extern_name(n) + bytes([sort]) + u32(index) for n, sort, index in members)
        return self.builder._add(Id.INSTANCE, b"\x01" + exports, "instance")

    def space(self, sort: int) -> list[int]:
        return self.functions if sort == FUNC else self.instances

    def ref(self, ref: Ref) -> tuple[int, int]:
        return ref[0], self.space(ref[0])[ref[1]]
