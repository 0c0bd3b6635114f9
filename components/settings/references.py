"""`${NAME}` in the values of a `.env` file: it stands for what the same file sets above it.

Nothing else is put in its place, least of all a variable of the environment: whoever wrote the
file could then send a key of the user's to a server of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# `${A}${A}` in every line doubles with every line.
LONGEST = 64 * 1024
_REFERENCE = re.compile(r"\$\{([^}]*)(\}?)")
_NAME = re.compile(r"[A-Z_][A-Z0-9_]*")


@dataclass(frozen=True)
class Unresolved:
    """Why a value cannot be used; `problem` has nothing of a value in it."""

    problem: str


Value = str | Unresolved


def resolve(text: str, known: Mapping[str, Value]) -> Value:
    """What a value stands for, where `known` is set above it."""
    parts: list[str] = []
    end = 0
    for match in _REFERENCE.finditer(text):
        name = match[1] if match[2] else ""
        value = known.get(name, Unresolved(_problem(name)))
        if isinstance(value, Unresolved):
            return value
        parts += text[end : match.start()], value
        end = match.end()
    whole = "".join([*parts, text[end:]])
    if parts and len(whole) > LONGEST:
        return Unresolved(f"it makes more than {LONGEST} characters of ${{NAME}}")
    return whole


def _problem(name: str) -> str:
    # What stands there may be part of a password.
    shown = f"${{{name}}}" if _NAME.fullmatch(name) else "a ${…}"
    return (
        f"it has {shown}, and only ${{NAME}} of what this file sets above it can be replaced: "
        "write the value itself"
    )
