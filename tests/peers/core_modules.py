"""The core modules of a component, as they are or merged by wasm-merge, under wasmtime's core API.

Functions of the component level are the test's own. So all that code does can be seen: what it
calls with what, what it answers, and every byte of memory afterwards.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from wasmtime import Config, Engine, Func, FuncType, Instance, Memory, Module, Store

from npm_server import node, package
from wae.binary.writer import MODULE_PREAMBLE, name, section, u32, vector
from wae.link.canon import Canon, Reference
from wae.link.module import FUNC, MEMORY, Import, SectionId, read_module
from wae.link.roles import find_roles
from wae.link.wiring import Export, Instantiation, Wiring, read_wiring

FEATURES = ("bulk-memory", "extended-const", "gc", "multivalue", "mutable-globals")
FEATURES += ("nontrapping-float-to-int", "reference-types", "sign-ext", "simd", "tail-call")
"""What code uses; `gc` lets an address be that of another module's global."""

OUTSIDE = "outside"

Definition = tuple[bytes | int, ...]

Host = Callable[["Running", Canon, tuple[Any, ...]], Any]
"""What a canonical definition of a running component does when it is called with core values."""


class Refused(Exception):
    """wasm-merge cannot merge them: the end of what it says."""


def _engine() -> Engine:
    config = Config()
    config.cranelift_opt_level = "none"
    return Engine(config)


ENGINE = _engine()


def definition(canon: Canon) -> Definition:
    """What it says, whatever indices its core items have; these are the same in both components."""
    return tuple(p.kind if isinstance(p, Reference) else p for p in canon.parts)


