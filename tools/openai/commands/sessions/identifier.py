"""Names of sessions: short, in the order of time, and safe as file names."""

import re
import secrets
import time

# Crockford's base 32: no i, l, o, u, and in the order of ASCII.
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_OF_TIME, _OF_CHANCE = 7, 3
_ID = re.compile(f"[{_DIGITS}]{{{_OF_TIME + _OF_CHANCE}}}")
_PREFIX = re.compile(f"[{_DIGITS}]{{1,{_OF_TIME + _OF_CHANCE}}}")


def new() -> str:
    """A name that sorts after those of earlier seconds (until the year 3058)."""
    seconds = int(time.time())
    digits = [_DIGITS[seconds >> 5 * place & 31] for place in reversed(range(_OF_TIME))]
    return "".join([*digits, *(secrets.choice(_DIGITS) for _ in range(_OF_CHANCE))])


def is_id(text: str) -> bool:
    """Whether it is a name of a session."""
    return _ID.fullmatch(text) is not None


def is_prefix(text: str) -> bool:
    """Whether names can begin with it."""
    return _PREFIX.fullmatch(text) is not None
