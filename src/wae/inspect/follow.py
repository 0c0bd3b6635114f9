"""Follows an app as an engine instantiates it, without running anything.

Every component is gone through once for each of its instances, with what that instance is given
(``Explainer.md``, Instance Definitions and Alias Definitions).
"""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from wae.binary.reader import BinaryError, NotSupported
from wae.binary.syntax import COMPONENT, FUNC, INSTANCE, MAX_DEPTH, TYPE, Alias
from wae.inspect.graph import Closure, Graph, InstanceNode, Own, Root, Scope, Thing
from wae.inspect.names import Unique
from wae.inspect.printable import printable
from wae.inspect.program import (
    FOLLOWED,
    Bundle,
    Call,
    Export,
    Import,
    Instantiate,
    Lift,
    Nested,
    Program,
    read_program,
)

T = TypeVar("T")
Things: TypeAlias = dict[str, Thing | Closure]

MAX_INSTANCES = 1000
MAX_WORK = 200_000


def read_graph(data: bytes, name: str) -> Graph:
    """The instances of the app in ``data``; one with core code of its own is an instance ``name``.

    An instance that wires others together is there, and so are they. One that does so beside core
    code holds all that it is given; parts of it without any code are left out, for these are how
    a component's exports are commonly grouped.

    Raises :class:`BinaryError` on bytes that are no component, on apps that import or export
    components, which cannot be followed, and on apps that are too large for it.
    """
    follower = _Follower(data, name)
    follower.follow_root()
    return follower.graph


class _Follower:
    def __init__(self, data: bytes, name: str) -> None:
        self.data = memoryview(data)
        self.name = name
        self.graph = Graph()
        self.unique = Unique()
        self.programs: dict[tuple[int, int], Program] = {}
        self.composites: dict[int, Program] = {}  # those that may hold shared core modules
        self.work = MAX_WORK
        self.depth = 0

    def spend(self, amount: int = 1) -> None:
        self.work -= amount
        if self.work < 0:
            raise BinaryError("the app is wired in too many steps to be followed")

    def program(self, start: int, end: int) -> Program:
        if (start, end) not in self.programs:
            self.programs[start, end] = read_program(self.data, start, end)
        return self.programs[start, end]

    def contains_code(self, start: int, end: int, depth: int = 0) -> bool:
        """Whether an instance of this component may contain core code."""
        if depth > MAX_DEPTH:
            raise NotSupported(f"components nested deeper than {MAX_DEPTH}")
        program = self.program(start, end)
        self.spend(len(program.steps))
        return (
            program.has_code
            or program.takes_components
            or any(
                self.contains_code(step.start, step.end, depth + 1)
                for step in program.steps
                if isinstance(step, Nested)
            )
        )

    def follow_root(self) -> None:
        program = self.program(0, len(self.data))
        imports: Things = {}
        for step in program.steps:
            if isinstance(step, Import):
                self.import_at_root(step, imports)
        given = {name: thing for name, thing in imports.items() if isinstance(thing, Thing)}
        node = InstanceNode(self.name, self.name, 0, len(self.data), None, False, given)
        number = self.add(node) if program.has_code else None
        made = self.run(program, Scope(None), imports, number, program.has_code)
        for name, thing in _exported(made, number).items():
            if isinstance(thing, Closure):
                raise NotSupported(f'an app that exports a component ("{printable(name)}")')
            self.graph.exports[name] = thing
        for composite in self.composites.values():
            self.graph.modules += composite.modules

    def import_at_root(self, step: Import, imports: Things) -> None:
        if step.sort == COMPONENT:
            raise BinaryError(
                f'the app imports the component "{printable(step.name)}", which cannot be followed'
            )
        self.graph.imports.append(step.name)
        if step.sort in (FUNC, INSTANCE):
            root = step.name if step.sort == INSTANCE else None
            imports[step.name] = Thing(frozenset({Root(step.name)}), root=root)
        elif step.sort == TYPE:
            self.graph.types.append(step.name)

    def add(self, node: InstanceNode) -> int:
        if len(self.graph.nodes) == MAX_INSTANCES:
            raise BinaryError(f"the app has more than {MAX_INSTANCES} instances")
        node.name = self.unique.name(node.name)
        self.graph.nodes.append(node)
        return len(self.graph.nodes) - 1

    def run(
        self, program: Program, scope: Scope, arguments: Things, number: int | None, in_code: bool
    ) -> Things:
        """Goes through one instance and returns its exports.

        ``number`` is that of the instance, or of the one that it is a part of; ``in_code`` says
        whether that one has core code.
        """
        if self.depth > MAX_DEPTH:
            raise NotSupported(f"components nested deeper than {MAX_DEPTH}")
        self.depth += 1
        exports: Things = {}
        if program.instantiates and not in_code:
            self.composites[id(program)] = program
        for step in program.steps:
            self.spend()
            match step:
                case Nested(start, end):
                    scope.components.append(Closure(start, end, scope))
                case Import(name, sort):
                    _place(scope, sort, arguments.get(name), f'import "{printable(name)}"')
                case Alias():
                    _place(scope, step.sort, _aliased(scope, step), "an alias")
                case Lift():
                    assert number is not None  # it has code, so it is shown
                    scope.functions.append(Thing(frozenset({Own(number)})))
                case Call(index):
                    assert number is not None
                    self.graph.nodes[number].calls |= _at(scope.functions, index).origins
                case Bundle(members):
                    scope.instances.append(self.instance(_things(scope, members)))
                case Instantiate():
                    scope.instances.append(self.made(program, scope, step, number, in_code))
                case Export(name, sort, index):
                    if sort in FOLLOWED:
                        _export(scope, exports, step)
        self.depth -= 1
        return exports

    def made(
        self, program: Program, scope: Scope, step: Instantiate, number: int | None, in_code: bool
    ) -> Thing:
        """The instance of a component within another."""
        closure = _at(scope.components, step.component)
        arguments = _things(scope, step.arguments)
        inner, around = self.program(closure.start, closure.end), Scope(closure.scope)
        if in_code and not self.contains_code(closure.start, closure.end):
            return self.instance(self.run(inner, around, arguments, number, in_code))
        kind = program.names.of(COMPONENT, step.component) or inner.names.own
        kind = kind or f"component {step.component}"
        name = program.names.of(INSTANCE, len(scope.instances)) or kind
        if number is not None:
            name = f"{self.graph.nodes[number].name}/{name}"
        wires_only = inner.instantiates and not inner.has_code
        given = {key: thing for key, thing in arguments.items() if isinstance(thing, Thing)}
        node = InstanceNode(name, kind, closure.start, closure.end, number, wires_only, given)
        place = self.add(node)
        exports = self.run(inner, around, arguments, place, in_code or inner.has_code)
        whole = self.instance(_exported(exports, place), place)
        node.passed, node.exports = whole.origins, tuple(exports)
        return whole

    def instance(self, members: Things, whole: int | None = None) -> Thing:
        origins: set[Root | Own] = set()
        for thing in members.values():
            if isinstance(thing, Thing):
                self.spend(len(thing.origins))
                origins |= thing.origins
        return Thing(frozenset(origins), members, whole)


