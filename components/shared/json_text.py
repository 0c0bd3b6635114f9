"""JSON from outside: from a server, a model, or a file that somebody may have changed."""

import json
import math
import re

# Deeper than any document of a service's, and than any that a person writes.
DEPTH = 64
# Everything up to the next bracket that is not in a string.
_TO_BRACKET = re.compile(r'(?s)(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])')


class BadJson(ValueError):
    """A text that is not JSON; its argument says what it is, its `reason` why."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(kind)
        self.reason = reason


def parse(text: str, depth: int = DEPTH) -> object:
    """The value that `text` (RFC 8259) stands for. Raises `BadJson`.

    So it does where values are nested in more than `depth` arrays and objects; for `NaN` and
    `Infinity`, which Python takes for numbers; and for `1e999`, which it takes for infinity.
    """
    if _is_deep(text, depth):
        raise BadJson("nested too deeply", "it is nested too deeply")
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except json.JSONDecodeError as error:
        kind = "HTML, not JSON" if text.lstrip()[:1] == "<" else "not JSON"
        place = f"line {error.lineno}, column {error.colno}"
        raise BadJson(f"{kind} ({place})", f"{place}: {error.msg}") from None
    except BadJson:
        raise
    except ValueError:  # int() refuses numbers of thousands of digits.
        long = "a number that is too long"
        raise BadJson(f"JSON with {long}", f"it has {long}") from None


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        large = "a number that is too large"
        raise BadJson(f"JSON with {large}", f"it has {large}")
    return number


def _refuse(constant: str) -> object:
    raise BadJson(f"not JSON ({constant})", f"{constant} is not JSON")


def _is_deep(text: str, depth: int) -> bool:
    """Whether parsing `text` could need more of the stack than a component has.

    In a component the stack's end is no `RecursionError`: it traps.
    """
    if text.count("[") + text.count("{") <= depth:
        return False
    nested = 0
    position = 0
    while match := _TO_BRACKET.match(text, position):
        nested += 1 if match[1] in "[{" else -1
        if nested > depth:
            return True
        position = match.end()
    return False
