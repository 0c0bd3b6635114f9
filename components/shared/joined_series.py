"""Parts of a series that follow each other, as one."""

import dataclasses
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol, TypeVar


class Part(Protocol):
    """A series as `wae:watttime` has it, whoever's record it is."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def units(self) -> str: ...
    @property
    def period(self) -> int: ...
    @property
    def points(self) -> list[Any]: ...
    @property
    def missing(self) -> int: ...
    @property
    def warnings(self) -> list[str]: ...


class UnitsDiffer(ValueError):
    """The parts are not in one unit."""


_Series = TypeVar("_Series", bound=Part)
_ALIKE = ("generated_at", "generated_at_period", "model_date")


def joined(parts: Sequence[_Series]) -> _Series:
    """All points, and what is said alike of all parts; warnings are each there once.

    Parts without points say nothing about the others. Raises `UnitsDiffer`.
    """
    told = [part for part in parts if part.points] or parts[:1]
    units = sorted({part.units for part in told})
    if len(units) > 1:
        raise UnitsDiffer(f"the values are not in one unit: {', '.join(units)}")
    return dataclasses.replace(
        told[0],
        period=max(part.period for part in told),
        points=[point for part in parts for point in part.points],
        missing=sum(part.missing for part in parts),
        warnings=list(dict.fromkeys(text for part in parts for text in part.warnings)),
        **{name: _alike([getattr(part, name) for part in told]) for name in _ALIKE},
    )


def _alike(values: Sequence[Any]) -> Any:
    """The value that they all are; None where they differ."""
    return values[0] if len(set(values)) == 1 else None
