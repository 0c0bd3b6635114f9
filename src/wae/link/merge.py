"""Merges libraries into one core module: code, and nothing that differs between components.

Globals become constants, calls of trampolines calls of functions; what nobody calls is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from wae.binary.writer import MODULE_PREAMBLE, custom_section, name, section, u32, vector
from wae.link.errors import LinkError
from wae.link.instructions import END, Relocation, constant, read_global
from wae.link.module import FUNC, GLOBAL, I32, MEMORY, TABLE, SectionId, Segment
from wae.link.program import Constant, Outside, Program, Slot, StackPointer, State, Symbol
from wae.link.reach import DefinedFunction, Reached

STATE_MODULE, OUTSIDE_MODULE = "state", "outside"
"""What the merged module imports from: the component's memory module, and functions."""

MEMORY_NAME, SLOTS_NAME, TABLE_NAME, STACK_NAME = "memory", "slots", "table", "stack pointer"
_SLOTS = 0  # the index of its first global
_IMMUTABLE, _MUTABLE = b"\x00", b"\x01"
_ADDRESS = bytes([I32])
_SMALLEST_MEMORY = b"\x00\x01"  # of one page at least
_TABLE_0, _FUNCTIONS = b"\x00", b"\x70\x00"  # a segment of table 0; a table of functions


def export_name(symbol: Symbol) -> str:
    """What the merged module calls a function that it exports."""
    return f"{symbol.library} {symbol.name}"


def merge(program: Program) -> bytes:
    """The module of code. Raises :class:`LinkError` where it cannot be made."""
    return _Merge(program).module()


class _Merge:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.reached = Reached(program)
        everything = (*self.reached.outside, *self.reached.code)
        self.functions = {one: index for index, one in enumerate(everything)}
        self.state = {one: 1 + n for n, one in enumerate(program.state)}  # after the slots
        self.stack = 1 + len(self.state)
        self.types: dict[bytes, int] = {}

    def module(self) -> bytes:
        outside = [self._type(kind) for kind in self.reached.outside.values()]
        own = [self._type(self.reached.type(place)) for place in self.reached.code]
        bodies = [u32(len(body)) + body for body in self._bodies()]  # these add types
        stack = _ADDRESS + _MUTABLE + constant(self.program.stack_pointer) + END
        parts = [
            MODULE_PREAMBLE,
            section(SectionId.TYPE, vector(self.types)),
            section(SectionId.IMPORT, vector(self._imports(outside))),
            section(SectionId.FUNCTION, vector(map(u32, own))),
            section(SectionId.TABLE, vector([_FUNCTIONS + u32(self.program.table_size)])),
            section(SectionId.GLOBAL, vector([stack])),
            section(SectionId.EXPORT, vector(self._exports())),
            section(SectionId.ELEMENT, vector(self._segments())),
            section(SectionId.CODE, vector(bodies)),
            custom_section("name", section(1, vector(self._names()))),
        ]
        return b"".join(parts)

    def _type(self, encoded: bytes) -> int:
        return self.types.setdefault(encoded, len(self.types))

    def _imports(self, kinds: list[int]) -> Iterator[bytes]:
        state = name(STATE_MODULE)
        yield state + name(MEMORY_NAME) + bytes([MEMORY]) + _SMALLEST_MEMORY
        yield state + name(SLOTS_NAME) + bytes([GLOBAL]) + _ADDRESS + _IMMUTABLE
        for one in self.state:
            yield state + name(one.name) + bytes([GLOBAL]) + one.type
        for outside, kind in zip(self.reached.outside, kinds, strict=True):
            yield name(OUTSIDE_MODULE) + name(outside.name) + bytes([FUNC]) + u32(kind)

    def _exports(self) -> Iterator[bytes]:
        yield name(TABLE_NAME) + bytes([TABLE]) + u32(0)
        yield name(STACK_NAME) + bytes([GLOBAL]) + u32(self.stack)
        for symbol in self.program.exports:
            index = self.functions[self.reached.symbol(symbol)]
            yield name(export_name(symbol)) + bytes([FUNC]) + u32(index)

    def _segments(self) -> Iterator[bytes]:
        """Those at constant places first: an engine fills these when it compiles, up to the first
        that it cannot.
        """
        moving = []
        for number, library in enumerate(self.program.libraries):
            for segment in library.module.segments:
                functions = [self.reached.target(number, one) for one in segment.functions]
                encoded = self._segment(self._offset(number, segment), functions)
                if self._is_constant(number, segment):
                    yield encoded
                else:
                    moving.append(encoded)
        yield from moving
        slots = [self.reached.symbol(one) for one in self.program.slots]
        yield self._segment(read_global(_SLOTS), slots)

    def _segment(self, offset: bytes, functions: list[DefinedFunction | Outside]) -> bytes:
        return _TABLE_0 + offset + END + vector(u32(self.functions[one]) for one in functions)

    def _offset(self, number: int, segment: Segment) -> bytes:
        if segment.base is None:
            return constant(segment.offset)
        return self._read(number, segment.base, segment.offset)

    def _is_constant(self, number: int, segment: Segment) -> bool:
        variables = self.program.libraries[number].variables
        return segment.base is None or isinstance(variables[segment.base], Constant)

    def _bodies(self) -> Iterator[bytes]:
        relocations = [
            Relocation(
                partial(self._function, number),
                partial(self._kind, number),
                partial(self._read, number),
                partial(self._write, number),
            )
            for number in range(len(self.program.libraries))
        ]
        for place, pieces in self.reached.code.items():
            new = relocations[place.library]
            yield b"".join([before + new[instruction] for before, instruction in pieces])

    def _function(self, number: int, index: int) -> int:
        return self.functions[self.reached.target(number, index)]

    def _kind(self, number: int, index: int) -> int:
        types = self.program.libraries[number].module.types
        if not 0 <= index < len(types):
            raise LinkError(f"{self.program.libraries[number].name} has no type {index}")
        return self._type(types[index])

    def _read(self, number: int, index: int, added: int) -> bytes:
        match self._variable(number, index):
            case Constant(value):
                return constant(value + added)
            case Slot(place):
                return read_global(_SLOTS, place + added)
            case State() as state:
                return read_global(self.state[state], added)
            case _:
                return read_global(self.stack, added)

    def _write(self, number: int, index: int) -> int:
        match self._variable(number, index):
            case StackPointer():
                return self.stack
            case State(type=kind) as state if kind[1:] == _MUTABLE:
                return self.state[state]
            case _:
                name_ = self.program.libraries[number].name
                raise LinkError(f"{name_} sets a global that is the same for all components")

    def _variable(self, number: int, index: int) -> Constant | Slot | State | StackPointer:
        library = self.program.libraries[number]
        if index >= len(library.variables):
            raise LinkError(f"{library.name} has no global {index}")
        return library.variables[index]

    def _names(self) -> Iterator[bytes]:
        for place, index in self.functions.items():
            if isinstance(place, DefinedFunction):
                library = self.program.libraries[place.library]
                title = library.module.names.get(len(library.functions) + place.number)
                if title:
                    yield u32(index) + name(title)
