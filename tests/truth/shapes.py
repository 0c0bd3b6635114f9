"""The types that the functions and instances of a graph have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from tests.truth.surroundings import HTTP_TYPES, NEW_TYPES, REQUESTS, STREAMS, TYPES

from wae.binary.rename import rename_owners
from wae.binary.types import (
    Func,
    Interface,
    Item,
    List,
    Named,
    Option,
    Own,
    Primitive,
    Record,
    Result,
    Tuple,
    TypeDef,
    Variant,
)

GET, SEND, POLICY = "get-environment", "handle", "get"

_STRING = Primitive("string")
PLAIN = Func((), None)
WAITS = Func((), None, True)
TEXTS = Func((), List(_STRING))
VARIABLES = Func((), List(Tuple((_STRING, _STRING))))
HANDLE = Func((), Own(Named(TYPES, "descriptor")))  # hands on what is open
OUTPUT = Func((), Own(Named(STREAMS, "output-stream")))
REQUEST = Func(
    (
        ("request", Own(Named(HTTP_TYPES, "outgoing-request"))),
        ("options", Option(Own(Named(HTTP_TYPES, "request-options")))),
    ),
    Result(Own(Named(HTTP_TYPES, "future-incoming-response")), Named(HTTP_TYPES, "error-code")),
)
_OWNER = "policy"  # in the place of the interface, whatever it is called
RULES = Func((), Named(_OWNER, "rules"))
NOW = Func((), Named(_OWNER, "mark"))
ASKS = Func(
    (("request", Own(Named(NEW_TYPES, "request"))),),
    Result(Own(Named(NEW_TYPES, "response")), Named(NEW_TYPES, "error-code")),
    True,
)

_TEXTS = List(_STRING)
_USER = (("user", _TEXTS), ("password", _TEXTS))
_LOGIN = (("url", _STRING), ("register", Option(_STRING)), *_USER)
_CREDENTIAL = (
    ("bearer", _TEXTS),
    ("basic", Named(_OWNER, "basic")),
    ("login", Named(_OWNER, "login")),
)
# Types that stand beside a function of this type wherever it is.
BESIDE: dict[Func, dict[str, TypeDef]] = {
    REQUEST: {name: TypeDef(Named(HTTP_TYPES, name)) for name in REQUESTS},
    NOW: {"mark": TypeDef(Primitive("u64"))},
    ASKS: {name: TypeDef(Named(NEW_TYPES, name)) for name in ("request", "response", "error-code")},
    RULES: {
        "basic": TypeDef(Record(_USER)),
        "login": TypeDef(Record(_LOGIN)),
        "credential": TypeDef(Variant(_CREDENTIAL)),
        "rules": TypeDef(
            Record((("hosts", _TEXTS), ("credential", Option(Named(_OWNER, "credential")))))
        ),
    },
}
# The interfaces whose types a function of this type uses.
USES = {HANDLE: (TYPES,), OUTPUT: (STREAMS,), REQUEST: (HTTP_TYPES,), ASKS: (NEW_TYPES,)}

Shape: TypeAlias = "Func | dict[str, Func]"  # of a function, or of an instance by member


def interface(owner: str, shape: Mapping[str, Func]) -> Interface:
    """The interface of this shape called ``owner``."""
    items: dict[str, Item] = {}
    for kind in shape.values():
        items |= BESIDE.get(kind, {})
    items |= shape
    return Interface(
        {
            name: rename_owners(item, lambda used: owner if used == _OWNER else used)
            for name, item in items.items()
        }
    )


def uses(shapes: Iterable[Shape]) -> set[str]:
    """The interfaces whose types these use."""
    kinds = [
        kind
        for shape in shapes
        for kind in ([shape] if isinstance(shape, Func) else shape.values())
    ]
    return {name for kind in kinds for name in USES.get(kind, ())}


def fits(given: Shape, wanted: Shape) -> bool:
    """Whether one may be given for the other: an instance may have more than is wanted of it."""
    if isinstance(given, Func) or isinstance(wanted, Func):
        return given == wanted
    return wanted.items() <= given.items()
