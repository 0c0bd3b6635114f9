"""What goes wrong at the GitHub of the tests, by the names of `faults/NAME`."""

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from . import routes
from .github_data import REPOSITORY
from .message import Connection, Headers, Request

if TYPE_CHECKING:
    from .server import FaultServer

Fault = Callable[["FaultServer", Connection, Request], None]

RESET = 1_893_456_000
"""When a rate limit of this server ends: 2030-01-01 00:00 UTC."""


def error(to: Connection, status: int, message: str, headers: Headers | None = None) -> None:
    """GitHub's shape of an error."""
    body = {"message": message, "documentation_url": "https://docs.github.com/rest"}
    to.json(body | {"status": str(status)}, status, headers)


def _limited(status: int, limit: int) -> Fault:
    """The hourly limit is used up until `RESET`."""
    headers = [
        ("X-RateLimit-Limit", str(limit)),
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", str(RESET)),
    ]

    def answer(_: "FaultServer", to: Connection, request: Request) -> None:
        error(to, status, "API rate limit exceeded for 203.0.113.7.", headers)

    return answer


def _paused(status: int, retry_after: str | None) -> Fault:
    """The secondary limit, with or without the time to wait."""
    wait = [] if retry_after is None else [("Retry-After", retry_after)]
    headers = [("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", "42"), *wait]

    def answer(_: "FaultServer", to: Connection, request: Request) -> None:
        error(to, status, "You have exceeded a secondary rate limit.", headers)

    return answer


def _refused(status: int, message: str) -> Fault:
    def answer(_: "FaultServer", to: Connection, request: Request) -> None:
        error(to, status, message)

    return answer


def _authorization(request: Request) -> str:
    return next((value for name, value in request.headers if name.lower() == "authorization"), "")


def _tells_token(_: "FaultServer", to: Connection, request: Request) -> None:
    """An error that repeats the credential, in its body and in a header."""
    sent = _authorization(request)
    error(to, 401, f"Bad credentials: {sent}", [("X-Sent", sent)])


def _redirects_with_token(_: "FaultServer", to: Connection, request: Request) -> None:
    """To another origin, with the credential in the URL."""
    token = _authorization(request).removeprefix("Bearer ")
    to.answer(302, [("Location", f"{to.other_url}/{token}")], b"")


def _loops(_: "FaultServer", to: Connection, request: Request) -> None:
    """To itself."""
    to.answer(302, [("Location", request.target)], b"")


def _slow(_: "FaultServer", to: Connection, request: Request) -> None:
    """A correct answer, a few bytes at a time."""
    to.head(200, [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")])
    body = json.dumps(REPOSITORY).encode()
    for start in range(0, len(body), 64):
        to.chunk(body[start : start + 64])
        time.sleep(0.03)
    to.chunk(b"")


def _forbidding_page(_: "FaultServer", to: Connection, request: Request) -> None:
    """Of somebody on the way."""
    page = b"<html><title>Blocked by the proxy</title></html>"
    to.answer(403, [("Content-Type", "text/html")], page)


def _body(text: str) -> Fault:
    def answer(_: "FaultServer", to: Connection, request: Request) -> None:
        to.answer(200, [("Content-Type", "application/json")], text.encode())

    return answer


FAULTS: dict[str, Fault] = {
    "limit-403": _limited(403, 60),
    "limit-429": _limited(429, 5000),
    "pause-403": _paused(403, None),
    "pause-429": _paused(429, None),
    "pause-403-60": _paused(403, "60"),
    "pause-429-60": _paused(429, "60"),
    "bad-token": _refused(401, "Bad credentials"),
    "tells-token": _tells_token,
    "forbidden": _refused(403, "Resource not accessible by personal access token"),
    "gone": _refused(410, "Repository access blocked"),
    "legal": _refused(451, "Repository access blocked"),
    "country": _refused(403, "GitHub is not available in your country"),
    "suspended": _refused(403, "Sorry. Your account was suspended."),
    "proxy": _forbidding_page,
    "broken": _refused(500, "Server Error"),
    "message": _body('{"message": "Moved to another server"}'),
    "code-msg": _body('{"code": 7, "msg": "No backend"}'),
    "teapot": _refused(418, "\x1b[31mI'm a\nteapot"),
    "html": routes.html,
    "not-json": _body("{"),
    "no-object": _body("[]"),
    "deep-json": _body("[" * 100_000),
    "wrong-type": _body('{"full_name": 1}'),
    "not-text": routes.not_text,
    "cut-before": routes.cut_before,
    "cut-length": routes.cut_length,
    "cut-chunked": routes.cut_chunked,
    "garbage": routes.garbage,
    "huge-header": routes.huge_header,
    "gzip-bomb": routes.gzip_bomb,
    "gzip-truncated": routes.gzip_truncated,
    "gzip-false": routes.gzip_false,
    "slow": _slow,
    "to-forbidden": routes.redirect_forbidden,
    "to-other": routes.redirect_other,
    "to-other-with-token": _redirects_with_token,
    "to-nowhere": routes.redirect_nowhere,
    "loop": _loops,
}
