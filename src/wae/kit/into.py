"""Adds components to the text of a ``wae.toml`` that people wrote: their layout and comments stay.

Python's library reads TOML, but does not write it. So two things are put in at their places,
items in the list of exports and tables at the end, and the result is read again: it has to say
what the old one said, and just this more. Pure: no files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence

from wae.errors import Error

_HEADER = re.compile(r"\s*\[")
# Strings and comments (toml.io/en/v1.0.0), in which brackets are no brackets.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|' r"'''.*?'''|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'|#[^\n]*|[\[\],]",
    re.DOTALL,
)


class CannotEdit(Error):
    """The text is one that wae does not dare to change."""


def with_components(text: str, names: Sequence[str], tables: str, wit: str) -> str:
    """``text`` with ``tables`` at its end, and ``names`` among the exports of ``[app]``.

    ``wit`` is the folder of contracts, if the app names none. Raises :class:`CannotEdit`.
    """
    try:
        edited = text
        for name in names:
            edited = _with_export(edited, name)
        if "wit" not in tomllib.loads(text)["app"]:
            edited = _after_exports(edited, f'wit = "{wit}"\n')
        edited = f"{edited.rstrip()}\n\n{tables.strip()}\n"
        _check(text, edited, names, tables, wit)
    except (LookupError, ValueError) as error:
        raise CannotEdit(
            f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        ) from None
    return edited


def _check(old: str, new: str, names: Sequence[str], tables: str, wit: str) -> None:
    """Raises ValueError where the new text does not say what it should."""
    expected = tomllib.loads(old)
    expected["app"]["exports"] += names
    expected["app"].setdefault("wit", wit)
    expected["components"] |= tomllib.loads(tables)["components"]
    if tomllib.loads(new) != expected:
        raise ValueError("its exports are written in a way of their own")


def _with_export(text: str, name: str) -> str:
    start, end = _exports(text)
    inside = text[start:end]
    last = _last_item(inside)
    if last == 0:
        return f'{text[:start]}"{name}"{text[start:]}'
    rest = inside[last:]
    separator = f",\n{_indent(inside)}" if "\n" in inside else ", "
    has_comma = re.match(r"\s*,", rest)
    if has_comma:
        at = start + last + has_comma.end()
        comment = re.match(r"[ \t]*#[^\n]*", text[at:end])
        at += comment.end() if comment else 0
        return f'{text[:at]}{separator.removeprefix(",")}"{name}",{text[at:]}'
    comment = re.match(r"[ \t]*#[^\n]*", rest)
    at = start + last
    if comment:  # the comma stands before it, the new item behind
        after = at + comment.end()
        return f'{text[:at]},{text[at:after]}{separator.removeprefix(",")}"{name}"{text[after:]}'
    return f'{text[:at]}{separator}"{name}"{text[at:]}'


def _after_exports(text: str, line: str) -> str:
    _, end = _exports(text)
    at = text.find("\n", end) + 1
    return f"{text[:at]}{line}{text[at:]}" if at else f"{text}\n{line}"


def _exports(text: str) -> tuple[int, int]:
    """Where the items of `exports` of `[app]` begin and end, without the brackets."""
    app = re.search(r"^[ \t]*\[[ \t]*app[ \t]*\][ \t]*(?:#.*)?$", text, re.MULTILINE)
    if app is None:
        raise ValueError("there is no line [app]")
    key = re.compile(r"^[ \t]*exports[ \t]*=[ \t]*\[", re.MULTILINE).search(text, app.end())
    following = _next_header(text, app.end())
    if key is None or key.start() > following:
        raise ValueError("[app] has no exports as a list")
    depth = 1
    for match in _tokens(text, key.end()):
        depth += {"[": 1, "]": -1}.get(match[0], 0)
        if depth == 0:
            return key.end(), match.start()
    raise ValueError("the list of exports does not end")


def _next_header(text: str, start: int) -> int:
    header = re.compile(r"^[ \t]*\[", re.MULTILINE).search(text, start)
    return header.start() if header else len(text)


def _tokens(text: str, start: int) -> Iterator[re.Match[str]]:
    return _TOKEN.finditer(text, start)


def _last_item(inside: str) -> int:
    """Where the last item ends; 0 where there is none."""
    last = position = 0
    for match in _tokens(inside, 0):
        between = inside[position : match.start()]
        if between.strip():
            last = position + len(between.rstrip())
        position = match.end()
        if match[0] not in (",",) and not match[0].startswith("#"):
            last = position
    rest = inside[position:]
    return position + len(rest.rstrip()) if rest.strip() else last


def _indent(inside: str) -> str:
    """How far items are indented that stand on lines of their own."""
    indents = re.findall(r"\n([ \t]*)(?=[\"'{])", inside)
    return indents[-1] if indents else "    "
