"""Generates the component that stands in for all that one component is denied.

It exports each denied interface, so that types which several of them share are the same. Of the
host it imports types, and what it needs to write to stderr and to make a pollable, nothing else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from wae.binary.build import (
    ASYNC,
    CORE_FUNC,
    CORE_MEMORY,
    MEMORY_OPTION,
    Argument,
    ComponentBuilder,
)
from wae.binary.encode import resource_definition
from wae.binary.syntax import FUNC, INSTANCE, TYPE
from wae.binary.types import Future, Interface, Named, Resource, Stream, Type, TypeDef
from wae.binary.writer import MODULE_PREAMBLE, name, section, u32, vector
from wae.compose.cycles import CircularTypes, circular
from wae.compose.generate import assembly as a
from wae.compose.generate.abi import I32, Layout
from wae.compose.generate.answer_image import BASE
from wae.compose.generate.answering import (
    CLOSE,
    FORGET,
    HOST,
    NEW,
    OPEN,
    WRITE_TO,
    Answering,
    Helper,
)
from wae.compose.generate.answers import Answers, Pass
from wae.compose.generate.coremodule import MEMORY, REALLOC, RESET, core_module, vector_of
from wae.compose.generate.facade import Facade
from wae.compose.generate.standard import (
    CLOCK,
    GET_STDERR,
    INPUT,
    OUTPUT,
    READY,
    STDERR,
    STREAMS,
    VIA_STREAM,
    Naming,
    among,
    handing_on,
    waiting,
    writing,
)
from wae.compose.interfaces import Interfaces, canonical, merge, needed_types

TITLE = "deny "
# Built-ins for streams and futures (``Binary.md``, Canonical Definitions).
_CODES: dict[tuple[str, type[Type]], int] = {
    (OPEN, Stream): 0x0E,
    (CLOSE, Stream): 0x14,
    (FORGET, Stream): 0x13,
    (OPEN, Future): 0x15,
    (WRITE_TO, Future): 0x17,
    (FORGET, Future): 0x1A,
}


@dataclass(frozen=True)
class Denial:
    """A component, and what it imports of the app's root."""

    binary: bytes
    imports: dict[str, Interface]


def denial(
    component: str, denied: Collection[str], interfaces: Interfaces, naming: Naming | None = None
) -> Denial:
    """What ``component`` gets for the interfaces in ``denied``.

    ``interfaces`` has these and all whose types they use, in any order: it is the same component.
    ``naming`` says how WASI's own are named, by default as there. Raises
    :class:`wae.compose.interfaces.TypeMismatch` where they differ from what WASI defines,
    :class:`wae.compose.cycles.CircularTypes` where following a type would never end.
    """
    cycle = circular(interfaces.items())
    if cycle is not None:
        raise CircularTypes(cycle)
    naming = naming or among(interfaces)
    wanted = {name: interfaces[name] for name in denied}
    interfaces = canonical({**_types_in_use(wanted, interfaces), **wanted})
    return _Maker(component, frozenset(denied), interfaces, naming).make()


def _types_in_use(denied: Interfaces, interfaces: Interfaces) -> dict[str, Interface]:
    """What the denied interfaces use of others, and of each other."""
    used: dict[str, Interface] = {}
    for owner in denied:
        for title, types in needed_types(owner, interfaces).items():
            known = used.get(title, Interface()).items
            used[title] = Interface({**types.items, **known})
    return used


