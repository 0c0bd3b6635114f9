"""Generates components whose functions only return constants or trap: policies and denials.

A stub exports the types and functions of one interface directly, so that its instance as a whole is
an instance of that interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from wae.binary.build import CORE_FUNC, CORE_MEMORY, ComponentBuilder
from wae.binary.encode import LOCAL_RESOURCE
from wae.binary.syntax import FUNC, TYPE
from wae.binary.types import Func, Interface, Named, Resource, Type, TypeDef
from wae.compose.generate.abi import I32, Image, Layout
from wae.compose.generate.coremodule import MEMORY, REALLOC, CoreFunc, core_module
from wae.compose.interfaces import Interfaces, needed_types

BASE = 16  # no constant lies at address 0


@dataclass(frozen=True)
class Constant:
    """Return this value (in the terms of :class:`wae.compose.generate.abi.Image`)."""

    value: Any


@dataclass(frozen=True)
class Trap:
    """Never return."""


Behaviour: TypeAlias = Constant | Trap


def stub_component(
    owner: str, interfaces: Interfaces, behaviours: Mapping[str, Behaviour], title: str
) -> bytes:
    """A component that is an instance of ``interfaces[owner]``; what ``behaviours`` omits traps.

    It imports, from the other interfaces, the types that the interface uses, and nothing else.
    """
    interface = interfaces[owner]
    builder = ComponentBuilder()
    for name, types_only in needed_types(owner, interfaces).items():
        builder.import_interface(name, types_only)

    layout = Layout(lambda named: _definition(interfaces, named))
    image = Image(layout, BASE)
    funcs = interface.functions()
    core = [
        _core_func(layout, image, name, func, behaviours.get(name, Trap()))
        for name, func in funcs.items()
    ]
    instance = None
    if core:
        module = builder.core_module(core_module(core, bytes(image.bytes), BASE))
        instance = builder.core_instance(module)
    _export_types(builder, owner, interface)
    if instance is not None:
        memory = builder.alias_core(instance, MEMORY, CORE_MEMORY)
        realloc = builder.alias_core(instance, REALLOC, CORE_FUNC)
        for name, func in funcs.items():
            body = builder.alias_core(instance, name, CORE_FUNC)
            kind = builder.types.index(func)
            builder.export(name, FUNC, builder.lift(body, memory, realloc, kind))
    return builder.finish(title)


def _export_types(builder: ComponentBuilder, owner: str, interface: Interface) -> None:
    for name, item in interface.typedefs().items():
        fresh = isinstance(item.type, Resource)
        index = builder.type(LOCAL_RESOURCE) if fresh else builder.types.index(item.type)
        builder.types.named[Named(owner, name)] = builder.export(name, TYPE, index)


def _core_func(
    layout: Layout, image: Image, name: str, func: Func, behaviour: Behaviour
) -> CoreFunc:
    params, results = layout.core_signature(func)
    if isinstance(behaviour, Trap):
        return CoreFunc(name, tuple(params), tuple(results))
    if func.result is None:
        return CoreFunc(name, tuple(params), (), traps=False)
    address = image.place(func.result, behaviour.value)
    if len(layout.flat(func.result)) > 1:
        return CoreFunc(name, tuple(params), tuple(results), address, traps=False)
    if results != [I32]:
        raise TypeError(f"{name} returns no i32")
    start = address - image.base
    raw = image.bytes[start : start + layout.size(func.result)]
    value = int.from_bytes(raw, "little", signed=len(raw) == 4)
    return CoreFunc(name, tuple(params), tuple(results), value, traps=False)


def _definition(interfaces: Interfaces, named: Named) -> Type:
    item = interfaces[named.owner].items[named.name]
    if not isinstance(item, TypeDef):
        raise TypeError(f"{named} is not a type")
    return item.type
