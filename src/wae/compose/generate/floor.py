"""Generates a floor: an interface of WASI 0.3, made of what WASI 0.2 has.

With floors an app is async inside, and imports nothing that an engine of 0.2 does not have. There
are floors under the clocks, each an instance of its interface, and one under ``wasi:http/client``
and the types it takes, which is not generated (``httpfloor.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wae.binary.build import CORE_FUNC, CORE_MEMORY, ComponentBuilder
from wae.binary.rename import rename_owners
from wae.binary.syntax import FUNC, TYPE
from wae.binary.types import (
    Borrow,
    Func,
    Interface,
    Item,
    Named,
    Own,
    Primitive,
    Record,
    Resource,
    TypeDef,
)
from wae.binary.versions import track
from wae.compose.generate import assembly as a
from wae.compose.generate import floorcode as code
from wae.compose.generate import httpfloor as http
from wae.compose.generate import pollfloor
from wae.compose.generate.abi import I64
from wae.compose.generate.coremodule import MEMORY, REALLOC, core_module
from wae.compose.generate.modulebuilder import ModuleBuilder
from wae.compose.generate.standard import CLOCK, POLL, Naming
from wae.compose.interfaces import Interfaces, expand

TITLE = "floor of "
WALL_CLOCK = "wasi:clocks/wall-clock"
_TYPES = "wasi:clocks/types@0.3"
_MONOTONIC = "wasi:clocks/monotonic-clock@0.3"
_SYSTEM = "wasi:clocks/system-clock@0.3"
_NOW, _GET_RESOLUTION, _RESOLUTION = "now", "get-resolution", "resolution"
_TIME = Primitive("u64")


def _named(interface: str, name: str) -> Named:
    return Named(f"{interface}.0", name)


def _moment(seconds: str) -> Record:
    return Record((("seconds", Primitive(seconds)), ("nanoseconds", Primitive("u32"))))


_READ = Func((), _TIME)
_DURATION = TypeDef(_named(_TYPES, "duration"))
INTERFACES: dict[str, Interface] = {
    f"{_TYPES}.0": Interface({"duration": TypeDef(_TIME)}),
    f"{_MONOTONIC}.0": Interface(
        {
            "duration": _DURATION,
            "mark": TypeDef(_TIME),
            _NOW: Func((), _named(_MONOTONIC, "mark")),
            _GET_RESOLUTION: Func((), _named(_MONOTONIC, "duration")),
            code.WAIT_UNTIL: Func((("when", _named(_MONOTONIC, "mark")),), None, is_async=True),
            code.WAIT_FOR: Func(
                (("how-long", _named(_MONOTONIC, "duration")),), None, is_async=True
            ),
        }
    ),
    f"{_SYSTEM}.0": Interface(
        {
            "duration": _DURATION,
            "instant": TypeDef(_moment("s64")),
            _NOW: Func((), _named(_SYSTEM, "instant")),
            _GET_RESOLUTION: Func((), _named(_SYSTEM, "duration")),
        }
    ),
}
"""The clocks that have a floor, as WASI's own WIT has them."""

_EXPANDED = {track(name): expand(interface, INTERFACES) for name, interface in INTERFACES.items()}


@dataclass(frozen=True)
class Floor:
    """A component with its title, and what it imports of WASI 0.2.

    ``export`` is the name under which it exports the interface; None where it is an instance of it.
    """

    title: str
    binary: bytes
    imports: dict[str, Interface]
    export: str | None = None


def has_floor(interface: str) -> bool:
    """Whether there is a floor under an interface."""
    return track(interface) in _EXPANDED or track(interface) in http.INTERFACES


def given() -> dict[str, Interface]:
    """Everything that has a floor, as WASI's own WIT has it."""
    return {**INTERFACES, **http.interfaces()}


def is_met(interface: str, interfaces: Interfaces) -> bool:
    """Whether ``interfaces[interface]`` is what a floor gives by this name, or a part of it."""
    known = _known(interface, interfaces).items
    meant = expand(interfaces[interface], interfaces).items
    return all(known.get(title) == item for title, item in meant.items())


def _known(interface: str, interfaces: Interfaces) -> Interface:
    """What WASI has, with resources that go by the names that ``interfaces`` have."""
    if track(interface) in _EXPANDED:
        return _EXPANDED[track(interface)]
    ours = {**http.interfaces(), **pollfloor.interfaces()}
    names = {track(name): name for name in interfaces}
    meant = expand(ours[_exported(interface)], ours)
    renamed = rename_owners(meant, lambda owner: names.get(track(owner), owner))
    assert isinstance(renamed, Interface)
    return renamed


def _exported(interface: str) -> str:
    """The name under which a floor that is not generated exports an interface of the same track."""
    names = (*http.interfaces(), *pollfloor.interfaces())
    return next(name for name in names if track(name) == track(interface))


def floor(interface: str, naming: Naming) -> Floor:
    """The floor under ``interface``: see :func:`has_floor`, and :func:`pollfloor.is_under`.

    ``naming`` says how the interfaces of WASI 0.2 are named that a generated one imports.
    """
    known = track(interface)
    if known in http.INTERFACES:
        title = f"{TITLE}{http.CLIENT}"
        return Floor(title, http.binary(), http.imported(), _exported(known))
    if known == pollfloor.INTERFACE:
        title = f"{TITLE}{pollfloor.INTERFACE}"
        return Floor(title, pollfloor.binary(), pollfloor.imported(), _exported(known))
    maker = _Maker(known)
    _MAKERS[known](maker, naming)
    title = f"{TITLE}{known}"
    return Floor(title, maker.builder.finish(title), maker.imports)


