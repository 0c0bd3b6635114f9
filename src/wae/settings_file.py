"""A setting put into the text of a `.env` file, and taken out: pure.

Statements begin and end where python-dotenv, by which the toolbox reads such files, takes them to.
All other lines stay as they are, and so do comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BLANK = re.compile(r"\s*")
_SPACE = re.compile(r"[^\S\r\n]*")
_EXPORT = re.compile(r"(?:export[^\S\r\n]+)?")
_NAME, _QUOTED_NAME = re.compile(r"([^=#\s]+)"), re.compile(r"'([^']+)'")
_EQUALS = re.compile(r"=[^\S\r\n]*")
_VALUES = {
    "'": re.compile(r"'(?:\\.|[^'\\])*'", re.DOTALL),
    '"': re.compile(r'"(?:\\.|[^"\\])*"', re.DOTALL),
}
_UNQUOTED = re.compile(r"[^\r\n]*?(?=[^\S\r\n]*+(?:[\r\n]|\Z)|\s++#)")
_REST = re.compile(r"[^\S\r\n]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|\Z)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)?")
_BEGINNING = re.compile(r"\s*(?:export\s+)?['\"]?([^\s=:#'\"]+)")
_BARE = re.compile(r"[A-Za-z0-9_./:@%+,=-]+")
_MARK = "\ufeff"


class BadValue(Exception):
    """A value that no line of such a file can stand for; its text says why, and nothing of it."""


class _Statement(NamedTuple):
    """Where a statement begins, with its indentation, and ends, with its line.

    `value` is where its value stands: None where it sets nothing, or is broken.
    """

    start: int
    end: int
    name: str
    value: tuple[int, int] | None
    broken: bool = False


def with_setting(text: str, name: str, value: str) -> str:
    """The text in which `name` is set to `value`, once: where it was set, else at the end. Raises
    BadValue.
    """
    written = quoted(value)
    changed = _in_place(text, name, written)
    if _meaning(changed) == {**_meaning(text), name: [written]}:
        return changed
    # A quote that is never closed, further up, would end in this value.
    rest = _without(text, _about(text, name))
    mark = _MARK if rest.startswith(_MARK) else ""
    return f"{mark}{name}={written}\n{rest.removeprefix(_MARK)}"


def without_setting(text: str, name: str) -> str | None:
    """The text in which `name` is not set; None where it is not set in this one."""
    mine = _about(text, name)
    return _without(text, mine) if mine else None


def quoted(value: str) -> str:
    """A value as it is written. Raises BadValue."""
    if "${" in value:
        raise BadValue("it has ${, which stands for another setting in such a file")
    if not value.isprintable():
        raise BadValue("it is more than a line, or has characters that cannot be printed")
    if _BARE.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _in_place(text: str, name: str, written: str) -> str:
    mine = _about(text, name)
    line = f"{name}={written}\n"
    if not mine:
        begun = text not in ("", _MARK) and not text.endswith(("\n", "\r"))
        return f"{text}\n{line}" if begun else f"{text}{line}"
    *earlier, last = mine
    if last.value is None:
        text = f"{text[: last.start]}{line}{text[last.end :]}"
    else:
        start, end = last.value
        gap = " " if text[end : end + 1] == "#" else ""
        text = f"{text[:start]}{written}{gap}{text[end:]}"
    return _without(text, earlier)


def _meaning(text: str) -> dict[str, list[str | None]]:
    """What a text sets, as it is written there; None where that is broken."""
    found: dict[str, list[str | None]] = {}
    for one in _statements(text):
        if one.broken or one.value is not None:
            written = None if one.value is None else text[slice(*one.value)]
            found.setdefault(one.name, []).append(written)
    return found


def _without(text: str, statements: list[_Statement]) -> str:
    for one in reversed(statements):
        text = text[: one.start] + text[one.end :]
    return text


def _about(text: str, name: str) -> list[_Statement]:
    """The statements that set a name, or would if they were not broken."""
    return [
        one
        for one in _statements(text)
        if one.name == name and (one.broken or one.value is not None)
    ]


def _statements(text: str) -> Iterator[_Statement]:
    at = len(_MARK) if text.startswith(_MARK) else 0
    while (begin := _end(_BLANK, text, at)) < len(text):
        start = max(at, text.rfind("\n", at, begin) + 1, text.rfind("\r", at, begin) + 1)
        one = _statement(text, start, begin)
        yield one
        at = one.end


def _statement(text: str, start: int, begin: int) -> _Statement:
    """The statement whose first word, or comment, begins at `begin`."""
    at = _end(_EXPORT, text, begin)
    name, value = "", None
    if text[at : at + 1] != "#":
        known = (_QUOTED_NAME if text[at : at + 1] == "'" else _NAME).match(text, at)
        if known is None:
            return _broken(text, start, at)
        name, at = known[1], known.end()
    at = _end(_SPACE, text, at)
    if text[at : at + 1] == "=":
        equals, at = at, _end(_EQUALS, text, at)
        if at - equals > 1 and text[at : at + 1] == "#":
            value = at, at
        else:
            written = _VALUES.get(text[at : at + 1], _UNQUOTED).match(text, at)
            if written is None:
                return _broken(text, start, at)
            value, at = written.span(), written.end()
    rest = _REST.match(text, at)
    return _Statement(start, rest.end(), name, value) if rest else _broken(text, start, at)


def _broken(text: str, start: int, at: int) -> _Statement:
    """What cannot be read from `at` on; its line is left out."""
    end = _end(_LINE, text, at)
    named = _BEGINNING.match(text, start, end)
    return _Statement(start, end, named[1] if named else "", None, broken=True)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where a pattern ends that always matches."""
    match = pattern.match(text, at)
    return match.end() if match else at
