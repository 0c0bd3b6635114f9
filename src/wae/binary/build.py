"""Writes a component section by section, and keeps count of its index spaces."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from wae.binary.encode import TypeSpace, instance_type, type_bound
from wae.binary.sections import Id
from wae.binary.syntax import COMPONENT, FUNC, INSTANCE, TYPE
from wae.binary.types import Func, Interface, Item, Named, TypeDef
from wae.binary.writer import (
    COMPONENT_PREAMBLE,
    custom_section,
    extern_name,
    name,
    section,
    u32,
    vector,
)

CORE_FUNC, CORE_MEMORY = 0x00, 0x02
MEMORY_OPTION, REALLOC_OPTION, ASYNC = b"\x03", b"\x04", b"\x06"
CALLBACK_OPTION = b"\x07"
Argument = tuple[str, int, int]  # name, sort, index


class ComponentBuilder:
    """Each method appends one definition and returns its index in the space of its sort."""

    def __init__(self) -> None:
        self.entries: list[tuple[Id, bytes]] = []
        self.counts: dict[str, int] = {}
        self.names: dict[int, dict[int, str]] = {COMPONENT: {}, INSTANCE: {}}
        self.types = TypeSpace(self.type, self._foreign)
        self.imported: dict[str, int] = {}  # name -> index in the space of its sort

    def core_module(self, module: bytes) -> int:
        return self._add(Id.CORE_MODULE, module, "core module")

    def component(self, component: bytes, title: str = "") -> int:
        return self._named(COMPONENT, self._add(Id.COMPONENT, component, "component"), title)

    def type(self, definition: bytes) -> int:
        return self._add(Id.TYPE, definition, "type")

    def import_interface(self, title: str, interface: Interface) -> int:
        """Imports an instance. Interfaces whose types it uses must have been imported before."""
        kind = self.type(instance_type(title, interface, self.types.index))
        payload = extern_name(title) + bytes([INSTANCE]) + u32(kind)
        self.imported[title] = self._add(Id.IMPORT, payload, "instance")
        return self.imported[title]

    def import_item(self, title: str, item: Item) -> int:
        """Imports an interface, or a function or type that belongs to the component's root."""
        match item:
            case Interface():
                return self.import_interface(title, item)
            case Func():
                payload = bytes([FUNC]) + u32(self.types.index(item))
                self.imported[title] = self._add(Id.IMPORT, extern_name(title) + payload, "func")
            case TypeDef(kind):
                payload = bytes([TYPE]) + type_bound(kind, self.types)
                self.imported[title] = self._add(Id.IMPORT, extern_name(title) + payload, "type")
                self.types.named[Named("", title)] = self.imported[title]
            case _:
                raise TypeError(f"{title} cannot be imported")
        return self.imported[title]

    def alias_export(self, instance: int, title: str, sort: int) -> int:
        payload = bytes([sort, 0x00]) + u32(instance) + name(title)
        return self._add(Id.ALIAS, payload, _SPACES[sort])

    def alias_core(self, instance: int, title: str, sort: int) -> int:
        payload = bytes([0x00, sort, 0x01]) + u32(instance) + name(title)
        return self._add(Id.ALIAS, payload, f"core {sort}")

    def core_instance(self, module: int, arguments: Sequence[tuple[str, int]] = ()) -> int:
        """Instantiates a core module; each import module name is given a core instance."""
        given = vector(name(n) + b"\x12" + u32(instance) for n, instance in arguments)
        return self._add(Id.CORE_INSTANCE, b"\x00" + u32(module) + given, "core instance")

    def core_bundle(self, items: Sequence[Argument]) -> int:
        """A core instance made of these items: name, core sort, index."""
        given = vector(name(n) + bytes([sort]) + u32(index) for n, sort, index in items)
        return self._add(Id.CORE_INSTANCE, b"\x01" + given, "core instance")

    def lower(self, func: int, memory: int, realloc: int) -> int:
        options = vector([b"\x00", b"\x03" + u32(memory), b"\x04" + u32(realloc)])
        payload = b"\x01\x00" + u32(func) + options
        return self._add(Id.CANON, payload, f"core {CORE_FUNC}")

    def resource_drop(self, kind: int) -> int:
        """The core function that drops a handle of the resource type ``kind``."""
        return self._add(Id.CANON, b"\x03" + u32(kind), f"core {CORE_FUNC}")

    def lift(self, core_func: int, memory: int, realloc: int, kind: int) -> int:
        options = vector([b"\x00", b"\x03" + u32(memory), b"\x04" + u32(realloc)])
        payload = b"\x00\x00" + u32(core_func) + options + u32(kind)
        return self._add(Id.CANON, payload, "func")

    def lift_async(self, core_func: int, callback: int, kind: int) -> int:
        """Lifts a function that takes and returns no memory, and waits by its callback."""
        options = vector([ASYNC, CALLBACK_OPTION + u32(callback)])
        payload = b"\x00\x00" + u32(core_func) + options + u32(kind)
        return self._add(Id.CANON, payload, "func")

    def task_return(self) -> int:
        """The core function by which a task returns that has no result."""
        return self._add(Id.CANON, b"\x09\x01\x00" + vector([]), f"core {CORE_FUNC}")

    def task_cancel(self) -> int:
        """The core function by which a task ends that was asked to."""
        return self._add(Id.CANON, b"\x05", f"core {CORE_FUNC}")

    def context_get(self) -> int:
        """The core function that reads the i32 that belongs to the current task."""
        return self._add(Id.CANON, b"\x0a\x7f\x00", f"core {CORE_FUNC}")

    def context_set(self) -> int:
        """The core function that writes it."""
        return self._add(Id.CANON, b"\x0b\x7f\x00", f"core {CORE_FUNC}")

    def resource_new(self, kind: int) -> int:
        """The core function that makes a handle of a resource type of the component's own."""
        return self._add(Id.CANON, b"\x02" + u32(kind), f"core {CORE_FUNC}")

    def canonical(self, code: int, kind: int, options: Sequence[bytes] | None = None) -> int:
        """The core function of a built-in for streams or futures of the type ``kind``."""
        given = b"" if options is None else vector(options)
        return self._add(Id.CANON, bytes([code]) + u32(kind) + given, f"core {CORE_FUNC}")

    def instantiate(self, component: int, arguments: Sequence[Argument], title: str = "") -> int:
        given = vector(name(n) + bytes([sort]) + u32(index) for n, sort, index in arguments)
        index = self._add(Id.INSTANCE, b"\x00" + u32(component) + given, "instance")
        return self._named(INSTANCE, index, title)

    def export(self, title: str, sort: int, index: int) -> int:
        payload = extern_name(title) + bytes([sort]) + u32(index) + b"\x00"
        return self._add(Id.EXPORT, payload, _SPACES[sort])

    def export_function(self, title: str, index: int, kind: int) -> int:
        """Exports a function under the function type ``kind``, whose types have been exported."""
        payload = extern_name(title) + bytes([FUNC]) + u32(index) + b"\x01\x01" + u32(kind)
        return self._add(Id.EXPORT, payload, _SPACES[FUNC])

    def finish(self, title: str = "") -> bytes:
        """The component; with a ``title`` it ends in a ``component-name`` section."""
        parts = [COMPONENT_PREAMBLE]
        for number, group in groupby(self.entries, key=lambda entry: entry[0]):
            payloads = [payload for _, payload in group]
            if number in (Id.CORE_MODULE, Id.COMPONENT):  # which are large: copied once, below
                parts += [p for one in payloads for p in (bytes([number]), u32(len(one)), one)]
            else:
                parts.append(section(number, vector(payloads)))
        if title:
            parts.append(custom_section("component-name", self._name_section(title)))
        return b"".join(parts)

    def _name_section(self, title: str) -> bytes:
        parts = [section(0, name(title))]
        for sort, names in self.names.items():
            if names:
                pairs = vector(u32(index) + name(text) for index, text in sorted(names.items()))
                parts.append(section(1, bytes([sort]) + pairs))
        return b"".join(parts)

    def _add(self, number: Id, payload: bytes, space: str) -> int:
        self.entries.append((number, payload))
        index = self.counts.get(space, 0)
        self.counts[space] = index + 1
        return index

    def _named(self, sort: int, index: int, title: str) -> int:
        if title:
            self.names[sort][index] = title
        return index

    def _foreign(self, kind: Named) -> int:
        return self.alias_export(self.imported[kind.owner], kind.name, TYPE)


_SPACES = {FUNC: "func", TYPE: "type", COMPONENT: "component", INSTANCE: "instance"}
