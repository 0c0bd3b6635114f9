"""Parts of a series become one, with what they have in common."""

from dataclasses import dataclass, replace

import pytest

from joined_series import UnitsDiffer, joined


@dataclass(frozen=True)
class Series:
    """What a contract's record has."""

    units: str = "g"
    period: int = 300
    points: tuple[int, ...] | list[int] = ()
    missing: int = 0
    generated_at: str | None = "now"
    generated_at_period: int | None = 300
    model_date: str | None = "today"
    warnings: tuple[str, ...] | list[str] = ()


FIRST = Series(points=[1, 2], missing=1, warnings=["careful", "a"])
SECOND = Series(points=[3], missing=2, warnings=["careful"], model_date="yesterday", period=3600)


def test_points_and_warnings() -> None:
    """All points in order, warnings once, the longest period, and nothing in which parts differ."""
    expected = Series(
        points=[1, 2, 3], missing=3, warnings=["careful", "a"], model_date=None, period=3600
    )
    assert expected == joined([FIRST, SECOND])


def test_parts_without_points_say_nothing() -> None:
    """An empty part has no unit that counts; where all are empty, the first one does."""
    empty = Series(units="", model_date=None)
    assert replace(FIRST, points=[1, 2]) == joined([empty, FIRST, empty])
    assert replace(empty, points=[], warnings=[]) == joined([empty, SECOND.__class__()])


def test_units_are_not_mixed() -> None:
    """Parts in several units are refused."""
    with pytest.raises(UnitsDiffer, match="not in one unit: g, kg"):
        joined([FIRST, replace(SECOND, units="kg")])
