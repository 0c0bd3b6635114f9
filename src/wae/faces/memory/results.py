"""Values read out of the engine's memory."""

from __future__ import annotations

import struct
from collections.abc import Callable
from collections.abc import Sequence as Items
from ctypes import string_at
from typing import Any, TypeAlias

from wae.contract.once import kept
from wae.contract.shapes import (
    Bytes,
    Case,
    Enum,
    Field,
    Flags,
    Handle,
    Option,
    Record,
    Result,
    Scalar,
    Sequence,
    Shape,
    Tuple,
    Variant,
)
from wae.faces.memory.layout import ENTRY, NAME, SCALARS, TWO_WORDS, UNION, VALUE, WORD

Take: TypeAlias = Callable[[Handle, int], Any]


def read_value(shape: Shape, pointer: int, take: Take) -> Any:
    """The value of `shape` at `pointer`; `take` makes what stands for a handle, of a pointer that
    stays the engine's."""
    return _reader(shape)(string_at(pointer, VALUE), UNION, take)


Read: TypeAlias = Callable[[bytes, int, Take], Any]
"""What reads a value whose contents stand at an offset in memory."""


@kept
def _reader(shape: Shape) -> Read:
    match shape:
        case Scalar("string"):
            return _text
        case Scalar("char"):
            unpack = struct.Struct("<I").unpack_from
            return lambda memory, place, _: chr(unpack(memory, place)[0])
        case Scalar(kind):
            return _scalar(SCALARS[kind][1])
        case Bytes():
            return lambda memory, place, _: _vector(memory, place, VALUE)[UNION::VALUE]
        case Sequence(item):
            return _list(_reader(item))
        case Tuple(items):
            return _tuple([_reader(item) for item in items])
        case Record(fields=fields):
            return _record(shape, fields)
        case Variant(cases=cases):
            return _variant({case.name: case for case in cases})
        case Enum(made=made, labels=labels):
            return _enum(dict(zip(labels, made, strict=True)))
        case Flags():
            return _flags(shape)
        case Option():
            return _option(shape)
        case Result():
            return _result(shape)
        case Handle():
            return lambda memory, place, take: take(shape, _pointer(memory, place))


def _pointer(memory: bytes, place: int) -> int:
    pointer: int = WORD.unpack_from(memory, place)[0]
    return pointer


def _vector(memory: bytes, place: int, size: int) -> bytes:
    count, pointer = TWO_WORDS.unpack_from(memory, place)
    return string_at(pointer, count * size) if count else b""


def _scalar(form: str) -> Read:
    unpack = struct.Struct(f"<{form}").unpack_from
    return lambda memory, place, _: unpack(memory, place)[0]


def _text(memory: bytes, place: int, _: object = None) -> str:
    return _vector(memory, place, 1).decode()


def _list(read: Read) -> Read:
    def made(memory: bytes, place: int, take: Take) -> list[Any]:
        items = _vector(memory, place, VALUE)
        return [read(items, at, take) for at in range(UNION, len(items), VALUE)]

    return made


def _tuple(reads: list[Read]) -> Read:
    places = [UNION + VALUE * number for number in range(len(reads))]
    members = list(zip(reads, places, strict=True))

    def made(memory: bytes, place: int, take: Take) -> tuple[Any, ...]:
        items = _vector(memory, place, VALUE)
        return tuple([read(items, at, take) for read, at in members])

    return made


def _record(shape: Record, fields: Items[Field]) -> Read:
    members = [
        (field.attribute, _reader(field.shape), ENTRY * number + NAME + UNION)
        for number, field in enumerate(fields)
    ]

    def made(memory: bytes, place: int, take: Take) -> Any:
        entries = _vector(memory, place, ENTRY)
        return shape.made(**{name: read(entries, at, take) for name, read, at in members})

    return made


def _variant(cases: dict[str, Case]) -> Read:
    def made(memory: bytes, place: int, take: Take) -> Any:
        case = cases[_text(memory, place)]
        if case.shape is None:
            return case.made()
        return case.made(_payload(case.shape, memory, place + NAME, take))

    return made


def _enum(members: dict[str, Any]) -> Read:
    return lambda memory, place, _: members[_text(memory, place)]


def _flags(shape: Flags) -> Read:
    bits = {label: bit.value for label, bit in zip(shape.labels, shape.made, strict=True)}

    def made(memory: bytes, place: int, _: Take) -> Any:
        names = _vector(memory, place, NAME)
        return shape.made(sum({bits[_text(names, at)] for at in range(0, len(names), NAME)}))

    return made


def _option(shape: Option) -> Read:
    def made(memory: bytes, place: int, take: Take) -> Any:
        if not _pointer(memory, place):
            return None
        value = _payload(shape.some, memory, place, take)
        return shape.made(value) if shape.wrapped else value

    return made


def _result(shape: Result) -> Read:
    good, bad = shape.made

    def made(memory: bytes, place: int, take: Take) -> Any:
        if memory[place]:
            return good(_payload(shape.ok, memory, place + 8, take))
        return bad(_payload(shape.error, memory, place + 8, take))

    return made


def _payload(shape: Shape | None, memory: bytes, place: int, take: Take) -> Any:
    return None if shape is None else read_value(shape, _pointer(memory, place), take)
