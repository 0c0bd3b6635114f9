"""From a request to an endpoint's answer, whatever the server.

Errors are problem details (RFC 9457). A body is JSON (RFC 8259) in UTF-8: the function's arguments
by name.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from wae.binary.value import Value
from wae.contract.error_cases import OTHER, meaning
from wae.contract.host_name import name as host_name
from wae.contract.json_text import NumberTooLarge, parse
from wae.contract.model import Contract
from wae.contract.retry_after import retry_after
from wae.contract.sentences import sentence
from wae.contract.shapes import Shape

JSON = "application/json"
PROBLEM = "application/problem+json"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names of this machine that no other machine can have."""

ANY = "*"
"""Stands for every origin."""

READING = ("GET", "HEAD")

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_DEEPEST = 100
_LONGEST = 100
_NEAR = 0.75
"""How alike two paths are of which one is the other misspelt, from 0 to 1."""
_CONTINUE = "100-continue"
_WHOLE_SERVER = "*"  # the target of OPTIONS that asks about no path
_OWN_SITE = ("same-origin", "none")
_CHALLENGE = (("www-authenticate", "Bearer"),)


class Request(Value):
    """A request without its body: ``headers`` by lower-case name; ``path`` is decoded; ``target``
    and ``query`` are the path and the query as they were sent."""

    method: str
    path: str
    headers: Mapping[str, str] = {}
    target: str = ""
    query: str = ""


class Answer(Value):
    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


