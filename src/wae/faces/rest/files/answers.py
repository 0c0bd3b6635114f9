"""The answer to a request below `/files`: all but the bytes of the file, which the server sends."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wae.contract.router import JSON, READING, Answer, Problem, Request, not_allowed
from wae.faces.rest.files import conditions, listing
from wae.faces.rest.files.conditions import Outcome, Validators
from wae.faces.rest.files.media_types import is_passive, media_type
from wae.faces.rest.files.paths import PREFIX, link, request_path
from wae.faces.rest.files.ranges import Range, Unsatisfiable, ranges
from wae.faces.rest.files.walk import Entry, NotServed

POLICY = (
    "sandbox allow-same-origin allow-downloads; default-src 'none'; img-src 'self' data:; "
    "media-src 'self'; font-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""For documents of the folder (W3C CSP 3): no script runs, no form is sent, nothing is loaded
from elsewhere. Without scripts the origin may be the server's, for pictures and styles to load."""

INDEX = "index.html"
HTML = "text/html; charset=utf-8"

_PRIVATE = (
    ("cache-control", "no-cache"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
)


LINK = ("link", f'<{PREFIX}/>; rel="collection"')
"""Beside the description (RFC 8288), for the page: files are served, to whoever asks."""


class NoFolder(Exception):
    """The server was given none."""


class Folder(Protocol):
    """Raises NotServed, NoFolder."""

    def look(self, names: Sequence[str]) -> Entry:
        """What is at this path."""

    def entries(self, names: Sequence[str], most: int) -> list[Entry]:
        """What is served of a directory."""


def is_open(folder: Folder) -> bool:
    """Whether there is a folder."""
    try:
        folder.look([])
    except (NoFolder, NotServed):
        return False
    return True


@dataclass(frozen=True)
class FileAnswer:
    """``pieces`` are the body, one after the other: bytes, and ranges of the file."""

    status: int
    headers: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    entry: Entry
    pieces: tuple[bytes | Range, ...] = ()


def answer(request: Request, folder: Folder, now: int) -> Answer | FileAnswer:
    """What a request gets; ``now`` in nanoseconds since 1970. HEAD gets the head of it alone.

    Raises Problem.
    """
    if request.method not in READING:
        raise not_allowed(request, ", ".join(READING))
    wanted = request_path(request.target)
    try:
        entry = folder.look(wanted.names)
        if not entry.is_directory:
            if wanted.is_directory:
                raise NotServed
            return _file(request, wanted.names, entry, now)
        if not wanted.is_directory:
            to = ("location", link(wanted.names, is_directory=True))
            return Answer(301, HTML, b"", (*_PRIVATE, to))
        return _directory(request, folder, wanted.names, now)
    except NotServed:
        raise not_served() from None
    except NoFolder:
        raise Problem(
            404,
            "Not found",
            "This server has no folder to serve. Give it one: wae serve --files DIR, or "
            "wasmtime serve --dir DIR::/files",
        ) from None


def not_served() -> Problem:
    """What a client is told of what is not there, or not for others."""
    return Problem(
        404,
        "Not found",
        "There is no such file. Hidden files, and links that leave the folder, are not served",
    )


def changed() -> Problem:
    """What a client is told where the file became another one meanwhile."""
    problem = Problem(503, "Changed", "The file was changed while it was asked for. Try again")
    problem.headers = (("retry-after", "1"),)
    return problem


def _directory(
    request: Request, folder: Folder, names: tuple[str, ...], now: int
) -> Answer | FileAnswer:
    varies = ("vary", "accept")
    if listing.prefers_json(request.headers.get("accept", "")):
        document = listing.as_json(names, folder.entries(names, listing.MOST))
        return Answer(200, JSON, document, (*_PRIVATE, varies))
    try:
        index = folder.look([*names, INDEX])
    except NotServed:
        index = None
    if index is not None and not index.is_directory:
        return _file(request, (*names, INDEX), index, now, varies)
    page = listing.as_html(names, folder.entries(names, listing.MOST))
    policy = ("content-security-policy", listing.POLICY)
    return Answer(200, HTML, page, (*_PRIVATE, policy, varies))


def _file(
    request: Request, names: tuple[str, ...], entry: Entry, now: int, *more: tuple[str, str]
) -> FileAnswer:
    kind = media_type(entry.name)
    validators = Validators.of(entry.size, entry.modified, now)
    headers = (*_PRIVATE, *validators.headers(), ("accept-ranges", "bytes"), *more)
    if not is_passive(kind):
        headers += (("content-security-policy", POLICY),)
    outcome = conditions.outcome(request.headers, validators)
    if outcome is Outcome.FAILED:
        raise Problem(412, "Precondition failed", "The file is not the one that was asked for")
    if outcome is Outcome.NOT_MODIFIED:
        return FileAnswer(304, headers, names, entry)
    wanted = _ranges(request, entry.size, validators)
    if not wanted:
        pieces: tuple[bytes | Range, ...] = ((0, entry.size),)
        return FileAnswer(200, _described(headers, kind, pieces), names, entry, pieces)
    if len(wanted) == 1:
        headers += (("content-range", _content_range(wanted[0], entry.size)),)
        return FileAnswer(206, _described(headers, kind, wanted), names, entry, tuple(wanted))
    boundary = secrets.token_hex(16)
    pieces = tuple(_multipart(wanted, kind, entry.size, boundary))
    kind = f"multipart/byteranges; boundary={boundary}"
    return FileAnswer(206, _described(headers, kind, pieces), names, entry, pieces)


def _ranges(request: Request, size: int, validators: Validators) -> list[Range]:
    """Ranges have a meaning for GET alone (section 14.2)."""
    if request.method != "GET":
        return []
    if not conditions.is_same(request.headers.get("if-range"), validators):
        return []
    try:
        return ranges(request.headers.get("range"), size)
    except Unsatisfiable:
        problem = Problem(416, "Range not satisfiable", f"The file has {size} bytes")
        problem.headers = (("content-range", f"bytes */{size}"), ("accept-ranges", "bytes"))
        raise problem from None


def _multipart(wanted: Sequence[Range], kind: str, size: int, boundary: str) -> list[bytes | Range]:
    """The body of several ranges (section 14.6)."""
    pieces: list[bytes | Range] = []
    for one in wanted:
        head = f"--{boundary}\r\ncontent-type: {kind}\r\n"
        head += f"content-range: {_content_range(one, size)}\r\n\r\n"
        pieces += [head.encode(), one, b"\r\n"]
    return [*pieces, f"--{boundary}--\r\n".encode()]


def _content_range(one: Range, size: int) -> str:
    return f"bytes {one[0]}-{one[1] - 1}/{size}"


def _described(
    headers: tuple[tuple[str, str], ...], kind: str, pieces: Sequence[bytes | Range]
) -> tuple[tuple[str, str], ...]:
    sizes = (len(one) if isinstance(one, bytes) else one[1] - one[0] for one in pieces)
    return (("content-type", kind), *headers, ("content-length", str(sum(sizes))))
