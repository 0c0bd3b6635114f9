"""Time that passes."""

from wit_world.imports import monotonic_clock
from wit_world.imports.poll import Pollable

from scheduler import Steps

_MILLISECOND = 1_000_000


def timer(milliseconds: int) -> Pollable:
    """A pollable that is ready after so long."""
    return monotonic_clock.subscribe_duration(milliseconds * _MILLISECOND)


def pause(milliseconds: int) -> Steps[None]:
    """Waits so long."""
    with timer(milliseconds) as over:
        yield [over]
