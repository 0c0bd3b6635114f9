"""Values out of JSON from outside, each checked on the way."""

import text
from failure import unexpected


def as_object(value: object, what: str) -> dict[str, object]:
    """Raises `Failure` (unexpected) where `value`, which is `what`, is no JSON object."""
    if not isinstance(value, dict):
        raise unexpected(f"{what} is not an object")
    return value


def as_list(value: object, what: str) -> list[object]:
    """Null counts as empty: servers exist that write it. Raises `Failure` (unexpected)."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise unexpected(f"{what} is not a list")
    return value


def optional_text(value: object) -> str | None:
    """A text, if it is one that is not empty."""
    return text.whole(value) if isinstance(value, str) and value else None


def count(value: object, most: int = 2**32 - 1) -> int | None:
    """A number from 0 to `most`, if it is one."""
    return value if type(value) is int and 0 <= value <= most else None