class Problem(Exception):
    """An answer that is an error. ``more`` are further members of the problem's object."""

    def __init__(self, status: int, title: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.title = title
        self.detail = detail
        self.more = more
        self.headers: tuple[tuple[str, str], ...] = ()

    def document(self) -> dict[str, Any]:
        """The problem's object (RFC 9457, section 3)."""
        return {"title": self.title, "status": self.status, "detail": self.detail, **self.more}

    def answer(self) -> Answer:
        """The problem as a whole answer; a 401 must have a challenge (RFC 9110, section 15.5.2)."""
        headers = (*self.headers, *_CHALLENGE) if self.status == 401 else self.headers
        return Answer(self.status, PROBLEM, json_bytes(self.document()), headers)


class Told(Problem):
    """No problem: OPTIONS asked for the methods of a path (RFC 9110, section 9.3.7)."""

    def answer(self) -> Answer:
        """The methods, in the header where programs look for them."""
        return Answer(200, "text/plain; charset=utf-8", b"", self.headers)


E = TypeVar("E")
"""What a server calls for a path; the router only finds it."""


class Rules(Value):
    """Who may ask. ``token``: the bearer token that a call needs. ``hosts``: the only names that
    the server answers to, so that no web page can reach it under a name of its own (DNS
    rebinding); None for any, which takes a token. ``origins``: whose pages may call beside the
    server's own."""

    token: str | None = None
    hosts: frozenset[str] | None = LOOPBACK
    origins: frozenset[str] = frozenset()

    def admits(self, origin: str) -> bool:
        """Whether pages of another origin may call."""
        return ANY in self.origins or origin.lower() in self.origins


class Router(Generic[E]):
    """Endpoints by path, and documents that anybody may read."""

    def __init__(
        self,
        endpoints: Mapping[str, E],
        documents: Mapping[str, Answer],
        rules: Rules | None = None,
    ) -> None:
        self._endpoints = endpoints
        self._documents = documents
        self._rules = rules or Rules()

    def check(self, request: Request) -> None:
        """Raises Problem for a request from elsewhere: by another name, or from another page.

        A browser says where a page is from in Origin (Fetch Standard) and in Sec-Fetch-Site
        (Fetch Metadata); other clients send neither. Reading is harmless: no page of another
        site sees the answer. So it does for a target that is no path (RFC 9112, section 3.2), and
        for what is expected of a server and not known here (RFC 9110, section 10.1.1).
        """
        if request.target[:1] not in ("", "/") and request.target != _WHOLE_SERVER:
            raise Problem(
                400, "Bad request", "The target of the request is neither a path nor a URL"
            )
        expected = request.headers.get("expect", _CONTINUE)
        if expected.strip().lower() != _CONTINUE:
            detail = f"Only {_CONTINUE} may be expected, not {expected[:_LONGEST]}"
            raise Problem(417, "Expectation failed", detail)
        host = request.headers.get("host", "").lower()
        name = host_name(host)
        if name is None and "host" in request.headers:
            raise Problem(400, "Bad request", f'"{host[:_LONGEST]}" is not the name of a host')
        if self._rules.hosts is not None and name not in self._rules.hosts:
            raise Problem(421, "Wrong host", f'This server is not called "{host[:_LONGEST]}"')
        origin = request.headers.get("origin")
        if origin is not None and self._rules.admits(origin):
            return
        if origin is not None and origin.lower().partition("://")[2] != host:
            raise Problem(
                403, "Forbidden", f"Pages of {origin[:_LONGEST]} may not call this server"
            )
        site = request.headers.get("sec-fetch-site", "none")
        if request.method not in READING and site not in _OWN_SITE:
            raise Problem(403, "Forbidden", "Pages of other sites may not call this server")

    def authorize(self, request: Request) -> None:
        """Raises Problem where the token is missing or wrong."""
        if self._rules.token is None:
            return
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        # Servers decode headers as Latin-1, whatever the client encoded them as.
        raw = given.strip().encode("latin-1", "replace")
        right = hmac.compare_digest(raw, self._rules.token.encode())
        if scheme.lower() != "bearer" or not right:
            raise Problem(401, "Unauthorized", "Send the token: Authorization: Bearer …")

    def document(self, request: Request) -> Answer | None:
        """The document at the path, if there is one."""
        if request.path == _WHOLE_SERVER:
            raise not_allowed(request, "GET, HEAD, POST")
        document = self._documents.get(request.path)
        if document is not None and request.method not in READING:
            raise not_allowed(request, ", ".join(READING))
        return document

    def endpoint(self, request: Request) -> E:
        """The endpoint at the path. Raises Problem if there is none, or for another method."""
        endpoint = self._endpoints.get(request.path)
        if endpoint is None:
            hint = _near(request.path, [*self._endpoints, *self._documents])
            raise Problem(404, "Not found", f"There is no {request.path[:_LONGEST]}. {hint}")
        if request.method != "POST":
            raise not_allowed(request, "POST")
        return endpoint


def _near(path: str, known: list[str]) -> str:
    """What was meant by a path that leads nowhere, or where all paths are."""
    from difflib import get_close_matches  # for errors alone

    near = get_close_matches(path, known, 1, _NEAR) if len(path) <= _LONGEST else []
    return f"Did you mean {near[0]}?" if near else "See /openapi.json"


def check_coding(headers: Mapping[str, str]) -> None:
    """Raises Problem for a body that is compressed, or otherwise coded (RFC 9110, section 15.5.16).

    Only once the body was read: a client that still writes would lose the answer.
    """
    codings = headers.get("content-encoding", "").lower().split(",")
    unknown = [word.strip() for word in codings if word.strip() not in ("", "identity")]
    if unknown:
        detail = (
            f"Send the body as it is, without Content-Encoding: {', '.join(unknown)[:_LONGEST]}"
        )
        problem = Problem(415, "Unsupported media type", detail)
        problem.headers = (("accept-encoding", "identity"),)
        raise problem


def arguments(headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """The arguments in a request's body; none in an empty one. Raises Problem."""
    if not body:
        return {}
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise Problem(
            415, "Unsupported media type", f"Send {JSON}, not {kind[:_LONGEST] or 'nothing'}"
        )
    try:
        values = parse(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise Problem(400, "Bad request", "The body is not UTF-8 text") from None
    except NumberTooLarge as error:
        raise Problem(422, "Invalid arguments", str(error)) from None
    except ValueError as error:
        raise Problem(400, "Bad request", f"The body is not JSON: {error}") from None
    except RecursionError:
        raise Problem(400, "Bad request", "The body is nested too deeply") from None
    if not isinstance(values, dict):
        raise Problem(422, "Invalid arguments", "The body must be an object: arguments by name")
    if body.count(b"{") + body.count(b"[") > _DEEPEST and _is_deep(values):
        raise Problem(400, "Bad request", "The body is nested too deeply")
    return values


def failed(contract: Contract, title: str, shape: Shape | None, error: Any) -> Problem:
    """What a client is told of an error that the function called ``title`` returned, as JSON.

    The status is that of its case (`wae.contract.error_cases`), the detail is its sentence;
    ``shape`` is the error's. Where the status is 422, the payload may say which `field` of the
    arguments is at fault.
    """
    name, case = meaning(shape, error)
    detail = sentence(contract, title, shape, error)
    payload = error.get(name) if isinstance(error, dict) else None
    field = payload.get("field") if isinstance(payload, dict) else None
    if case.status == OTHER.status and isinstance(field, str):
        problem = Problem(case.status, "Invalid arguments", detail, field=field, error=error)
    else:
        problem = Problem(case.status, case.title, detail, error=error)
    moment = retry_after(shape, error)
    if moment is not None:
        problem.headers = (("retry-after", moment),)
    return problem


def event(name: str, data: bytes) -> bytes:
    """A server-sent event (WHATWG HTML, section 9.2) with JSON, which has no line ends in it."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), data)


def json_bytes(document: Any) -> bytes:
    """A document as JSON in UTF-8. Raises ValueError for a number that JSON lacks."""
    text = _ENCODER.encode(document)
    # A lone surrogate, which a client may have sent, becomes its JSON escape.
    return text.encode("utf-8", "backslashreplace")


def _is_deep(value: Any) -> bool:
    todo = [(value, 1)]
    while todo:
        item, depth = todo.pop()
        if depth > _DEEPEST:
            return True
        if isinstance(item, dict):
            todo += [(inner, depth + 1) for inner in item.values()]
        elif isinstance(item, list):
            todo += [(inner, depth + 1) for inner in item]
    return False


def not_allowed(request: Request, methods: str) -> Problem:
    """What a request gets that uses none of the ``methods`` of its path; OPTIONS is told them."""
    kind = Told if request.method == "OPTIONS" else Problem
    problem = kind(
        405, "Method not allowed", f"{request.path} knows {methods}, not {request.method}"
    )
    problem.headers = (("allow", f"{methods}, OPTIONS"),)
    return problem
