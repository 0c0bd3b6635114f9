"""A series of the contract as a curve that can be drawn."""

from datetime import UTC

from wit_world.imports.emissions import Series

from drawing.curve import Curve
from shared import moments
from shared.errors import Failure

# The years 2000 to 2100, and values that leave room for sums.
_FIRST, _LAST = 946_684_800, 4_102_444_800
_LARGEST = 1e12


def curve(series: Series) -> Curve | None:
    """The curve; None for a series without points.

    Raises `Failure` for times and values that make no sense.
    """
    points = {moment(point.time): _checked(point.value) for point in series.points}
    return Curve(sorted(points.items()), max(1, series.period)) if points else None


def moment(stamp: str) -> float:
    """An RFC 3339 time of the service in seconds since 1970. Raises `Failure`."""
    seconds = moments.parse(stamp, UTC)
    if seconds is None or not _FIRST <= seconds <= _LAST:
        raise _senseless(f'a time "{stamp}"')
    return seconds


def _checked(value: float) -> float:
    if not abs(value) <= _LARGEST:
        raise _senseless(f"a value {value}")
    return value


def _senseless(what: str) -> Failure:
    return Failure(f"The service's answer has {what}, which is invalid", "Try again later")
