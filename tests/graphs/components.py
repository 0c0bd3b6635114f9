"""Random components: what they import, export of their own, pass on, and have at their root."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from tests.graphs.contracts import NEWER, Contracts

from wae.binary.build import ComponentBuilder
from wae.binary.decode import decode_component
from wae.binary.encode import TypeSpace
from wae.binary.syntax import FUNC, INSTANCE, TYPE
from wae.binary.types import ComponentType, Func, Interface, Named, Primitive, Resource
from wae.compose.generate.denial import denial
from wae.compose.interfaces import foreign_types, in_order

BARE = ("run", "log", "LOG")


@dataclass(frozen=True)
class Component:
    binary: bytes
    type: ComponentType


def component(rng: random.Random, known: Contracts) -> Component:
    names = [*known.interfaces]
    exports = {n: known.interfaces[n] for n in rng.sample(names, rng.randint(0, 3))}
    for old, new in NEWER.items():  # no component exports two of one track
        if old in exports and new in exports:
            del exports[old]
    wanted = set(rng.sample(names, rng.randint(0, 2)))
    needed: set[str] = set()
    for name in exports:
        needed |= known.needs(name) - exports.keys()
    for name in wanted | needed:
        needed |= known.needs(name)
    for name in wanted | needed:  # an import is not made of types that the component exports
        for other in known.needs(name) & exports.keys():
            del exports[other]
            needed |= {other, *known.needs(other)}
    imports = {name: known.interfaces[name] for name in names if name in wanted | needed}
    made = _Writer(rng, imports, exports).component()
    return Component(made, decode_component(made))


class _Writer:
    def __init__(
        self,
        rng: random.Random,
        imports: Mapping[str, Interface],
        exports: Mapping[str, Interface],
    ) -> None:
        self.rng, self.imports, self.exports = rng, imports, exports
        self.builder = ComponentBuilder()

    def component(self) -> bytes:
        rng, builder = self.rng, self.builder
        made = denial("code", self.exports, {**self.imports, **self.exports})
        wanted = {**made.imports, **self.imports}
        for name, interface in in_order(wanted).items():
            builder.import_interface(name, interface)
        bare = [name for name in BARE if rng.random() < 0.2]
        functions = [builder.import_item(n, Func((), Primitive("u32"))) for n in bare[:1]]
        code = builder.component(made.binary)
        given = [(name, INSTANCE, builder.imported[name]) for name in made.imports]
        instance = self.instance = builder.instantiate(code, given)
        taken = set()
        used = {n.owner for name, i in self.exports.items() for n in foreign_types(name, i)}
        for name in in_order(self.exports):  # those first whose types others use
            given = builder.alias_export(instance, name, INSTANCE)
            if name not in used and "bare" not in taken and rng.random() < 0.07:
                self.spill(name, given)
                taken.add("bare")
            else:
                builder.export(name, INSTANCE, given)
            taken.add(name)
        for name in self.imports:
            if rng.random() < 0.15 and name not in taken:  # the import itself, or under a new name
                title = name if rng.random() < 0.5 else f"passed-{len(taken)}"
                builder.export(title, INSTANCE, builder.imported[name])
                taken.add(title)
        for index in functions:
            if rng.random() < 0.5:
                builder.export(rng.choice(BARE), FUNC, index)
        return builder.finish()

    def spill(self, owner: str, instance: int) -> None:
        """Exports what an interface has without it: types first, functions in their terms."""
        builder, interface = self.builder, self.exports[owner]

        def foreign(kind: Named) -> int:
            if kind.owner in self.exports:
                given = builder.alias_export(self.instance, kind.owner, INSTANCE)
                return builder.alias_export(given, kind.name, TYPE)
            return builder.alias_export(builder.imported[kind.owner], kind.name, TYPE)

        types = TypeSpace(builder.type, foreign)
        for title, item in interface.typedefs().items():
            fresh = isinstance(item.type, Resource)
            index = builder.alias_export(instance, title, TYPE) if fresh else types.index(item.type)
            types.named[Named(owner, title)] = builder.export(title, TYPE, index)
        for title, func in interface.functions().items():
            index = builder.alias_export(instance, title, FUNC)
            builder.export_function(title, index, types.index(func))
