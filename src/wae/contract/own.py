"""The contract of the component in which this package lies: what it imports and what it exports.

`wae build` puts this package into components that ask for it (`[tool.wae] contract = true`), with
the types and doc comments of their world beside it, in the module `wit_contract`. The classes of
types are those of the bindings, so values go into their functions, and come out, as they are.

Nothing here is for run time: a component that uses it does so while it is built.
"""

from __future__ import annotations

import enum as enums
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, get_args

from wae.binary import types as wit
from wae.contract import stored
from wae.contract.classes import Make
from wae.contract.docs import Docs
from wae.contract.model import Contract, Function, make_contract
from wae.contract.python_names import attribute, binding_names, class_name
from wae.contract.shapes import Shape

DATA = "wit_contract"
"""The module that the build makes; its ``TEXT`` is what `stored` writes."""

Wanted = Callable[[str], bool]
"""Whether an interface of that name (`wae:net/names@0.1.0`) is wanted."""


def imports(wanted: Wanted = lambda _: True) -> Contract:
    """The contract of what the component imports. Raises LookupError where the bindings lack it."""
    component, _ = _given()
    return _contract(component.imports, wanted, "imports")


def exports(wanted: Wanted = lambda _: True) -> Contract:
    """The contract of what the component exports. Raises LookupError where the bindings lack it."""
    component, _ = _given()
    return _contract(component.exports, wanted, "exports")


def imported(function: Function) -> Callable[..., Any]:
    """The function of the bindings; not one of a resource. Raises LookupError."""
    module = _module("imports", function.interface) if function.interface else _world()
    name = attribute(function.name)
    _named(module, name)
    # Looked up at each call, as any other caller of the module does.
    return lambda *arguments: getattr(module, name)(*arguments)


@cache
def _given() -> tuple[wit.ComponentType, Docs]:
    return stored.read(import_module(DATA).TEXT)


def _contract(items: Mapping[str, wit.Item], wanted: Wanted, side: str) -> Contract:
    component, docs = _given()
    chosen = {name: item for name, item in items.items() if wanted(name)}
    return make_contract(component, docs, chosen, Bindings(side))


class Bindings:
    """The classes that componentize-py made, in a module for each interface.

    Members and fields are taken by their places, which are those of the WIT.
    """

    def __init__(self, side: str) -> None:
        types = import_module("componentize_py_types")
        self.some: type = types.Some
        self.sides: tuple[type, type] = (types.Ok, types.Err)
        self._side = side

    def enum(self, named: wit.Named, labels: Sequence[str]) -> Callable[[], type[enums.Enum]]:
        enum: type[enums.Enum] = self._class(named)
        return lambda: enum

    def flags(self, named: wit.Named, labels: Sequence[str]) -> Callable[[], type[enums.Flag]]:
        flags: type[enums.Flag] = self._class(named)
        return lambda: flags

    def record(
        self, named: wit.Named, fields: Sequence[tuple[str, Shape]]
    ) -> tuple[Sequence[str], Make]:
        record = self._class(named)
        return [*record.__dataclass_fields__], lambda: record

    def variant(
        self, named: wit.Named, cases: Sequence[tuple[str, bool]]
    ) -> tuple[Make, Sequence[Make]]:
        union = self._class(named)
        return lambda: object, [_always(case) for case in get_args(union) or (union,)]

    def _class(self, named: wit.Named) -> Any:
        name = class_name(named.name)
        try:
            return _named(_module(self._side, named.owner), name)
        except LookupError:  # a type that an export uses may be an import's
            return _named(_module("imports", named.owner), name)


def _always(made: type) -> Make:
    return lambda: made


def _world() -> ModuleType:
    return import_module("wit_world")


def _module(side: str, interface: str) -> ModuleType:
    """The bindings' module of an interface, which has a longer name where several have one."""
    for candidate in binding_names(interface):
        try:
            return import_module(f"wit_world.{side}.{attribute(candidate)}")
        except ModuleNotFoundError:
            continue
    raise LookupError(f"the bindings have no {side} of {interface}")


def _named(module: ModuleType, name: str) -> Any:
    """What the module has under this name."""
    try:
        return vars(module)[name]
    except KeyError:
        raise LookupError(f"the bindings have no {name} in {module.__name__}") from None
