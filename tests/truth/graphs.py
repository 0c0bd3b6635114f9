"""Random apps: components within components, wired in every way that the format has.

Names are drawn without regard to what they stand for, so that every name is a lie somewhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.truth.authority import FromRoot, Truth
from tests.truth.components import (
    Alias,
    AnyComponent,
    Bundle,
    Component,
    Denial,
    Export,
    Filter,
    Instance,
    Instantiate,
    Nested,
    Outer,
    Ref,
    Run,
    WholeDenial,
)
from tests.truth.shapes import GET, HANDLE, PLAIN, TEXTS, VARIABLES, Shape, fits

from wae.binary.syntax import FUNC, INSTANCE
from wae.binary.types import Func

ENVIRONMENT = "wasi:cli/environment@0.2.9"
# What the app may import, with the capability of each function.
ROOTS: dict[str, tuple[Shape, str]] = {
    ENVIRONMENT: ({GET: VARIABLES, "get-arguments": TEXTS}, "environment"),
    "wasi:cli/environment@0.2.3": ({GET: VARIABLES, "get-arguments": TEXTS}, "environment"),
    # No host has this one, but an app may ask for it.
    "wasi:cli/environment@0.2.12": ({GET: VARIABLES, "get-arguments": VARIABLES}, "environment"),
    "wasi:filesystem/preopens@0.2.9": ({"get-directories": HANDLE, "f": PLAIN}, "files"),
    "wasi:http/outgoing-handler@0.2.9": ({"handle": PLAIN}, "http"),
    "wasi:sockets/tcp-create-socket@0.2.9": ({"create": PLAIN, "f": PLAIN}, "sockets"),
    "wasi:cli/environment@0.3.0": (
        {GET: VARIABLES, "get-arguments": TEXTS},
        "wasi:cli/environment@0.3.0",
    ),
    "acme:pay/gateway@1.0.0": ({"f": PLAIN, "read": TEXTS}, "acme:pay/gateway@1.0.0"),
    "launch": (PLAIN, "launch"),
}
INTERFACES = (
    ENVIRONMENT,
    "wasi:cli/environment@0.2.3",
    "wasi:clocks/monotonic-clock@0.2.9",
    "wasi:filesystem/preopens@0.2.9",
    "wasi:http/outgoing-handler@0.2.9",
    "wasi:io/poll@0.2.9",
    "wae:http/policy@0.1.0",
    "my:app/api@1.0.0",
    "x:y/z",
    "exports",
)
FUNCTIONS = ("run", "get", "f", GET, "get-arguments", "initial-cwd", "handle", "launch")
TITLES = (
    "",
    "app",
    "http",
    "root",
    f"deny {ENVIRONMENT}",
    "deny wasi:http/outgoing-handler@0.2.9",
    "environment of http",
    "policy of http",
)
NAMES = ("A", "B", "HOME")
KINDS = (PLAIN, PLAIN, TEXTS, VARIABLES, HANDLE)
MOST = 24  # instances and nested components of one graph


@dataclass
class Known:
    """What one component has at hand, with its type."""

    functions: list[Func] = field(default_factory=list)
    instances: list[dict[str, Shape]] = field(default_factory=list)
    components: list[tuple[AnyComponent, dict[str, Shape]]] = field(default_factory=list)

    def add(self, shape: Shape) -> Ref:
        if isinstance(shape, Func):
            self.functions.append(shape)
            return FUNC, len(self.functions) - 1
        self.instances.append(dict(shape))
        return INSTANCE, len(self.instances) - 1

    def things(self) -> list[tuple[Ref, Shape]]:
        """All functions, and the instances whose types can be said: those made of functions."""
        found: list[tuple[Ref, Shape]] = [((FUNC, i), s) for i, s in enumerate(self.functions)]
        for place, shape in enumerate(self.instances):
            flat = {name: inner for name, inner in shape.items() if isinstance(inner, Func)}
            if len(flat) == len(shape):
                found.append(((INSTANCE, place), flat))
        return found


@dataclass(frozen=True)
class Graph:
    """An app, what is true of its instances in the order in which they come to be, and exports."""

    binary: bytes
    instances: list[Instance]
    exports: dict[str, Truth]


def graph(rng: random.Random) -> Graph:
    """One app. All that it consists of is drawn from ``rng``."""
    chosen = rng.sample([*ROOTS], rng.randint(1, 4))
    imports = {name: ROOTS[name][0] for name in chosen}
    grower = _Grower(rng)
    kind = rng.choices(["wires", "both"], [9, 1])[0]
    root, _ = grower.component("app", imports, kind, [])
    given = {name: _from_outside(*ROOTS[name]) for name in chosen}
    made: list[Instance] = []
    exports = root.run(given, None, made)
    return Graph(root.binary, made, exports)


def _from_outside(shape: Shape, capability: str) -> Truth:
    if isinstance(shape, Func):
        return FromRoot(capability)
    none: frozenset[str] = frozenset()
    return {
        name: FromRoot(capability, none)
        if capability == "environment" and kind == TEXTS
        else FromRoot(capability)
        for name, kind in shape.items()
    }


class _Grower:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.left = MOST

    def component(
        self, title: str, imports: dict[str, Shape], kind: str, around: list[Known]
    ) -> tuple[Component, dict[str, Shape]]:
        """A component that wires, has code, or both; with the types of its exports."""
        made, known = Component(title, imports), Known()
        for shape in imports.values():
            known.add(shape)
        scopes = [known, *around]
        steps = {
            "wires": [self.child, self.child, self.bundle, self.alias, self.again, self.generated],
            "code": [self.run, self.bundle, self.alias],
            "both": [self.child, self.run, self.bundle, self.alias, self.again, self.generated],
        }[kind]
        if kind == "code":
            self.run(made, scopes)
        for _ in range(self.rng.randint(1, 6)):
            self.rng.choice(steps)(made, scopes)
        return made, self.exports(made, known)

    def exports(self, made: Component, known: Known) -> dict[str, Shape]:
        things = known.things()
        picked = self.rng.sample(things, min(len(things), self.rng.randint(1, 3)))
        found: dict[str, Shape] = {}
        for (ref, shape), name in zip(picked, self.names(s for _, s in picked), strict=True):
            made.steps.append(Export(name, ref))
            known.add(shape)
            found[name] = shape
        return found

    def names(self, shapes: Iterable[Shape]) -> list[str]:
        """A name for each, which says nothing of what it is."""
        functions = iter(self.rng.sample(FUNCTIONS, len(FUNCTIONS)))
        interfaces = iter(self.rng.sample(INTERFACES, len(INTERFACES)))
        return [next(functions if isinstance(shape, Func) else interfaces) for shape in shapes]

    # Steps

    def child(
        self, made: Component, scopes: list[Known], filtered: dict[str, Ref] | None = None
    ) -> None:
        """A new component, and an instance of it that is given some of what is at hand.

        ``filtered`` is a filter that it is given in any case.
        """
        if self.left <= 0:
            return
        self.left -= 1
        rng, things = self.rng, scopes[0].things()
        given = rng.sample(things, min(len(things), rng.randint(0, 3)))
        shapes = [self.narrowed(shape) for _, shape in given]
        imports = dict(zip(self.names(shapes), shapes, strict=True))
        refs = dict(zip(imports, (ref for ref, _ in given), strict=True)) | (filtered or {})
        for name, (_, index) in (filtered or {}).items():
            imports[name] = dict(scopes[0].instances[index])  # type: ignore[arg-type]
        deep = len(scopes) < 5
        kind = rng.choices(["code", "wires", "both"], [5, 4, 1])[0] if deep else "code"
        inner, exports = self.component(rng.choice(TITLES), imports, kind, scopes)
        self.nested(made, scopes, inner, exports)
        self.instantiate(made, scopes[0], len(scopes[0].components) - 1, refs)

    def narrowed(self, shape: Shape) -> Shape:
        """The type with which something is imported: perhaps with less than it has."""
        if isinstance(shape, Func) or len(shape) < 2 or self.rng.random() < 0.7:
            return shape
        kept = self.rng.sample([*shape], self.rng.randint(1, len(shape)))
        return {name: shape[name] for name in kept}

    def nested(
        self, made: Component, scopes: list[Known], inner: AnyComponent, exports: dict[str, Shape]
    ) -> None:
        made.steps.append(Nested(inner))
        scopes[0].components.append((inner, exports))

    def instantiate(self, made: Component, known: Known, index: int, given: dict[str, Ref]) -> None:
        inner, exports = known.components[index]
        made.steps.append(Instantiate(index, given, self.rng.choice(TITLES), inner.typed))
        known.add(exports)  # type: ignore[arg-type]  # an instance may have instances

    def again(self, made: Component, scopes: list[Known]) -> None:
        """Another instance of a component at hand, perhaps of one around."""
        self.left -= 1
        depth = self.rng.randrange(len(scopes))
        if self.left <= 0 or not scopes[depth].components:
            return
        index = self.rng.randrange(len(scopes[depth].components))
        inner, exports = scopes[depth].components[index]
        given: dict[str, Ref] = {}
        for name, wanted in inner.imports.items():
            fitting = [ref for ref, shape in scopes[0].things() if fits(shape, wanted)]
            if not fitting:
                return
            given[name] = self.rng.choice(fitting)
        if depth:
            made.steps.append(Outer(depth, index))
            scopes[0].components.append((inner, exports))
            index = len(scopes[0].components) - 1
        self.instantiate(made, scopes[0], index, given)

    def bundle(self, made: Component, scopes: list[Known]) -> None:
        """An instance made of some functions and instances, under other names."""
        known, rng = scopes[0], self.rng
        things = known.things() if rng.random() < 0.3 else known.things()[: len(known.functions)]
        picked = rng.sample(things, min(len(things), rng.randint(1, 3)))
        names = self.names(shape for _, shape in picked)
        made.steps.append(Bundle(dict(zip(names, (ref for ref, _ in picked), strict=True))))
        shapes = [shape for _, shape in picked]
        known.instances.append(dict(zip(names, shapes, strict=True)))  # type: ignore[arg-type]

    def alias(self, made: Component, scopes: list[Known]) -> None:
        """Something taken out of an instance."""
        known = scopes[0]
        full = [i for i, members in enumerate(known.instances) if members]
        if not full:
            return
        instance = self.rng.choice(full)
        name = self.rng.choice([*known.instances[instance]])
        shape = known.instances[instance][name]
        made.steps.append(Alias(instance, name, FUNC if isinstance(shape, Func) else INSTANCE))
        known.add(shape)

    def run(self, made: Component, scopes: list[Known]) -> None:
        """Core code that is handed some functions."""
        known, rng = scopes[0], self.rng
        for instance, members in enumerate(known.instances):
            for name, shape in members.items():
                if isinstance(shape, Func) and rng.random() < 0.5:
                    made.steps.append(Alias(instance, name, FUNC))
                    known.add(shape)
        places = rng.sample(
            range(len(known.functions)), min(len(known.functions), rng.randint(0, 4))
        )
        handed = tuple((place, known.functions[place]) for place in places)
        kinds = tuple(rng.choices(KINDS, k=rng.randint(0, 3)))
        made.steps.append(Run(handed, kinds, rng.random() < 0.2))
        for kind in kinds:
            known.add(kind)

    def generated(self, made: Component, scopes: list[Known]) -> None:
        """What the composer makes, of whatever there is: in its place, or far from it."""
        known, rng = scopes[0], self.rng
        self.left -= 1
        if self.left <= 0:
            return
        if rng.random() < 0.2:
            shape = dict(
                rng.sample([(GET, VARIABLES), ("get-arguments", TEXTS)], rng.randint(1, 2))
            )
            whole = WholeDenial(rng.choice([ENVIRONMENT, "x:y/z"]), shape)
            self.nested(made, scopes, whole, {whole.owner: shape})
            self.instantiate(made, known, len(known.components) - 1, {})
            return
        if rng.random() < 0.3:
            owner, shape = rng.choice([*ROOTS.items()])
            functions = {"f": shape[0]} if isinstance(shape[0], Func) else dict(shape[0])
            denial = Denial(owner, functions)
            self.nested(made, scopes, denial, functions)  # type: ignore[arg-type]
            self.instantiate(made, known, len(known.components) - 1, {})
            return
        if rng.random() < 0.3:
            self.forged(made, known)
        sources = [
            (ref, shape)
            for ref, shape in known.things()
            if not isinstance(shape, Func)
            and shape.get(GET) == VARIABLES
            and not {PLAIN, HANDLE}.intersection(shape.values())
        ]
        if not sources:
            return
        ref, shape = rng.choice(sources)
        assert not isinstance(shape, Func)
        owner = ENVIRONMENT if rng.random() < 0.8 else rng.choice(INTERFACES)
        names = tuple(rng.sample(NAMES, rng.randint(0, 2)))
        made_filter = Filter(owner, shape, names, rng.choice(TITLES))
        self.nested(made, scopes, made_filter, shape)  # type: ignore[arg-type]
        self.instantiate(made, known, len(known.components) - 1, {owner: ref})
        if rng.random() < 0.7:
            self.child(made, scopes, {ENVIRONMENT: (INSTANCE, len(known.instances) - 1)})

    def forged(self, made: Component, known: Known) -> None:
        """An instance like that of the environment, of functions from anywhere."""
        lists = [i for i, kind in enumerate(known.functions) if kind == VARIABLES]
        texts = [i for i, kind in enumerate(known.functions) if kind == TEXTS]
        if not lists:
            return
        members = {GET: (FUNC, self.rng.choice(lists))}
        other = self.rng.choice([*lists, *texts])
        members[self.rng.choice(["get-arguments", "initial-cwd", "f"])] = (FUNC, other)
        made.steps.append(Bundle(members))
        known.instances.append({name: known.functions[ref[1]] for name, ref in members.items()})
