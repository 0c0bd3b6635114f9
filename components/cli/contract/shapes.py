"""What a Python type of the generated bindings is in WIT.

componentize-py makes enums and flags of `Enum` and `Flag`, records of dataclasses, a variant of a
union of dataclasses named `Variant_Case`, a result of `Ok | Err`, an option of `T | None` and,
where options are nested, of `Some`.
"""

import dataclasses
import re
from enum import Enum, Flag
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from componentize_py_types import Err, Ok, Some

#: The bindings have one type for all integers. They are taken as `u32`, but for these.
RANGES = {"ports.Endpoint.port": (1, 65_535), "time_server.ask.port": (1, 65_535)}
_U32 = (0, 4_294_967_295)


class Unsupported(TypeError):
    """A type that is not data: a resource, a stream, a future."""


def whole_numbers(place: str) -> tuple[int, int]:
    """The least and the greatest number for an integer at `place`, `MODULE.TYPE.FIELD`."""
    return RANGES.get(place, _U32)


def option(hint: Any) -> Any | None:
    """What is optional; nothing where `hint` is not an option. For `Some` see `some`."""
    arguments = get_args(hint)
    if get_origin(hint) not in (Union, UnionType) or NoneType not in arguments:
        return None
    return Union[tuple(one for one in arguments if one is not NoneType)]  # noqa: UP007


def some(hint: Any) -> Any | None:
    """The payload of a nested option's `Some`."""
    return get_args(hint)[0] if get_origin(hint) is Some else None


def cases(hint: Any) -> dict[str, tuple[type, Any]]:
    """The cases of a variant or a result, by their names in WIT: the class, and the payload's type
    or nothing. Empty where `hint` is neither.
    """
    members = get_args(hint) if get_origin(hint) is Union else (hint,)
    found = {}
    for member in members:
        origin = get_origin(member)
        if origin in (Ok, Err):
            payload = get_args(member)[0]
            name = "ok" if origin is Ok else "error"
            found[name] = (origin, None if payload is NoneType else payload)
        elif is_case(member):
            found[case_name(member)] = (member, get_type_hints(member).get("value"))
    return found


def is_case(thing: Any) -> bool:
    """Whether a class is a case of a variant; names in WIT have no underscore."""
    return isinstance(thing, type) and dataclasses.is_dataclass(thing) and "_" in thing.__name__


def case_name(case: type) -> str:
    """`Error_NotFound` as `not-found`."""
    words = case.__name__.partition("_")[2]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", words).lower()


def member_name(member: Enum | Flag) -> str:
    """`Signal.CO2_MOER` as `co2-moer`."""
    return str(member.name).lower().replace("_", "-")


def members(hint: Any) -> dict[str, Any]:
    """The cases of an enum or the flags, by their names in WIT; empty for other types."""
    if not isinstance(hint, type) or not issubclass(hint, Enum):
        return {}
    return {member_name(one): one for one in hint}


def fields(hint: Any) -> dict[str, Any] | None:
    """The types of a record's fields; nothing where `hint` is not a record."""
    if not isinstance(hint, type) or not dataclasses.is_dataclass(hint) or is_case(hint):
        return None
    hints = get_type_hints(hint)
    return {field.name: hints[field.name] for field in dataclasses.fields(hint)}


def place(owner: Any, name: str) -> str:
    """Where a field of a record or a parameter of a function stands: `MODULE.OWNER.NAME`."""
    return f"{owner.__module__.rpartition('.')[2]}.{owner.__name__}.{name}"