class _Maker:
    def __init__(
        self, component: str, denied: frozenset[str], interfaces: Interfaces, naming: Naming
    ) -> None:
        self.component = component
        self.denied = {name: i for name, i in interfaces.items() if name in denied}
        self.interfaces = interfaces
        self.naming = naming
        self.streams = naming(STREAMS)
        self.own_output = self._own_output()
        self.answers = Answers(component, denied, interfaces)
        self.core = Answering(Layout(self._definition), self.own_output, self.answers)
        self.exports: dict[tuple[str, str], str] = {}  # of the core module
        self.passed: set[str] = set()  # functions of streams
        self.builder = ComponentBuilder()

    def make(self) -> Denial:
        for owner, interface in self.denied.items():
            for title, func in interface.functions().items():
                behaviour = self.answers.of(owner, title, func)
                if isinstance(behaviour, Pass):
                    self.passed.add(title)
                self.exports[owner, title] = self.core.add(title, func, behaviour)
        imports = self._imports()
        for name_, interface in imports.items():
            self.builder.import_interface(name_, interface)
        self._components(self.core.module())
        return Denial(self.builder.finish(f"{TITLE}{self.component}"), imports)

    def _own_output(self) -> Named | None:
        item = self.denied.get(self.streams, Interface()).items.get(OUTPUT)
        fresh = isinstance(item, TypeDef) and isinstance(item.type, Resource)
        return Named(self.streams, OUTPUT) if fresh else None

    def _definition(self, named: Named) -> Type:
        item = self.interfaces[named.owner].items[named.name]
        assert isinstance(item, TypeDef)
        return item.type

    def _imports(self) -> dict[str, Interface]:
        """What it takes of the host: types that the denied interfaces use, and what code calls."""
        called = {helper.what for helper in self.core.helpers}
        standard: dict[str, Interface] = {}
        if GET_STDERR in called:
            standard |= writing(self.naming)
        if READY in called:
            standard |= waiting(self.naming)
        if VIA_STREAM in called:
            standard |= handing_on(self.naming)
        used = self._used()
        names = dict.fromkeys((*used, *standard))
        around = {self.component: self.interfaces, "WASI": standard}
        merged = {}
        for title in names:
            versions = {self.component: used.get(title), "WASI": standard.get(title)}
            imports = {who: each for who, each in versions.items() if each is not None}
            merged[title] = merge(title, imports, around)
        return canonical(merged)

    def _used(self) -> dict[str, Interface]:
        used = {name: i for name, i in self.interfaces.items() if name not in self.denied}
        if self.own_output:
            items = self.denied[self.streams].items
            kept = {t: i for t, i in items.items() if isinstance(i, TypeDef) or t in self.passed}
            used[self.streams] = Interface({t: i for t, i in kept.items() if t != INPUT})
        return used

    def _components(self, module: bytes) -> None:
        """All that comes after the imports."""
        builder = self.builder
        heap = builder.core_instance(
            builder.core_module(core_module([], bytes(self.core.image.bytes), BASE))
        )
        memory = builder.alias_core(heap, MEMORY, CORE_MEMORY)
        realloc = builder.alias_core(heap, REALLOC, CORE_FUNC)
        reset = builder.alias_core(heap, RESET, CORE_FUNC)
        hosts = {
            helper: builder.lower(self._host_function(helper.what), memory, realloc)
            for helper in self.core.helpers
            if helper.kind == HOST and isinstance(helper.what, str)
        }
        self._define_types()
        given: list[Argument] = [(MEMORY, CORE_MEMORY, memory)]
        for number, helper in enumerate(self.core.helpers):
            index = hosts[helper] if helper.kind == HOST else self._built_in(helper, memory, reset)
            given.append((str(number), CORE_FUNC, index))
        code = builder.core_instance(
            builder.core_module(module), [("host", builder.core_bundle(given))]
        )
        instances = dict(builder.imported)
        for owner, interface in self.denied.items():
            types = {t: builder.types.index(Named(owner, t)) for t in interface.typedefs()}
            functions = {
                title: builder.lift(
                    builder.alias_core(code, self.exports[owner, title], CORE_FUNC),
                    memory,
                    realloc,
                    builder.types.index(func),
                )
                for title, func in interface.functions().items()
            }
            facade = Facade(owner, self.interfaces)
            arguments = facade.arguments(instances, types, functions)
            instances[owner] = builder.instantiate(builder.component(facade.binary), arguments)
            builder.export(owner, INSTANCE, instances[owner])

    def _built_in(self, helper: Helper, memory: int, reset: int) -> int:
        """The core function of a helper that is none of the host's."""
        if isinstance(helper.what, str):
            return reset
        builder, kind = self.builder, self.builder.types.index(helper.what)
        if isinstance(helper.what, Named):
            make = builder.resource_new if helper.kind == NEW else builder.resource_drop
            return make(kind)
        options = (ASYNC, MEMORY_OPTION + u32(memory)) if helper.kind == WRITE_TO else None
        return builder.canonical(_CODES[helper.kind, type(helper.what)], kind, options)

    def _host_function(self, title: str) -> int:
        owner = self.naming({GET_STDERR: STDERR, READY: CLOCK}.get(title, STREAMS))
        if title == VIA_STREAM:
            owner = self.naming(STDERR, "0.3")
        return self.builder.alias_export(self.builder.imported[owner], title, FUNC)

    def _define_types(self) -> None:
        builder = self.builder
        destructor = self._destructor() if self.own_output else None
        for owner, interface in self.denied.items():
            for title, item in interface.typedefs().items():
                named = Named(owner, title)
                if isinstance(item.type, Resource):
                    last = destructor if named == self.own_output else None
                    builder.types.named[named] = builder.type(resource_definition(last))
                else:
                    builder.types.named[named] = builder.types.index(item.type)

    def _destructor(self) -> int:
        """Drops the host's stream that one of our output streams stands for, if any."""
        builder = self.builder
        host = builder.alias_export(builder.imported[self.streams], OUTPUT, TYPE)
        drop = builder.core_bundle([("drop", CORE_FUNC, builder.resource_drop(host))])
        made = builder.core_instance(builder.core_module(_destructor_module()), [("host", drop)])
        return builder.alias_core(made, "drop", CORE_FUNC)


def _destructor_module() -> bytes:
    body = b"\x00" + a.get(0) + a.IF + a.get(0) + a.call(0) + a.END + a.END
    return b"".join(
        (
            MODULE_PREAMBLE,
            section(1, vector([b"\x60" + vector_of((I32,)) + vector_of(())])),
            section(2, vector([name("host") + name("drop") + b"\x00" + u32(0)])),
            section(3, vector([u32(0)])),
            section(7, vector([name("drop") + b"\x00" + u32(1)])),
            section(10, vector([u32(len(body)) + body])),
        )
    )
