"""JSON from outside: from a model, or from a file that somebody may have changed."""

import json
import re

# Deeper than any document of ours, and than any that a person writes.
_DEPTH = 64
# Everything up to the next bracket that is not in a string.
_TO_BRACKET = re.compile(r'(?s)(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])')


class BadJson(ValueError):
    """A text that is not JSON; its argument says why."""


def parse(text: str) -> object:
    """The value that `text` (RFC 8259) stands for; it can be encoded as UTF-8.

    Raises `BadJson`, also for `NaN` and `Infinity`, which are no JSON.
    """
    if _is_deep(text):
        raise BadJson("it is nested too deeply")
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise BadJson(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except BadJson:
        raise
    except ValueError:  # int() refuses numbers of thousands of digits.
        raise BadJson("it has a number that is too long") from None


def _refuse(constant: str) -> object:
    raise BadJson(f"{constant} is no JSON")


def _is_deep(text: str) -> bool:
    """Whether parsing `text` could need more of the stack than a component has.

    In a component the stack's end is no `RecursionError`: it traps.
    """
    if text.count("[") + text.count("{") <= _DEPTH:
        return False
    depth = 0
    position = 0
    while match := _TO_BRACKET.match(text, position):
        depth += 1 if match[1] in "[{" else -1
        if depth > _DEPTH:
            return True
        position = match.end()
    return False
