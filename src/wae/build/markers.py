"""Environment markers, evaluated for the guest: pip would evaluate them for the host's Python.

Source: the packaging specification *Dependency specifiers* (PEP 508).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

GUEST_PYTHON = "3.14"

GUEST = {
    "implementation_name": "cpython",
    "implementation_version": f"{GUEST_PYTHON}.0",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_release": "0.0.0",
    "platform_system": "wasi",
    "platform_version": "0.0.0",
    "python_full_version": f"{GUEST_PYTHON}.0",
    "python_version": GUEST_PYTHON,
    "sys_platform": "wasi",
    "extra": "",
}
_VERSIONS = ("implementation_version", "python_full_version", "python_version")
_TOKEN = re.compile(
    r"""[ \t]*(?:(?P<text>"[^"]*"|'[^']*')"""
    r"""|(?P<sign>===|==|~=|!=|<=|>=|<|>|[()])|(?P<word>[a-z_]+))"""
)
_VERSION = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})*)(?:(a|b|rc)([0-9]{1,9}))?")
_FINAL = ("z", 0)  # after every pre-release
_DEEPEST = 50

_Compare = Callable[[Any, Any], bool]
_ORDER: dict[str, _Compare] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class BadMarker(ValueError):
    """A text that is no marker, or compares what has no order."""


def holds(marker: str) -> bool:
    """Whether a marker, the text after ``;``, holds in a guest. Raises :class:`BadMarker`."""
    parser = _Parser(_tokens(marker))
    result = parser.alternatives(0)
    if parser.tokens:
        raise BadMarker
    return result


def _tokens(marker: str) -> list[tuple[str, str]]:
    """Kinds and texts, the next one last."""
    found, position, marker = [], 0, marker.rstrip(" \t")
    while position < len(marker):
        match = _TOKEN.match(marker, position)
        if match is None:
            raise BadMarker
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        position = match.end()
    return found[::-1]


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens

    def accept(self, *texts: str) -> str:
        """The next token, taken, if it is one of these; else an empty text."""
        if self.tokens and self.tokens[-1][0] != "text" and self.tokens[-1][1] in texts:
            return self.tokens.pop()[1]
        return ""

    def alternatives(self, depth: int) -> bool:
        result = self.conditions(depth)
        while self.accept("or"):
            result |= self.conditions(depth)
        return result

    def conditions(self, depth: int) -> bool:
        result = self.condition(depth)
        while self.accept("and"):
            result &= self.condition(depth)
        return result

    def condition(self, depth: int) -> bool:
        if not self.accept("("):
            return self.comparison()
        if depth == _DEEPEST:
            raise BadMarker
        result = self.alternatives(depth + 1)
        if not self.accept(")"):
            raise BadMarker
        return result

    def comparison(self) -> bool:
        left, left_name = self.value()
        sign = self.accept(*_ORDER, "~=", "===", "in", "not")
        if sign == "not" and not self.accept("in"):
            raise BadMarker
        right, right_name = self.value()
        if not sign or bool(left_name) == bool(right_name):
            raise BadMarker
        if sign in ("in", "not"):
            return (left in right) == (sign == "in")
        if (left_name or right_name) in _VERSIONS:
            return _compare_versions(left, sign, right)
        if sign not in ("==", "!="):
            raise BadMarker
        return _ORDER[sign](left, right)

    def value(self) -> tuple[str, str]:
        """A text and, where it is a variable's, the name of that."""
        kind, text = self.tokens.pop() if self.tokens else ("", "")
        if kind == "text":
            return text[1:-1], ""
        if kind == "word" and text in GUEST:
            return GUEST[text], text
        raise BadMarker


def _compare_versions(left: str, sign: str, right: str) -> bool:
    """PEP 440, for releases and pre-releases; ``==`` and ``!=`` also with a final ``.*``."""
    if right.endswith(".*"):
        if sign not in ("==", "!="):
            raise BadMarker
        return _begins_like(_version(left)[0], right.removesuffix(".*")) == (sign == "==")
    ours, theirs = _version(left), _version(right)
    if sign == "===":
        return left == right
    if sign == "~=":
        above, dot, _ = right.rpartition(".")
        if not dot:
            raise BadMarker
        return ours >= theirs and _begins_like(ours[0], above)
    if sign == "<" and ours[0] == theirs[0] and theirs[1] == _FINAL:
        return False  # a version is not later than its own pre-releases, says PEP 440
    return _ORDER[sign](ours, theirs)


def _begins_like(release: tuple[int, ...], prefix: str) -> bool:
    wanted = tuple(int(part) for part in prefix.split(".")) if _VERSION.fullmatch(prefix) else ()
    return bool(wanted) and _padded(release, len(wanted))[: len(wanted)] == wanted


def _version(text: str) -> tuple[tuple[int, ...], tuple[str, int]]:
    """The numbers of the release, without zeros at the end (3.0 is 3), and the pre-release."""
    found = _VERSION.fullmatch(text)
    if found is None:
        raise BadMarker
    release = [int(part) for part in found[1].split(".")]
    while len(release) > 1 and not release[-1]:
        release.pop()
    return tuple(release), (found[2], int(found[3])) if found[2] else _FINAL


def _padded(release: tuple[int, ...], length: int) -> tuple[int, ...]:
    return release + (0,) * (length - len(release))
