"""Values of a contract as JSON, and JSON as values of a contract."""

import base64
import binascii
import dataclasses
import math
from collections.abc import Iterable
from enum import Enum, Flag
from functools import reduce
from operator import or_
from typing import Any, get_args, get_origin

from componentize_py_types import Err, Ok, Some

from contract import shapes
from contract.shapes import Unsupported


class Mismatch(ValueError):
    """JSON that is not what the contract wants; its argument says where, and what it wants."""


def write(value: Any) -> Any:
    """A value of the bindings as JSON: records as objects, a variant's case as `"case"` or as
    `{"case": payload}`, bytes in base64, a number that JSON has not as nothing.
    """
    if isinstance(value, Flag):
        return [shapes.member_name(one) for one in type(value) if one in value]
    if isinstance(value, Enum):
        return shapes.member_name(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [write(one) for one in value]
    if isinstance(value, Some):
        return {"some": write(value.value)}
    if isinstance(value, Ok | Err):
        name = "ok" if isinstance(value, Ok) else "error"
        return name if value.value is None else {name: write(value.value)}
    if shapes.is_case(type(value)):
        name = shapes.case_name(type(value))
        return {name: write(value.value)} if hasattr(value, "value") else name
    if dataclasses.is_dataclass(value):
        return {
            field.name: write(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    return value


def read(hint: Any, value: Any, where: str, place: str = "") -> Any:
    """JSON as a value of a type of the bindings.

    `where` is what a message calls it, `place` where the type stands (`shapes.RANGES`).
    Raises `Mismatch`.
    """
    if (inner := shapes.option(hint)) is not None:
        return None if value is None else read(inner, value, where, place)
    if (payload := shapes.some(hint)) is not None:
        only = read_members({"some": payload}, value, where, {"some": place})
        return Some(only["some"])
    if found := shapes.cases(hint):
        return _read_case(found, value, where)
    if isinstance(hint, type) and issubclass(hint, Flag):
        one = shapes.members(hint)
        chosen = [_member(one, name, where) for name in _listed(value, where)]
        return reduce(or_, chosen, hint(0))
    if names := shapes.members(hint):
        return _member(names, value, where)
    if (fields := shapes.fields(hint)) is not None:
        places = {name: shapes.place(hint, name) for name in fields}
        return hint(**read_members(fields, value, where, places))
    return _read_value(hint, value, where, place)


def read_members(
    hints: dict[str, Any], value: Any, where: str, places: dict[str, str]
) -> dict[str, Any]:
    """A JSON object as the fields of a record or the arguments of a function; what is optional
    may be missing. Raises `Mismatch`.
    """
    if not isinstance(value, dict):
        raise Mismatch(f"{where} must be an object")
    for name in value:
        if name not in hints:
            raise Mismatch(f"{where} has no {name!r}; it has {_names(hints)}")
    for name, hint in hints.items():
        if name not in value and shapes.option(hint) is None:
            raise Mismatch(f"{where} lacks {name!r}")
    return {
        name: read(hint, value.get(name), f"{where}.{name}", places[name])
        for name, hint in hints.items()
    }


def _read_case(cases: dict[str, tuple[type, Any]], value: Any, where: str) -> Any:
    name, payload = value, None
    if isinstance(value, dict) and len(value) == 1:
        [(name, payload)] = value.items()
    if not isinstance(name, str) or name not in cases:
        raise Mismatch(f"{where} must be one of {_names(cases)}")
    case, hint = cases[name]
    if hint is not None:
        if name is value:
            raise Mismatch(f"{where} must be an object with the key {name!r}")
        return case(read(hint, payload, f"{where}.{name}"))
    return case(None) if case in (Ok, Err) else case()


def _read_value(hint: Any, value: Any, where: str, place: str) -> Any:
    arguments = get_args(hint)
    if get_origin(hint) is list:
        return [
            read(arguments[0], one, f"{where}[{number}]", place)
            for number, one in enumerate(_listed(value, where))
        ]
    if get_origin(hint) is tuple:
        if len(_listed(value, where)) != len(arguments):
            raise Mismatch(f"{where} must be a list of {len(arguments)}")
        return tuple(
            read(one, item, f"{where}[{number}]", place)
            for number, (one, item) in enumerate(zip(arguments, value, strict=True))
        )
    if hint is bool:
        return _checked(value, isinstance(value, bool), where, "true or false")
    if hint is int:
        return _whole(value, where, place)
    if hint is float:
        return _number(value, where)
    if hint is str:
        return _text(value, where)
    if hint is bytes:
        return _bytes(value, where)
    raise Unsupported(str(hint))


def _whole(value: Any, where: str, place: str) -> int:
    least, greatest = shapes.whole_numbers(place)
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # To JSON 3.0 and 3 are one number.
    fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= greatest
    return _checked(value, fits, where, f"a whole number from {least} to {greatest}")


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Mismatch(f"{where} must be a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    return _checked(number, math.isfinite(number), where, "a number of 64 bits")


def _text(value: Any, where: str) -> str:
    _checked(value, isinstance(value, str), where, "a text")
    try:
        value.encode()
    except UnicodeEncodeError:  # JSON can hold halves of surrogate pairs; WIT cannot.
        raise Mismatch(f"{where} must be Unicode text") from None
    return value


def _bytes(value: Any, where: str) -> bytes:
    try:
        return base64.b64decode(_text(value, where), validate=True)
    except (binascii.Error, ValueError):
        raise Mismatch(f"{where} must be base64") from None


def _checked(value: Any, fits: bool, where: str, wanted: str) -> Any:
    if not fits:
        raise Mismatch(f"{where} must be {wanted}")
    return value


def _listed(value: Any, where: str) -> list[Any]:
    return _checked(value, isinstance(value, list), where, "a list")


def _member(names: dict[str, Any], value: Any, where: str) -> Any:
    if not isinstance(value, str) or value not in names:
        raise Mismatch(f"{where} must be one of {_names(names)}")
    return names[value]


def _names(names: Iterable[str]) -> str:
    return ", ".join(names) or "nothing"
