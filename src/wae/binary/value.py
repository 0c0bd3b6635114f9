"""Immutable values that cost nothing to define.

`dataclasses` writes and compiles six methods for each class: a millisecond, and importing it takes
as long as starting Python. A command that makes one call would spend half of its time on that. Here
all classes share their methods, and type checkers see dataclasses (PEP 681).
"""

from __future__ import annotations

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

    def __init_subclass__(cls) -> None:
        own = [name for name in cls.__annotations__ if name[0] != "_" and name not in cls._names]
        cls._names = (*cls._names, *own)
        cls.__match_args__ = cls._names  # type: ignore[misc]  # which mypy has made itself

    def __init__(self, *given: Any, **named: Any) -> None:
        fields = self.__dict__
        fields.update(zip(self._names, given, strict=False))
        if named or len(given) != len(self._names):
            self._complete(given, named)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: {name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        if self._uncompared:
            assert isinstance(other, Value)
            return self._compared() == other._compared()
        return self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), self._compared()))

    def __repr__(self) -> str:
        shown = [n for n in self._names if n not in self._uncompared]
        fields = ", ".join(f"{name}={self.__dict__[name]!r}" for name in shown)
        return f"{type(self).__qualname__}({fields})"

    def _compared(self) -> tuple[Any, ...]:
        fields = self.__dict__
        if not self._uncompared:
            return tuple(fields.values())
        return tuple(fields[name] for name in self._names if name not in self._uncompared)

    def _complete(self, given: tuple[Any, ...], named: dict[str, Any]) -> None:
        """Adds what is given by name and by default; puts fields in their order."""
        fields = self.__dict__
        names = self._names
        wrong = [n for n in named if n in fields or n not in names]
        if wrong or len(given) > len(names):
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(names)}, each once")
        for name in names[len(given) :]:
            if name in named:
                fields[name] = named[name]
            elif hasattr(type(self), name):
                default = getattr(type(self), name)
                fields[name] = default.copy() if isinstance(default, dict | list) else default
            else:
                raise TypeError(f"{type(self).__name__} needs {name}")


def replaced(value: T, **changes: Any) -> T:
    """The same value with other fields."""
    return type(value)(**{**value.__dict__, **changes})


def fields(value: Value) -> dict[str, Any]:
    """All fields, by name, in their order."""
    return dict(value.__dict__)
