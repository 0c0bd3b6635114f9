"""Random components within components, wired in every way that the format has."""

from __future__ import annotations

import random
from collections.abc import Iterable

from tests.truth.components import Component
from tests.truth.known import FUNCTIONS, INTERFACES, KINDS, MOST, TITLES, Known
from tests.truth.shapes import PLAIN, REQUEST, RULES, Shape, fits
from tests.truth.steps import (
    Alias,
    AnyComponent,
    Bundle,
    Export,
    Instantiate,
    Nested,
    Outer,
    Ref,
    Run,
)

from wae.binary.syntax import FUNC, INSTANCE
from wae.binary.types import Func


class Grower:
    """Makes components; subclasses say how those of ours are put among them."""

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
        usual = [self.child, self.bundle, self.alias, self.again, self.generated]
        steps = {
            "wires": [*usual, self.child, self.generated],
            "code": [self.run, self.bundle, self.alias],
            "both": [*usual, self.run],
        }[kind]
        if kind == "code":
            self.run(made, scopes)
        for _ in range(self.rng.randint(1, 6)):
            self.rng.choice(steps)(made, scopes)
        actions = [place for place, kind in enumerate(known.functions) if kind == PLAIN]
        if actions and self.rng.random() < 0.03:
            made.start = self.rng.choice(actions)
        return made, self.exports(made, known)

    def exports(self, made: Component, known: Known) -> dict[str, Shape]:
        things = known.things()
        picked = self.rng.sample(things, min(len(things), self.rng.randint(1, 3)))
        actual: dict[str, Shape] = {}
        for (ref, shape), name in zip(picked, self.names(s for _, s in picked), strict=True):
            made.steps.append(Export(name, ref))
            known.add(shape)
            actual[name] = shape
        return actual

    def names(self, shapes: Iterable[Shape]) -> list[str]:
        """A name for each, which says nothing of what it is."""
        functions = iter(self.rng.sample(FUNCTIONS, len(FUNCTIONS)))
        interfaces = iter(self.rng.sample(INTERFACES, len(INTERFACES)))
        return [next(functions if isinstance(shape, Func) else interfaces) for shape in shapes]

    # Steps

    def generated(self, made: Component, scopes: list[Known]) -> None:
        """One of our own components."""
        raise NotImplementedError

    def child(
        self, made: Component, scopes: list[Known], limits: dict[str, Ref] | None = None
    ) -> None:
        """A new component, and an instance of it that is given some of what is at hand.

        ``limits`` are instances of ours that it is given in any case.
        """
        if self.left <= 0:
            return
        self.left -= 1
        rng, things = self.rng, scopes[0].things()
        given = rng.sample(things, min(len(things), rng.randint(0, 3)))
        shapes = [self.narrowed(shape) for _, shape in given]
        imports = dict(zip(self.names(shapes), shapes, strict=True))
        refs = dict(zip(imports, (ref for ref, _ in given), strict=True)) | (limits or {})
        for name, (_, index) in (limits or {}).items():
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
        made.steps.append(Instantiate(index, given, self.rng.choice(TITLES), inner.around))
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
        things = known.things() if rng.random() < 0.3 else known.bare()
        picked = rng.sample(things, min(len(things), rng.randint(1, 3)))
        names = self.names(shape for _, shape in picked)
        shapes = [shape for _, shape in picked]
        members = dict(zip(names, (ref for ref, _ in picked), strict=True))
        made.steps.append(Bundle(members, REQUEST in shapes))
        known.instances.append(dict(zip(names, shapes, strict=True)))  # type: ignore[arg-type]

    def alias(self, made: Component, scopes: list[Known]) -> None:
        """Something taken out of an instance, but no policy's answer."""
        known = scopes[0]
        members = [
            (instance, name, shape)
            for instance, members in enumerate(known.instances)
            for name, shape in members.items()
            if shape != RULES
        ]
        if not members:
            return
        instance, name, shape = self.rng.choice(members)
        made.steps.append(Alias(instance, name, FUNC if isinstance(shape, Func) else INSTANCE))
        known.add(shape)

    def run(self, made: Component, scopes: list[Known]) -> None:
        """Core code that is handed some functions."""
        known, rng = scopes[0], self.rng
        for instance, members in enumerate(known.instances):
            for name, shape in members.items():
                if isinstance(shape, Func) and shape != RULES and rng.random() < 0.5:
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
