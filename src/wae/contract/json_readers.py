"""What makes values of JSON: for each shape a function, made once.

It raises InvalidValue with the path from its own value on; whoever called it says where that is.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Collection
from typing import Any, NoReturn, TypeAlias

from wae.contract.json_scalars import (
    InvalidValue,
    kind_of,
    scalar_reader,
    short,
    string_from_json,
    wrong,
)
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

Read: TypeAlias = Callable[[Any], Any]


@kept
def reader(shape: Shape) -> Read:
    """Gives the value of ``shape`` for what `json.loads` made."""
    match shape:
        case Scalar(kind):
            return scalar_reader(kind)
        case Bytes(length):
            return lambda value: _bytes(value, length)
        case Sequence(item, length):
            return _sequence(reader(item), length)
        case Tuple(items):
            return _tuple([reader(item) for item in items])
        case Record(fields=fields):
            return _record(shape, [_Member(field) for field in fields])
        case Variant():
            return _variant(shape)
        case Enum(made=made, labels=labels):
            members = dict(zip(labels, made, strict=True))
            return lambda value: members[_one_of(value, members)]
        case Flags(made=made, labels=labels):
            bits = {label: bit.value for label, bit in zip(labels, made, strict=True)}
            return lambda value: made(_bits(value, bits))
        case Option(some, wrapped, made):
            return _wrapped(reader(some), made) if wrapped else _option(reader(some))
        case Result():
            return _result(shape)
        case Handle():
            return _handle


def _bytes(value: Any, length: int | None) -> bytes:
    try:
        content = base64.b64decode(string_from_json(value), validate=True)
    except (binascii.Error, ValueError):
        wrong("expected base64 text")
    if length is not None and len(content) != length:
        wrong(f"expected {length} bytes, found {len(content)}")
    return content


def _sequence(read: Read, length: int | None) -> Read:
    def sequence(value: Any) -> list[Any]:
        made: list[Any] = []
        array = _array(value, length)
        try:
            for one in array:
                made.append(read(one))
        except InvalidValue as error:
            raise error.within(f"[{len(made)}]") from None
        return made

    return sequence


def _tuple(items: list[Read]) -> Read:
    def sequence(value: Any) -> tuple[Any, ...]:
        made: list[Any] = []
        array = _array(value, len(items))
        try:
            for read, one in zip(items, array, strict=True):
                made.append(read(one))
        except InvalidValue as error:
            raise error.within(f"[{len(made)}]") from None
        return tuple(made)

    return sequence


def _bits(value: Any, bits: dict[str, int]) -> int:
    made = 0
    for number, name in enumerate(_array(value, None)):
        try:
            made |= bits[_one_of(name, bits)]
        except InvalidValue as error:
            raise error.within(f"[{number}]") from None
    return made


def _option(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


def _wrapped(read: Read, made: type[Any]) -> Read:
    def option(value: Any) -> Any:
        if value is None:
            return None
        _, inner = _member(value, ["some"])
        return made(_within("some", read, inner))

    return option


class _Member:
    """A field, with what reads it."""

    def __init__(self, field: Field) -> None:
        self.name, self.attribute = field.name, field.attribute
        self.read = reader(field.shape)
        self.optional = isinstance(field.shape, Option)


def _record(shape: Record, members: list[_Member]) -> Read:
    names = {member.name: None for member in members}

    def record(value: Any) -> Any:
        if not isinstance(value, dict):
            wrong(f"expected an object, found {kind_of(value)}")
        if not value.keys() <= names.keys():
            _no_other(value, names)
        made = {}
        for member in members:
            name = member.name
            try:
                if name in value:
                    made[member.attribute] = member.read(value[name])
                elif member.optional:
                    made[member.attribute] = None
                else:
                    wrong("is missing")
            except InvalidValue as error:
                raise error.within(name) from None
        return shape.made(**made)

    return record


def _variant(shape: Variant) -> Read:
    cases = {case.name: case for case in shape.cases}
    bare = [case.name for case in shape.cases if case.shape is None]
    loaded = [case.name for case in shape.cases if case.shape is not None]

    def variant(value: Any) -> Any:
        if isinstance(value, str):
            if value in loaded:
                wrong(f'"{value}" has a payload: write {{"{value}": …}}')
            name, inner = _one_of(value, bare or loaded), None
        else:
            name, inner = _member(value, cases)
        return _case(cases[name], inner)

    return variant


def _case(case: Case, inner: Any) -> Any:
    if case.shape is not None:
        return case.made(_within(case.name, reader(case.shape), inner))
    if inner is not None:
        _within(case.name, _nothing, inner)
    return case.made()


def _result(shape: Result) -> Read:
    sides = {"ok": (shape.made[0], shape.ok), "error": (shape.made[1], shape.error)}

    def result(value: Any) -> Any:
        name, inner = _member(value, sides)
        made, side = sides[name]
        return made(_within(name, _nothing if side is None else reader(side), inner))

    return result


def _handle(value: Any) -> NoReturn:
    wrong("a resource cannot be given as JSON")


def _within(name: str, read: Read, value: Any) -> Any:
    try:
        return read(value)
    except InvalidValue as error:
        raise error.within(name) from None


def _array(value: Any, length: int | None) -> list[Any]:
    if not isinstance(value, list):
        wrong(f"expected an array, found {kind_of(value)}")
    if length is not None and len(value) != length:
        wrong(f"expected {length} items, found {len(value)}")
    return value


def _nothing(value: Any) -> None:
    if value is not None:
        wrong(f"expected null, found {kind_of(value)}")


def _member(value: Any, names: Collection[str]) -> tuple[str, Any]:
    """The only member of an object, which must have one of the names."""
    if isinstance(value, dict):
        _no_other(value, names)
    if not isinstance(value, dict) or len(value) != 1:
        shown = " or ".join(f'{{"{name}": …}}' for name in names)
        wrong(f"expected {shown}, found {kind_of(value)}")
    [(name, inner)] = value.items()
    return name, inner


def _one_of(value: Any, labels: Collection[str]) -> str:
    if not isinstance(value, str):
        wrong(f"expected one of {', '.join(labels)}, found {kind_of(value)}")
    if value not in labels:
        wrong(f"{short(value)} is not one of {', '.join(labels)}")
    return value


def _no_other(value: dict[str, Any], names: Collection[str]) -> None:
    for name in value:
        if name not in names:
            known = ", ".join(names) or "nothing"
            wrong(f"there is no {short(name)}: expected {known}")
