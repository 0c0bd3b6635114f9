"""Git's configuration files (git-config(1), "CONFIGURATION FILE")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SECTION = re.compile(
    r'\[[ \t]*(?P<name>[A-Za-z0-9.-]+)(?:[ \t]+"(?P<sub>(?:[^"\\\n]|\\[^\n])*)")?[ \t]*\]'
)
_KEY = re.compile(r"(?P<key>[A-Za-z][A-Za-z0-9-]*)[ \t]*(?P<equals>=)?[ \t]*")
_SKIPPED = re.compile(r"(?:\s+|[#;][^\n]*)*")
_ESCAPES = {"n": "\n", "t": "\t", "b": "\b", '"': '"', "\\": "\\"}


class BadConfig(ValueError):
    """A text that git would refuse, too."""


@dataclass(frozen=True)
class Entry:
    """A variable: `section` and `key` in lower case; the value is None where none is given."""

    section: str
    subsection: str
    key: str
    value: str | None


def read(text: str) -> Iterator[Entry]:
    """The variables in their order; includes are not followed. Raises `BadConfig`."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    section = subsection = ""
    position = _skipped(text, 0)
    while position < len(text):
        if text[position] == "[":
            match = _SECTION.match(text, position)
            if match is None:
                raise BadConfig(_line(text, position))
            section, subsection = _named(match)
            position = match.end()
        else:
            match = _KEY.match(text, position)
            if match is None:
                raise BadConfig(_line(text, position))
            value, position = _value(text, match.end()) if match["equals"] else (None, match.end())
            if value is None and text[position : position + 1] not in ("", "\n"):
                raise BadConfig(_line(text, position))
            yield Entry(section, subsection, match["key"].lower(), value)
        position = _skipped(text, position)


def _skipped(text: str, position: int) -> int:
    match = _SKIPPED.match(text, position)
    assert match is not None
    return match.end()


def _named(match: re.Match[str]) -> tuple[str, str]:
    """`[remote "origin"]`, or as it was written once, `[remote.origin]`."""
    if match["sub"] is not None:
        return match["name"].lower(), re.sub(r"\\(.)", r"\1", match["sub"])
    name, _, subsection = match["name"].lower().partition(".")
    return name, subsection


def _value(text: str, position: int) -> tuple[str, int]:
    """The value that begins there, and where its line ends."""
    start = position
    value, spaces, quoted = "", "", False
    while position < len(text):
        letter = text[position]
        position += 1
        if letter == "\n":
            position -= 1
            break
        if not quoted and letter in "#;":
            end = text.find("\n", position)
            position = len(text) if end < 0 else end
            break
        if not quoted and letter.isspace():
            spaces += letter if value else ""
            continue
        if letter == "\\":
            escaped = text[position : position + 1]
            position += 1
            if escaped in ("\n", ""):
                continue
            if escaped not in _ESCAPES:
                raise BadConfig(_line(text, start))
            value, spaces = value + spaces + _ESCAPES[escaped], ""
        elif letter == '"':
            quoted = not quoted
            value, spaces = value + spaces, ""
        else:
            value, spaces = value + spaces + letter, ""
    if quoted:
        raise BadConfig(_line(text, start))
    return value, position


def _line(text: str, position: int) -> str:
    return f"line {text.count(chr(10), 0, position) + 1}"