def merge(component: bytes, folder: Path, features: Iterable[str] = FEATURES) -> bytes:
    """All core modules of a component in one.

    It exports whatever they do, as `INSTANCE NAME`, and imports canonical definitions by number.
    Raises :class:`Refused`.
    """
    wiring = read_wiring(component)
    files: list[str | Path] = []
    for number, one in enumerate(wiring.instances):
        if isinstance(one, Instantiation):
            file = folder / f"{number}.wasm"
            file.write_bytes(_renamed(wiring, number, one))
            files += [file, str(number)]
    script, output = package("binaryen") / "bin" / "wasm-merge", folder / "merged.wasm"
    command = [node(), "--stack-size=50000", script, *files, "-o", output]
    enabled = [f"--enable-{each}" for each in features]
    done = subprocess.run([*command, *enabled], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(done.stderr[-500:])
    return output.read_bytes()


def _renamed(wiring: Wiring, number: int, one: Instantiation) -> bytes:
    """A module whose imports are named by the instances that have them."""
    module = read_module(wiring.module(one.module))

    def imported(each: Import) -> bytes:
        source = given(wiring, one, each.module, each.name)
        if isinstance(source, Export):
            origin = name(str(source.instance)) + name(f"{source.instance} {source.name}")
        else:
            origin = name(OUTSIDE) + name(str(source.number))
        return origin + bytes([each.kind]) + each.type

    new = {
        SectionId.IMPORT: vector(map(imported, module.imports)),
        SectionId.EXPORT: vector(
            name(f"{number} {title}") + bytes([kind]) + u32(index)
            for title, (kind, index) in module.exports.items()
        ),
    }
    sections = (section(n, new.get(n) or bytes(old)) for n, old in module.sections.items())
    return MODULE_PREAMBLE + b"".join(sections)


def given(wiring: Wiring, one: Instantiation, module: str, title: str) -> Export | Reference:
    """Where an import comes from: another instance, or a canonical definition."""
    number = one.arguments[module]
    source = wiring.instance(number)
    if isinstance(source, Instantiation):
        return Export(number, title)
    reference = source.items[title]
    item = wiring.item(reference)
    return item if isinstance(item, Export) else reference


def names(component: bytes) -> dict[Definition, str]:
    """What the libraries of an unlinked component call the canonical definitions that they use."""
    wiring = read_wiring(component)
    roles = find_roles(wiring)
    assert roles is not None
    fixup = wiring.instance(roles.fixup)
    assert isinstance(fixup, Instantiation)
    called = {}
    for number in roles.libraries:
        one = wiring.instance(number)
        assert isinstance(one, Instantiation)
        for each in read_module(wiring.module(one.module)).imported(FUNC):
            source = given(wiring, one, each.module, each.name)
            if isinstance(source, Export) and source.instance == roles.shim:
                source = given(wiring, fixup, "", source.name)
            canon = wiring.item(source) if isinstance(source, Reference) else None
            if isinstance(canon, Canon):
                interface, _, _ = each.module.partition("@")
                called[definition(canon)] = f"{interface} {each.name}"
    return called


class Running:
    """The core instances of a component, or the one of what `merge` made of it."""

    def __init__(self, component: bytes, host: Host, merged: bytes | None = None) -> None:
        self.wiring, self.host = read_wiring(component), host
        self.store = Store(ENGINE)
        self._items: dict[Export, Any] = {}
        if merged is None:
            for number, one in enumerate(self.wiring.instances):
                if isinstance(one, Instantiation):
                    self._instantiate(number, one)
        else:
            module = Module(ENGINE, merged)
            assert {OUTSIDE} >= {each.module for each in module.imports}
            outside = [self._outside(int(each.name or ""), each.type) for each in module.imports]
            for title, item in self._exports(module, outside).items():
                instance, _, short = title.partition(" ")
                self._items[Export(int(instance), short)] = item

    def _instantiate(self, number: int, one: Instantiation) -> None:
        module = Module(ENGINE, bytes(self.wiring.module(one.module)))
        items = []
        for each in module.imports:
            source = given(self.wiring, one, each.module, each.name or "")
            if isinstance(source, Export):
                items.append(self._items[source])
            else:
                items.append(self._outside(source.number, each.type))
        for title, item in self._exports(module, items).items():
            self._items[Export(number, title)] = item

    def _exports(self, module: Module, items: list[Any]) -> dict[str, Any]:
        exports = Instance(self.store, module, items).exports(self.store)
        return {each.name: exports[each.name] for each in module.exports}

    def _outside(self, number: int, kind: Any) -> Func:
        canon = self.wiring.items[FUNC][number]
        assert isinstance(canon, Canon)
        return Func(self.store, kind, lambda *values: self.host(self, canon, values))

    def item(self, reference: Reference) -> Any:
        """A core item that the component level uses."""
        found = self.wiring.item(reference)
        assert isinstance(found, Export)
        return self._items[found]

    @property
    def used(self) -> set[tuple[Definition, tuple[str, ...]]]:
        """What the component level makes of core items, and the types of these."""
        canons = [*self.wiring.items[FUNC], *self.wiring.outer]
        return {
            (definition(one), tuple(map(self._type, one.references)))
            for one in canons
            if isinstance(one, Canon)
        }

    def _type(self, reference: Reference) -> str:
        kind = self.item(reference).type(self.store)
        if isinstance(kind, FuncType):
            return f"{[*map(str, kind.params)]} -> {[*map(str, kind.results)]}"
        return type(kind).__name__

    @property
    def lifts(self) -> list[Canon]:
        return [one for one in self.wiring.outer if isinstance(one, Canon) and one.is_lift]

    def call(self, number: int, *arguments: Any) -> Any:
        """Calls a function that the component exports, by its number, with core values."""
        return self.item(self.lifts[number].references[0])(self.store, *arguments)

    def post_return(self, lift: Canon, result: Any) -> None:
        _, _, post_return = self._functions(lift)
        post_return(self.store, result)

    def put(self, canon: Canon, content: bytes, alignment: int) -> int:
        """Where it lies, in memory that a canonical definition's `realloc` gives."""
        place = int(
            self._functions(canon)[canon.is_lift](self.store, 0, 0, alignment, len(content))
        )
        self.write(canon, place, content)
        return place

    def write(self, canon: Canon, place: int, content: bytes) -> None:
        """Into the memory that a canonical definition names."""
        (memory,) = (self.item(each) for each in canon.references if each.kind == MEMORY)
        memory.write(self.store, content, place)

    def content(self) -> bytes:
        """All of the component's memory."""
        (memory,) = {id(m): m for m in self._items.values() if isinstance(m, Memory)}.values()
        return bytes(memory.read(self.store))

    def _functions(self, canon: Canon) -> list[Any]:
        """A lift's own function, then `realloc` and `post-return`, if it has them."""
        return [self.item(each) for each in canon.references if each.kind == FUNC]