def _export(scope: Scope, exports: Things, step: Export) -> None:
    if step.sort not in FOLLOWED:
        return
    if step.name in exports:
        raise BinaryError(f'not a valid component: it exports "{printable(step.name)}" twice')
    exports[step.name] = _thing(scope, step.sort, step.index)
    _place(scope, step.sort, exports[step.name], f'export "{printable(step.name)}"')


def _exported(exports: Things, number: int | None) -> Things:
    """The exports of instance ``number``, which know by what name it exports them."""
    return {
        name: thing.exported(number, name)
        if isinstance(thing, Thing) and number is not None
        else thing
        for name, thing in exports.items()
    }


def _aliased(scope: Scope, alias: Alias) -> Thing | Closure:
    if alias.name is None:
        for _ in range(alias.depth):
            if scope.parent is None:
                raise BinaryError("not a valid component: an alias points outside the component")
            scope = scope.parent
        return _at(scope.components, alias.index)
    instance = _at(scope.instances, alias.instance)
    if instance.members is not None:
        if alias.name not in instance.members:
            raise BinaryError(
                f'not a valid component: alias of a missing export "{printable(alias.name)}"'
            )
        return instance.member(alias.name)
    if alias.sort == COMPONENT:
        raise BinaryError(
            f'the app imports the component "{printable(alias.name)}", which cannot be followed'
        )
    # Of the root: a part of it reaches as far as the whole.
    return Thing(instance.origins, item=alias.name if alias.sort == FUNC else "")


def _things(scope: Scope, given: dict[str, tuple[int, int]]) -> Things:
    return {
        name: _thing(scope, sort, index)
        for name, (sort, index) in given.items()
        if sort in FOLLOWED
    }


def _thing(scope: Scope, sort: int, index: int) -> Thing | Closure:
    if sort == FUNC:
        return _at(scope.functions, index)
    return _at(scope.instances, index) if sort == INSTANCE else _at(scope.components, index)


def _place(scope: Scope, sort: int, thing: Thing | Closure | None, what: str) -> None:
    """Adds a thing to the index space of its sort."""
    if sort not in FOLLOWED:
        return
    if isinstance(thing, Closure) and sort == COMPONENT:
        scope.components.append(thing)
    elif isinstance(thing, Thing) and sort == FUNC:
        scope.functions.append(thing)
    elif isinstance(thing, Thing) and sort == INSTANCE:
        scope.instances.append(thing)
    else:
        raise BinaryError(f"not a valid component: {what} is given nothing, or another sort")


def _at(items: list[T], index: int) -> T:
    if index >= len(items):
        raise BinaryError(f"not a valid component: item {index} is used before it is there")
    return items[index]
