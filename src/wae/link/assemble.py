"""Writes the linked component: the same component level, with fewer core modules in it."""

from __future__ import annotations

from itertools import groupby

from wae.binary.reader import Cursor
from wae.binary.sections import Id
from wae.binary.writer import COMPONENT_PREAMBLE, name, section, u32, vector
from wae.link.canon import Canon, Reference
from wae.link.errors import LinkError
from wae.link.main import STACK_POINTER
from wae.link.merge import (
    MEMORY_NAME,
    OUTSIDE_MODULE,
    STACK_NAME,
    STATE_MODULE,
    TABLE_NAME,
    export_name,
)
from wae.link.module import FUNC, GLOBAL, MEMORY, TABLE
from wae.link.program import Symbol
from wae.link.resolve import Resolver
from wae.link.wiring import Destructible, Export, Outer

_OPAQUE = (Id.CUSTOM, Id.CORE_MODULE, Id.COMPONENT, Id.START)  # sections that are no vectors
_DESTRUCTOR = b"\x3f\x7f\x01"
_CORE, _EXPORT, _CORE_INSTANCE = b"\x00", b"\x01", b"\x12"
_INSTANTIATE, _BUNDLE = b"\x00", b"\x01"


class Assembly:
    """One component being written; core items are written when something first needs them."""

    def __init__(self, resolver: Resolver, code: bytes, state: bytes) -> None:
        self.resolver, self.roles, self.wiring = resolver, resolver.roles, resolver.wiring
        self.code, self.state = code, state
        self.entries: list[tuple[Id, int, bytes]] = []  # section, how many, encoded
        self.counts: dict[str | int, int] = {}
        self.instances: dict[str | int, int] = {}  # those made so far
        self.places: dict[Reference, int] = {}
        self.aliases: dict[tuple[int, str | int, str], int] = {}

    def component(self) -> bytes:
        """The whole component. Raises :class:`LinkError` where an item is needed too early."""
        self._instantiate(STATE_MODULE, self.state, {})
        self._keep(self.roles.shim)
        lifts = [n for n, one in enumerate(self.wiring.outer) if isinstance(one, Canon)]
        first = lifts[0] if lifts else len(self.wiring.outer)
        for one in self.wiring.outer[:first]:
            self._outer(one)
        self._instantiate_code()
        self._keep(self.roles.bindings)
        self._keep(self.roles.fixup)
        for one in self.wiring.outer[first:]:
            self._outer(one)
        return self._encode()

    def _outer(self, one: Outer) -> None:
        match one:
            case Canon():
                self._add(Id.CANON, one.encode(self._place))
            case Destructible(destructor):
                self._add(Id.TYPE, _DESTRUCTOR + u32(self._place(destructor)))
            case _ if one.id in _OPAQUE or one.id in (Id.TYPE, Id.ALIAS):
                self._add(one.id, one.payload)
            case _:
                cursor = Cursor(one.payload)
                count = cursor.u32()
                self.entries.append((one.id, count, one.payload[cursor.position :]))

    def _instantiate_code(self) -> None:
        outside = {title: self._place(r) for title, r in self.resolver.outside.items()}
        functions = self._bundle({title: (FUNC, index) for title, index in outside.items()})
        given = {STATE_MODULE: self.instances[STATE_MODULE], OUTSIDE_MODULE: functions}
        self._instantiate(_CODE, self.code, given)

    def _keep(self, instance: int) -> None:
        """Instantiates a module as it is, with what it was given before."""
        one = self.resolver.instantiation(instance)
        given = {}
        for title, number in one.arguments.items():
            items = self.resolver.bundle(number).items
            given[title] = self._bundle({n: (r.kind, self._place(r)) for n, r in items.items()})
        self._instantiate(instance, bytes(self.wiring.module(one.module)), given)

    def _place(self, reference: Reference) -> int:
        """The index of a core item in the new component."""
        if reference not in self.places:
            self.places[reference] = self._define(reference)
        return self.places[reference]

    def _define(self, reference: Reference) -> int:
        if reference.kind == FUNC:
            match self.resolver.function(reference):
                case Canon() as canon:
                    encoded = canon.encode(self._place)
                    self._add(Id.CANON, encoded)
                    return self._count(FUNC)
                case Symbol() as symbol:
                    return self._alias(FUNC, _CODE, export_name(symbol))
                case Export(instance, title):
                    return self._alias(FUNC, instance, title)
        item = self.wiring.item(reference)
        if not isinstance(item, Export):
            raise LinkError("a canonical definition that is not a function")
        if item.instance == self.roles.shim:
            return self._alias(reference.kind, item.instance, item.name)
        if item.instance != self.roles.main:
            raise LinkError(f"{item.name} comes from where nothing but functions is expected")
        if reference.kind == MEMORY:
            return self._alias(MEMORY, STATE_MODULE, MEMORY_NAME)
        if reference.kind == TABLE:
            return self._alias(TABLE, _CODE, TABLE_NAME)
        if item.name == STACK_POINTER:
            return self._alias(GLOBAL, _CODE, STACK_NAME)
        return self._alias(GLOBAL, STATE_MODULE, item.name)

    def _alias(self, kind: int, instance: str | int, title: str) -> int:
        """An export of an instance that has been made."""
        key = (kind, instance, title)
        if key not in self.aliases:
            if instance not in self.instances:
                raise LinkError(f"{title} is needed before there is an instance that has it")
            source = u32(self.instances[instance]) + name(title)
            self._add(Id.ALIAS, _CORE + bytes([kind]) + _EXPORT + source)
            self.aliases[key] = self._count(kind)
        return self.aliases[key]

    def _instantiate(self, key: str | int, module: bytes, given: dict[str, int]) -> None:
        self._add(Id.CORE_MODULE, module)
        arguments = vector(name(n) + _CORE_INSTANCE + u32(i) for n, i in given.items())
        self._add(Id.CORE_INSTANCE, _INSTANTIATE + u32(self._count("module")) + arguments)
        self.instances[key] = self._count("instance")

    def _bundle(self, items: dict[str, tuple[int, int]]) -> int:
        encoded = vector(name(n) + bytes([kind]) + u32(i) for n, (kind, i) in items.items())
        self._add(Id.CORE_INSTANCE, _BUNDLE + encoded)
        return self._count("instance")

    def _count(self, space: str | int) -> int:
        """The index of what has just been added to an index space."""
        index = self.counts.get(space, 0)
        self.counts[space] = index + 1
        return index

    def _add(self, section_id: Id, payload: bytes) -> None:
        self.entries.append((section_id, 1, payload))

    def _encode(self) -> bytes:
        parts = [COMPONENT_PREAMBLE]
        for number, group in groupby(self.entries, key=lambda entry: entry[0]):
            entries = list(group)
            if number in _OPAQUE:
                parts += [section(number, payload) for _, _, payload in entries]
            else:
                count = sum(n for _, n, _ in entries)
                parts.append(section(number, u32(count) + b"".join(p for _, _, p in entries)))
        return b"".join(parts)


_CODE = "code"
"""The key of the merged module's instance."""
