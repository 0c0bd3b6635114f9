"""Values in the layout of wasmtime's C API (`wasmtime/component/val.h`).

A value takes 32 bytes: its kind in the first, from the eighth on a number, or sizes and pointers
to more values. What a call is given is laid out in one buffer, whose pointers are set at the end;
what it returns is read out of the engine's memory, which the engine then frees.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from collections.abc import Sequence as Items
from ctypes import Array, addressof, c_char, create_string_buffer, string_at
from typing import Any, TypeAlias

from wae.contract.once import once
from wae.contract.shapes import (
    Bytes,
    Enum,
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

Lend: TypeAlias = Callable[[Handle, Any], int]
Take: TypeAlias = Callable[[Handle, int], Any]

VALUE = 32
_ENTRY = 48  # of a record: a name and a value
_NAME = 16  # size and pointer
_UNION = 8

_WORD, _TWO_WORDS = struct.Struct("<Q"), struct.Struct("<QQ")

_SCALARS = {
    "bool": (0, "<?"),
    "s8": (1, "<b"),
    "u8": (2, "<B"),
    "s16": (3, "<h"),
    "u16": (4, "<H"),
    "s32": (5, "<i"),
    "u32": (6, "<I"),
    "s64": (7, "<q"),
    "u64": (8, "<Q"),
    "f32": (9, "<f"),
    "f64": (10, "<d"),
}
_U8, _CHAR, _STRING, _LIST, _RECORD, _TUPLE = 2, 11, 12, 13, 14, 15
_VARIANT, _ENUM, _OPTION, _RESULT, _FLAGS, _RESOURCE = 16, 17, 18, 19, 20, 21


@once
def _lasting(name: str) -> tuple[int, Array[c_char]]:
    """Size and bytes of a name of a contract; they stay where they are."""
    content = name.encode()
    return len(content), create_string_buffer(content)


class Arguments:
    """The arguments of a call in memory, alive as long as this object.

    `pointer` is the first of `count` values; `lend` gives the engine's pointer for a handle.
    """

    def __init__(self, shapes: Items[Shape], values: Items[Any], lend: Lend) -> None:
        self.count = len(shapes)
        self._lend = lend
        self._bytes = bytearray(VALUE * self.count)
        self._pointers: list[int] = []  # places of offsets into the buffer
        for number, (shape, value) in enumerate(zip(shapes, values, strict=True)):
            self._put(shape, value, VALUE * number)
        self._buffer = (c_char * max(len(self._bytes), 1)).from_buffer(self._bytes or bytearray(1))
        self.pointer = addressof(self._buffer)
        for place in self._pointers:
            (offset,) = _WORD.unpack_from(self._bytes, place)
            _WORD.pack_into(self._bytes, place, offset + self.pointer)

    def _room(self, size: int) -> int:
        offset = len(self._bytes)
        self._bytes.extend(bytes((size + 7) & ~7))
        return offset

    def _point(self, place: int, offset: int) -> None:
        _WORD.pack_into(self._bytes, place, offset)
        self._pointers.append(place)

    def _put_text(self, text: str, place: int) -> None:
        content = text.encode()
        _WORD.pack_into(self._bytes, place, len(content))
        self._point(place + 8, len(self._bytes))
        self._bytes += content
        self._bytes.extend(bytes(-len(content) % 8 or 8))

    def _put_name(self, name: str, place: int) -> None:
        size, buffer = _lasting(name)
        _TWO_WORDS.pack_into(self._bytes, place, size, addressof(buffer))

    def _put_vector(self, count: int, size: int, place: int) -> int:
        _WORD.pack_into(self._bytes, place, count)
        offset = self._room(max(count, 1) * size)
        self._point(place + 8, offset)
        return offset

    def _put_payload(self, shape: Shape | None, value: Any, place: int) -> None:
        if shape is not None:
            offset = self._room(VALUE)
            self._point(place, offset)
            self._put(shape, value, offset)

    def _put(self, shape: Shape, value: Any, place: int) -> None:
        union = place + _UNION
        match shape:
            case Scalar("string"):
                self._bytes[place] = _STRING
                self._put_text(value, union)
            case Scalar("char"):
                self._bytes[place] = _CHAR
                struct.pack_into("<I", self._bytes, union, ord(value))
            case Scalar(kind):
                self._bytes[place], layout = _SCALARS[kind]
                struct.pack_into(layout, self._bytes, union, value)
            case Bytes():
                self._bytes[place] = _LIST
                first = self._put_vector(len(value), VALUE, union)
                end = first + VALUE * len(value)
                self._bytes[first:end:VALUE] = bytes([_U8]) * len(value)
                self._bytes[first + _UNION : end : VALUE] = value
            case Sequence(item):
                self._bytes[place] = _LIST
                self._put_all([item] * len(value), value, union)
            case Tuple(items):
                self._bytes[place] = _TUPLE
                self._put_all(items, value, union)
            case Record(fields=fields):
                self._bytes[place] = _RECORD
                first = self._put_vector(len(fields), _ENTRY, union)
                for number, field in enumerate(fields):
                    entry = first + _ENTRY * number
                    self._put_name(field.name, entry)
                    self._put(field.shape, getattr(value, field.attribute), entry + _NAME)
            case Variant(cases=cases):
                case = next(case for case in cases if case.made is type(value))
                self._bytes[place] = _VARIANT
                self._put_name(case.name, union)
                self._put_payload(case.shape, getattr(value, "value", None), union + _NAME)
            case Enum(made=made, labels=labels):
                self._bytes[place] = _ENUM
                self._put_name(labels[list(made).index(value)], union)
            case Flags(made=made, labels=labels):
                self._bytes[place] = _FLAGS
                chosen = [n for n, bit in zip(labels, made, strict=True) if bit in value]
                first = self._put_vector(len(chosen), _NAME, union)
                for number, name in enumerate(chosen):
                    self._put_name(name, first + _NAME * number)
            case Option(some, wrapped):
                self._bytes[place] = _OPTION
                if value is not None:
                    self._put_payload(some, value.value if wrapped else value, union)
            case Result(ok, error):
                self._bytes[place] = _RESULT
                self._bytes[union] = good = isinstance(value, shape.made[0])
                self._put_payload(ok if good else error, value.value, union + 8)
            case Handle():
                self._bytes[place] = _RESOURCE
                _WORD.pack_into(self._bytes, union, self._lend(shape, value))

    def _put_all(self, shapes: Items[Shape], values: Items[Any], place: int) -> None:
        first = self._put_vector(len(values), VALUE, place)
        for number, (shape, value) in enumerate(zip(shapes, values, strict=True)):
            self._put(shape, value, first + VALUE * number)


def read_value(shape: Shape, pointer: int, take: Take) -> Any:
    """The value of `shape` at `pointer`; `take` makes what stands for a handle, of a pointer that
    stays the engine's."""
    return _read(shape, string_at(pointer, VALUE), 0, take)


