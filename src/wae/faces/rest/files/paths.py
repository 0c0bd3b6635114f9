"""Paths below `/files`: from a request's target to names, and from names to links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from wae.contract.router import Problem

PREFIX = "/files"


@dataclass(frozen=True)
class RequestPath:
    """``names`` from the folder down; ``is_directory``: the path ends with a slash."""

    names: tuple[str, ...]
    is_directory: bool


def is_below(path: str) -> bool:
    """Whether a decoded path is one of ours."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def request_path(target: str) -> RequestPath:
    """Where a path leads that is still encoded, as it was sent. Raises Problem.

    Each segment is decoded by itself (RFC 3986, section 2.4), so that an encoded slash parts
    nothing.
    """
    names = [_name(segment) for segment in target.split("/")[1:]][1:]
    is_directory = bool(names) and not names[-1]
    if is_directory:
        names.pop()
    if "" in names:
        raise Problem(404, "Not found", "There is an empty name in the path")
    return RequestPath(tuple(names), is_directory)


def link(names: Sequence[str], *, is_directory: bool) -> str:
    """The path of what is there, encoded."""
    path = "/".join([PREFIX, *(quote(name, safe="") for name in names)])
    return f"{path}/" if is_directory else path


def _name(segment: str) -> str:
    try:
        name = unquote_to_bytes(segment).decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, "Bad request", "The path is not UTF-8") from None
    if name in (".", "..") or any(mark in name for mark in "/\\\0"):
        raise Problem(
            400, "Bad request", "A name in the path is . or .., or has a slash, a backslash or NUL"
        )
    return name
