"""Arguments of calls, laid out where the engine reads them: inner values first, so that where they
are is known to what points to them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from collections.abc import Sequence as Items
from ctypes import Array, addressof, c_char, create_string_buffer
from typing import Any, TypeAlias

from wae.contract.once import kept, once
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
from wae.faces.memory import layout
from wae.faces.memory.layout import CASE, POINTER, SIDE, TWO_WORDS, UNION, VALUE, VECTOR

Lend: TypeAlias = Callable[[Handle, Any], int]

_ROOM = 4096
_ROOM_TYPE = c_char * _ROOM


class Arguments:
    """The arguments of a call in memory, alive as long as this object.

    `pointer` is the first of `count` values; `lend` gives the engine's pointer for a handle.
    """

    def __init__(self, shapes: Items[Shape], values: Items[Any], lend: Lend) -> None:
        self.count = len(shapes)
        self.lend = lend
        self._rooms: list[Array[c_char]] = []
        self._room, self._end, self._left = bytearray(), 0, 0
        pairs = zip(shapes, values, strict=True)
        self.pointer = self.keep(b"".join([_layer(shape)(self, value) for shape, value in pairs]))

    def keep(self, content: bytes | bytearray) -> int:
        """Where it is from now on: an address that is a multiple of eight."""
        size = (len(content) + 7) & ~7
        if size > _ROOM:
            return self._holds(content if isinstance(content, bytearray) else bytearray(content))
        if size > self._left:
            self._room, self._left = bytearray(_ROOM), _ROOM
            self._end = self._holds(self._room) + _ROOM
        begin = _ROOM - self._left
        address = self._end - self._left
        self._room[begin : begin + len(content)] = content
        self._left -= size
        return address

    def _holds(self, room: bytearray) -> int:
        kind = _ROOM_TYPE if len(room) == _ROOM else c_char * len(room)
        self._rooms.append(kind.from_buffer(room))
        return addressof(self._rooms[-1])


Lay: TypeAlias = Callable[[Arguments, Any], bytes]


@kept
def _layer(shape: Shape) -> Lay:
    """Gives the 32 bytes of a value of ``shape``, once what they point to is in its place."""
    match shape:
        case Scalar("string"):
            return _text
        case Scalar("char"):
            pack = struct.Struct("<B7xI20x").pack
            return lambda _, value: pack(layout.CHAR, ord(value))
        case Scalar(kind):
            return _scalar(*layout.SCALARS[kind])
        case Bytes():
            return _bytes
        case Sequence(item):
            return _list(_layer(item))
        case Tuple(items):
            return _tuple([_layer(item) for item in items])
        case Record(fields=fields):
            return _record(fields)
        case Variant(cases=cases):
            return _variant(cases)
        case Enum(made=made, labels=labels):
            return _enum(dict(zip(made, labels, strict=True)))
        case Flags(made=made, labels=labels):
            return _flags([(bit, _name(label)) for label, bit in zip(labels, made, strict=True)])
        case Option(some, wrapped):
            return _option(_layer(some), wrapped=wrapped)
        case Result():
            return _result(shape)
        case Handle():
            return lambda there, value: POINTER.pack(layout.RESOURCE, there.lend(shape, value))


@once
def _lasting(name: str) -> tuple[int, Array[c_char]]:
    """Size and bytes of a name of a contract; they stay where they are."""
    content = name.encode()
    return len(content), create_string_buffer(content)


def _name(name: str) -> bytes:
    """Its size and address."""
    size, buffer = _lasting(name)
    return TWO_WORDS.pack(size, addressof(buffer))


def _scalar(kind: int, form: str) -> Lay:
    rest = VALUE - struct.calcsize(f"<B7x{form}")
    pack = struct.Struct(f"<B7x{form}{rest}x").pack
    return lambda _, value: pack(kind, value)


def _text(there: Arguments, text: str) -> bytes:
    content = text.encode()
    return VECTOR.pack(layout.STRING, len(content), there.keep(content))


def _bytes(there: Arguments, value: bytes) -> bytes:
    items = bytearray(VALUE * len(value))
    items[::VALUE] = bytes([layout.U8]) * len(value)
    items[UNION::VALUE] = value
    return VECTOR.pack(layout.LIST, len(value), there.keep(items))


def _list(lay: Lay) -> Lay:
    def laid(there: Arguments, values: Items[Any]) -> bytes:
        content = b"".join([lay(there, value) for value in values])
        return VECTOR.pack(layout.LIST, len(values), there.keep(content))

    return laid


def _tuple(items: list[Lay]) -> Lay:
    def laid(there: Arguments, values: Items[Any]) -> bytes:
        pairs = zip(items, values, strict=True)
        content = b"".join([lay(there, value) for lay, value in pairs])
        return VECTOR.pack(layout.TUPLE, len(items), there.keep(content))

    return laid


def _record(fields: Items[Field]) -> Lay:
    members = [(_name(field.name), field.attribute, _layer(field.shape)) for field in fields]

    def laid(there: Arguments, value: Any) -> bytes:
        content = b"".join([n + lay(there, getattr(value, member)) for n, member, lay in members])
        return VECTOR.pack(layout.RECORD, len(members), there.keep(content))

    return laid


def _variant(cases: Items[Case]) -> Lay:
    def laid(there: Arguments, value: Any) -> bytes:
        case = next(case for case in cases if case.made is type(value))
        payload = 0 if case.shape is None else there.keep(_layer(case.shape)(there, value.value))
        return CASE.pack(layout.VARIANT, _name(case.name), payload)

    return laid


def _enum(labels: dict[Any, str]) -> Lay:
    names = {member: TWO_WORDS.unpack(_name(label)) for member, label in labels.items()}
    return lambda _, value: VECTOR.pack(layout.ENUM, *names[value])


def _flags(names: list[tuple[Any, bytes]]) -> Lay:
    def laid(there: Arguments, value: Any) -> bytes:
        chosen = [name for bit, name in names if bit in value]
        return VECTOR.pack(layout.FLAGS, len(chosen), there.keep(b"".join(chosen)))

    return laid


def _option(lay: Lay, *, wrapped: bool) -> Lay:
    def laid(there: Arguments, value: Any) -> bytes:
        if value is None:
            return _NONE
        return POINTER.pack(
            layout.OPTION, there.keep(lay(there, value.value if wrapped else value))
        )

    return laid


_NONE = POINTER.pack(layout.OPTION, 0)


def _result(shape: Result) -> Lay:
    def laid(there: Arguments, value: Any) -> bytes:
        good = isinstance(value, shape.made[0])
        side = shape.ok if good else shape.error
        payload = 0 if side is None else there.keep(_layer(side)(there, value.value))
        return SIDE.pack(layout.RESULT, good, payload)

    return laid
