"""JSON from outside."""

import json
import re

# Answers of the API are less than ten levels deep; a tool's schema may be deeper.
_DEPTH = 64
# Everything up to the next bracket that is not in a string.
_TO_BRACKET = re.compile(r'(?s)(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])')


class BadJson(ValueError):
    """A text that is not JSON; its argument says what it is."""


def parse(text: str) -> object:
    """The value that `text` stands for. Raises `BadJson`."""
    if _is_deep(text):
        raise BadJson("nested too deeply")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        kind = "HTML, not JSON" if text.lstrip()[:1] == "<" else "not JSON"
        raise BadJson(f"{kind} (line {error.lineno}, column {error.colno})") from None
    except ValueError:  # int() refuses numbers of thousands of digits.
        raise BadJson("JSON with a number that is too long") from None


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
