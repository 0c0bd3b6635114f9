"""Trying again: how often, and how long to wait before."""

import random
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from wit_world.imports import monotonic_clock

import retry_after
from failure import Failure

T = TypeVar("T")

TRIES = 3
FIRST_WAIT = 500
# A server that wants to be left alone for longer is told of, not waited for, unless the caller is
# more patient, or less.
PATIENCE = 8
LONGEST_BACKOFF = 8_000
_SECOND = 1_000
_MILLISECOND = 1_000_000


def insist(attempt: Callable[[], T], patience: int | None = None) -> T:
    """What `attempt` gives, tried up to three times where its failure is a passing one.

    Raises its last `Failure`; at once where the server asks for a wait of more than `patience`
    seconds (`PATIENCE` without it).
    """
    longest = (PATIENCE if patience is None else patience) * _SECOND
    for tried in range(1, TRIES):
        try:
            return attempt()
        except Failure as failure:
            if not failure.passing or (failure.wait or 0) > longest:
                raise
            wait = backoff(tried, random.random()) if failure.wait is None else failure.wait
        _pause(wait)
    return attempt()


def backoff(tried: int, chance: float) -> int:
    """Milliseconds to wait after `tried` failures (from 1): 500, doubled each time, up to 8 s.

    `chance`, from 0 to 1, takes away up to a quarter, so that many clients do not return at once.
    """
    return round(min(FIRST_WAIT << (tried - 1), LONGEST_BACKOFF) * (1 - chance / 4))


def asked(headers: dict[str, str], now: datetime) -> int | None:
    """Milliseconds that an answer asks to wait, None where it does not say, or nothing sensible.

    `retry-after-ms` (OpenAI's own, milliseconds) comes before `retry-after` (RFC 9110, 10.2.3:
    seconds or a date). `headers` by lower-case names; `now` is aware of its time zone.
    """
    exact = retry_after.number(headers.get("retry-after-ms", ""))
    if exact is not None:
        return round(exact)
    return retry_after.milliseconds(headers.get("retry-after"), now)


def _pause(milliseconds: int) -> None:
    with monotonic_clock.subscribe_duration(milliseconds * _MILLISECOND) as timer:
        timer.block()
