"""Classes of values that are frozen dataclasses to `dataclasses`, made without that module.

`dataclasses` imports what reads the source of classes, which takes 5 ms of the 50 of a `wae call`.
It is imported when somebody uses it: to it these classes are as if it had made them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wae.binary.value import Value, replaced


def value_class(
    name: str, members: Mapping[str, bool], base: type | None = None, *, by_name: bool = True
) -> type:
    """A class of values that are equal where their members are, and never change.

    ``members`` are identifiers that no underscore begins, and whether each may be left out, and is
    None then. They are given ``by_name``, or else in their order. ``base`` is the class above it.
    """
    given = [f"{member}=None" if optional else member for member, optional in members.items()]
    parameters = ["_self", *(["*"] if by_name and given else []), *given]
    steps = [f"_put(_self, {member!r}, {member})" for member in members] or ["pass"]
    scope: dict[str, Any] = {"_put": object.__setattr__}
    exec(f"def __init__({', '.join(parameters)}): {'; '.join(steps)}", scope)
    scope["__init__"].__qualname__ = f"{name}.__init__"
    space = {
        "__doc__": f"{name}({', '.join(parameters[1:])})",
        "__init__": scope["__init__"],
        "__replace__": replaced,
        "__match_args__": () if by_name else tuple(members),
        "__annotations__": dict.fromkeys(members, Any),
        "__dataclass_fields__": _Detail("__dataclass_fields__", members, by_name),
        "__dataclass_params__": _Detail("__dataclass_params__", members, by_name),
        **{member: None for member, optional in members.items() if optional},
    }
    return type(name, (base, Value) if base else (Value,), space)


class _Detail:
    """What `dataclasses` keeps in its classes, made when it is asked for."""

    def __init__(self, name: str, members: Mapping[str, bool], by_name: bool) -> None:
        self._name, self._members, self._by_name = name, members, by_name

    def __get__(self, instance: object, owner: type) -> Any:
        from dataclasses import field, make_dataclass

        members: list[Any] = [
            (name, Any, field(default=None)) if optional else (name, Any)
            for name, optional in self._members.items()
        ]
        twin = make_dataclass(owner.__name__, members, frozen=True, kw_only=self._by_name)
        made = getattr(twin, self._name)
        setattr(owner, self._name, made)
        return made