def _read(shape: Shape, memory: bytes, place: int, take: Take) -> Any:
    union = place + _UNION
    match shape:
        case Scalar("string"):
            return _text(memory, union)
        case Scalar("char"):
            return chr(struct.unpack_from("<I", memory, union)[0])
        case Scalar(kind):
            return struct.unpack_from(_SCALARS[kind][1], memory, union)[0]
        case Bytes():
            return _vector(memory, union, VALUE)[_UNION::VALUE]
        case Sequence(item):
            items = _vector(memory, union, VALUE)
            return [_read(item, items, at, take) for at in range(0, len(items), VALUE)]
        case Tuple(shapes):
            items = _vector(memory, union, VALUE)
            return tuple(_read(one, items, VALUE * n, take) for n, one in enumerate(shapes))
        case Record(made=made, fields=fields):
            entries = _vector(memory, union, _ENTRY)
            places = range(_NAME, len(entries), _ENTRY)
            pairs = zip(fields, places, strict=True)
            return made(**{f.attribute: _read(f.shape, entries, at, take) for f, at in pairs})
        case Variant(cases=cases):
            name = _text(memory, union)
            case = next(case for case in cases if case.name == name)
            if case.shape is None:
                return case.made()
            return case.made(_payload(case.shape, memory, union + _NAME, take))
        case Enum(made=made, labels=labels):
            return list(made)[labels.index(_text(memory, union))]
        case Flags(made=made, labels=labels):
            names = _vector(memory, union, _NAME)
            chosen = {_text(names, at) for at in range(0, len(names), _NAME)}
            bits = [bit for name, bit in zip(labels, made, strict=True) if name in chosen]
            return made(sum(bit.value for bit in bits))
        case Option(some, wrapped):
            if not _pointer(memory, union):
                return None
            value = _payload(some, memory, union, take)
            return shape.made(value) if wrapped else value
        case Result(ok, error):
            good = bool(memory[union])
            return shape.made[not good](_payload(ok if good else error, memory, union + 8, take))
        case Handle():
            return take(shape, _pointer(memory, union))


def _pointer(memory: bytes, place: int) -> int:
    pointer: int = _WORD.unpack_from(memory, place)[0]
    return pointer


def _vector(memory: bytes, place: int, size: int) -> bytes:
    count, pointer = _TWO_WORDS.unpack_from(memory, place)
    return string_at(pointer, count * size) if count else b""


def _text(memory: bytes, place: int) -> str:
    return _vector(memory, place, 1).decode()


def _payload(shape: Shape | None, memory: bytes, place: int, take: Take) -> Any:
    return None if shape is None else read_value(shape, _pointer(memory, place), take)
