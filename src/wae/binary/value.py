"""Immutable values that cost nothing to define.

`dataclasses` writes and compiles six methods for each class: a millisecond, and importing it takes
as long as starting Python. A command that makes one call would spend half of its time on that. Here
all classes share their methods, and type checkers see dataclasses (PEP 681).
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any, ClassVar, TypeVar, dataclass_transform

T = TypeVar("T", bound="Value")


@dataclass_transform(frozen_default=True)
class Value:
    """Fields are the annotated names of a class, in their order, after those of its base.

    Equal are values of one class with equal fields. A field's default stands in the class; one that
    is a container is copied, so that no two values share it. Fields that ``_uncompared`` names
    count neither for equality nor for hashes, and are not shown.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[tuple[str, ...]] = ()
    _uncompared: ClassVar[tuple[str, ...]] = ()
    _key: ClassVar[Any] = type
    """What is compared of a value, taken by a function that is no method."""

    def __init_subclass__(cls) -> None:
        own = [name for name in cls.__annotations__ if name[0] != "_" and name not in cls._names]
        cls._names = (*cls._names, *own)
        if "__match_args__" not in vars(cls):
            cls.__match_args__ = cls._names  # type: ignore[misc]  # which mypy has made itself
        compared = [name for name in cls._names if name not in cls._uncompared]
        cls._key = attrgetter(*compared) if compared else type

    def __init__(self, *given: Any, **named: Any) -> None:
        if named or len(given) != len(self._names):
            given = self._completed(given, named)
        self.__dict__.update(zip(self._names, given, strict=True))

    def __setattr__(self, name: str, value: Any) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return bool(self._key(self) == self._key(other))

    def __hash__(self) -> int:
        return hash((type(self), self._key(self)))

    def __repr__(self) -> str:
        shown = [name for name in self._names if name not in self._uncompared]
        text = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({text})"

    def _completed(self, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        """All fields' values: those given by place, by name and by default."""
        kind, names = type(self), self._names
        rest = names[len(given) :]
        if len(given) > len(names) or (named and not named.keys() <= {*rest}):
            raise TypeError(f"{kind.__name__} has the fields {', '.join(names)}, each once")
        try:
            return (*given, *[named[n] if n in named else _default(kind, n) for n in rest])
        except AttributeError:
            missing = [name for name in rest if name not in named and not hasattr(kind, name)]
            raise TypeError(f"{kind.__name__} needs {', '.join(missing)}") from None


def replaced(value: T, **changes: Any) -> T:
    """The same value with other fields."""
    return type(value)(**{**fields(value), **changes})


def fields(value: Value) -> dict[str, Any]:
    """All fields, by name, in their order."""
    return {name: getattr(value, name) for name in value._names}


def _default(kind: type[Value], name: str) -> Any:
    default = getattr(kind, name)
    return default.copy() if isinstance(default, dict | list) else default