class _Maker:
    """A component that imports functions, and exports an interface item by item."""

    def __init__(self, interface: str) -> None:
        self.interface = _EXPANDED[interface]
        self.builder = ComponentBuilder()
        self.imports: dict[str, Interface] = {}
        self.memory = self.realloc = 0
        for title, item in self.interface.typedefs().items():
            index = self.builder.export(title, TYPE, self.builder.types.index(item.type))
            if isinstance(item.type, Record):  # which functions must use by its name
                self.builder.types.anonymous[item.type] = index

    def import_interface(self, title: str, interface: Interface) -> None:
        self.imports[title] = interface
        self.builder.import_interface(title, interface)

    def heap(self, data: bytes) -> None:
        builder = self.builder
        made = builder.core_instance(builder.core_module(core_module([], data, code.BASE)))
        self.memory = builder.alias_core(made, MEMORY, CORE_MEMORY)
        self.realloc = builder.alias_core(made, REALLOC, CORE_FUNC)

    def lowered(self, owner: str, title: str) -> int:
        function = self.builder.alias_export(self.builder.imported[owner], title, FUNC)
        return self.builder.lower(function, self.memory, self.realloc)

    def instance(self, module: bytes, given: dict[str, int]) -> int:
        bundle = [(MEMORY, CORE_MEMORY, self.memory)]
        bundle += [(title, CORE_FUNC, index) for title, index in given.items()]
        builder = self.builder
        host = builder.core_bundle(bundle)
        return builder.core_instance(builder.core_module(module), [("host", host)])

    def export(self, title: str, core_func: int, callback: int | None = None) -> None:
        builder, func = self.builder, self.interface.functions()[title]
        kind = builder.types.index(func)
        if callback is None:
            lifted = builder.lift(core_func, self.memory, self.realloc, kind)
        else:
            lifted = builder.lift_async(core_func, callback, kind)
        builder.export(title, FUNC, lifted)


def _types(maker: _Maker, naming: Naming) -> None:
    """Nothing but types: they are there already."""


def _monotonic(maker: _Maker, naming: Naming) -> None:
    builder, poll, clock = maker.builder, naming(POLL), naming(CLOCK)
    pollable = Named(poll, "pollable")
    block = f"[method]pollable.{code.BLOCK}"
    waits = Func((("self", Borrow(pollable)),), None)
    maker.import_interface(poll, Interface({"pollable": TypeDef(Resource()), block: waits}))
    subscribe = Func((("when", _TIME),), Own(pollable))
    reads: dict[str, Item] = {code.NOW: _READ, _RESOLUTION: _READ, code.REST: subscribe}
    maker.import_interface(clock, Interface(reads))
    maker.heap(code.DATA)
    now = maker.lowered(clock, code.NOW)
    given = {
        code.NOW: now,
        code.REST: maker.lowered(clock, code.REST),
        code.BLOCK: maker.lowered(poll, block),
        code.DROP: builder.resource_drop(builder.types.index(pollable)),
        code.RETURN: builder.task_return(),
        code.CANCEL: builder.task_cancel(),
        code.GET: builder.context_get(),
        code.SET: builder.context_set(),
        code.TAKE: maker.realloc,
    }
    made = maker.instance(code.floor_code(), given)
    maker.export(_NOW, now)
    maker.export(_GET_RESOLUTION, maker.lowered(clock, _RESOLUTION))
    callback = builder.alias_core(made, code.CALLBACK, CORE_FUNC)
    for title in (code.WAIT_UNTIL, code.WAIT_FOR):
        maker.export(title, builder.alias_core(made, title, CORE_FUNC), callback)


def _system(maker: _Maker, naming: Naming) -> None:
    builder, wall = maker.builder, naming(WALL_CLOCK)
    reads = Func((), Named(wall, "datetime"))
    moment = TypeDef(_moment("u64"))
    maker.import_interface(wall, Interface({"datetime": moment, _NOW: reads, _RESOLUTION: reads}))
    maker.heap(bytes(16))
    titles = (_NOW, _RESOLUTION)
    made = maker.instance(_system_code(), {title: maker.lowered(wall, title) for title in titles})
    for title in (_NOW, _GET_RESOLUTION):
        maker.export(title, builder.alias_core(made, title, CORE_FUNC))


def _system_code() -> bytes:
    """A moment of 0.2 lies in memory as one of 0.3; a resolution is so many nanoseconds."""
    module, answer = ModuleBuilder(), a.constant(code.BASE)
    now, resolution = module.imports(_NOW, 1, 0), module.imports(_RESOLUTION, 1, 0)
    module.function(0, 1, a.function(0, answer, now, answer))
    module.exports(_NOW)
    seconds = answer + a.load_eight() + a.long(1_000_000_000) + a.LONG_MUL
    nanoseconds = answer + a.load(8) + a.EXTEND
    body = a.function(0, answer, resolution, seconds, nanoseconds, a.LONG_ADD)
    module.function(0, (I64,), body)
    module.exports(_GET_RESOLUTION)
    return module.finish()


_MAKERS: dict[str, Callable[[_Maker, Naming], None]] = {
    _TYPES: _types,
    _MONOTONIC: _monotonic,
    _SYSTEM: _system,
}
