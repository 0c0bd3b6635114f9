"""JSON that a caller gives as text: objects of options and schemas."""

from collections.abc import Collection

import json_text
from failure import invalid


def more(text: str | None, taken: Collection[str]) -> dict[str, object]:
    """The options by their names. Raises `Failure` (invalid), also for a name that is `taken`."""
    options = {} if text is None else json_object(text, "the options are", "options")
    for name in options:
        if name in taken:
            raise invalid(f"{name} is no option to choose", name)
    return options


def json_object(text: str, what: str, parameter: str) -> dict[str, object]:
    """Raises `Failure` (invalid): `what` it is, with its verb."""
    try:
        value = json_text.parse(text)
    except json_text.BadJson as error:
        raise invalid(f"{what} {error}", parameter) from None
    if not isinstance(value, dict):
        raise invalid(f"{what} not a JSON object", parameter)
    return value
