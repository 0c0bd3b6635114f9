"""Version 1 of denials: one for each interface, which is empty, access-denied, or a trap.

Inspectors recognize it in apps that were composed with it; ``denial.py`` makes today's.
"""

from __future__ import annotations

from collections.abc import Mapping

from wae.binary.types import (
    Enum,
    Func,
    List,
    Named,
    Option,
    Primitive,
    Result,
    Type,
    TypeDef,
    Variant,
)
from wae.compose.generate.stub import Behaviour, Constant, Trap, stub_component
from wae.compose.interfaces import Interfaces

# The words for "you may not" in the error types of WASI 0.2.
_REFUSALS = ("access-denied", "access", "not-permitted", "HTTP-request-denied")


def deny_component(owner: str, interfaces: Interfaces) -> bytes:
    """A component that has the type of ``interfaces[owner]`` and gives nothing away.

    Lists are empty and options absent (no variables, no folders, no terminal); a function that can
    fail fails with the interface's error for refused access; every other one traps.
    """
    functions = interfaces[owner].functions()
    behaviours = {name: _refusal(func, interfaces) for name, func in functions.items()}
    return stub_component(owner, interfaces, behaviours, f"deny {owner}")


def _refusal(func: Func, interfaces: Interfaces) -> Behaviour:
    match _definition(func.result, interfaces):
        case List(_, None):
            return Constant(())
        case Option():
            return Constant(("none", None))
        case Primitive("string"):
            return Constant("")
        case Result(_, err):
            refusal = _refusal_case(_definition(err, interfaces))
            return Trap() if refusal is None else Constant(("error", (refusal, None)))
        case _:
            return Trap()


def _refusal_case(error: Type | None) -> str | None:
    """The case without payload that means refused access."""
    cases: Mapping[str, Type | None]
    match error:
        case Enum(labels):
            cases = dict.fromkeys(labels)
        case Variant(pairs):
            cases = dict(pairs)
        case _:
            return None
    return next((word for word in _REFUSALS if word in cases and cases[word] is None), None)


def _definition(kind: Type | None, interfaces: Interfaces) -> Type | None:
    while isinstance(kind, Named):
        item = interfaces[kind.owner].items[kind.name]
        kind = item.type if isinstance(item, TypeDef) else None
    return kind
