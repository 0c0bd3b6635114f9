"""When to try again, and after how long."""

# RFC 9110 §9.2.2: PUT, DELETE and the safe methods.
_IDEMPOTENT = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
_PASSING = (408, 429, 500, 502, 503, 504)
FIRST_WAIT = 500


def is_idempotent(method: str) -> bool:
    """Whether twice does what once does (RFC 9110 §9.2.2)."""
    return method in _IDEMPOTENT


def is_passing_status(status: int) -> bool:
    """Whether the answer may be another one soon."""
    return status in _PASSING


def backoff(tried: int, longest: int, chance: float) -> int:
    """Milliseconds to wait after `tried` failures (from 1): 500, doubled each time.

    `chance`, from 0 to 1, takes away up to a quarter, so that many clients do not return
    at once. Never more than `longest`.
    """
    wait = min(FIRST_WAIT << min(tried - 1, 32), longest)
    return round(wait * (1 - chance / 4))
