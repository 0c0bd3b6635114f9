"""Names out of a file as people may see them: nobody's terminal or eye is led astray."""

from __future__ import annotations

import hashlib
import re

_LONGEST = 60
_ODD = re.compile(r"[^ -~]|(?<= ) |^ | $|^$")


def printable(name: str) -> str:
    """``name`` in plain ASCII: all else, and spaces that could feign a column, as ``\\u{…}``.

    A long name is cut and ends with a digest of the whole, so that two never look the same.
    """
    text = _ODD.sub(lambda match: f"\\u{{{ord(match[0]):x}}}" if match[0] else '""', name)
    if len(text) <= _LONGEST:
        return text
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{text[: _LONGEST - 12]}...#{digest}"
