"""Time limits."""

from wit_world.imports import monotonic_clock
from wit_world.imports.poll import Pollable

MILLISECOND = 1_000_000
# Milliseconds that the host's clocks come after ours, which can tell a stalled body from one
# that was cut. The host's guard the streams that are handed on.
GRACE = 500


def timer(milliseconds: int) -> Pollable:
    """Ready after so long."""
    return monotonic_clock.subscribe_duration(milliseconds * MILLISECOND)
