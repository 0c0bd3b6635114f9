"""A GitHub of its own: a few repositories of `wae/…`, and `faults/…`, which go wrong by name.

`FaultServer(find=github.find)` serves it, at its root and below `/api/v3`, as an enterprise
server does. The repositories:

wae/toolbox      everything is there: releases, contributors, stars
wae/renamed      moved to wae/toolbox
wae/empty        nothing was ever pushed
wae/huge         its history is too large to list contributors
wae/patchy       each answer lacks something, or has something else in its place
wae/older        knows an older version of the API only
wae/pages        ten pages of contributors, each 200 ms in coming, the later ones sooner
wae/slow-NUMBER  200 ms in coming
wae/files    a release whose files, of `FILES`, lie at the other port
faults/NAME      fails in the way of `FAULTS`
"""

import base64
import json
import time
from collections.abc import Callable
from contextlib import nullcontext
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from . import routes
from .at_once import AtOnce
from .message import Connection, Headers, Request

if TYPE_CHECKING:
    from .server import FaultServer

Fault = Callable[["FaultServer", Connection, Request], None]

RESET = 1_893_456_000
"""When a rate limit of this server ends: 2030-01-01 00:00 UTC."""

REPOSITORY = {
    "full_name": "wae/toolbox",
    "html_url": "https://github.com/wae/toolbox",
    "description": "Tools in a sandbox",
    "homepage": "",
    "language": "Python",
    "license": {"spdx_id": "Apache-2.0"},
    "topics": ["wasm", "cli"],
    "default_branch": "main",
    "stargazers_count": 1234,
    "forks_count": 5,
    "subscribers_count": 6,
    "open_issues_count": 7,
    "size": 2048,
    "archived": False,
    "fork": False,
    "private": False,
    "created_at": "2026-01-02T03:04:05Z",
    "pushed_at": "2026-11-20T23:30:00Z",
}
RELEASE = {
    "tag_name": "v1.0",
    "name": "One",
    "html_url": "https://github.com/wae/toolbox/releases/tag/v1.0",
    "author": {"login": "ada"},
    "draft": False,
    "prerelease": False,
    "published_at": "2026-11-01T12:00:00Z",
    "body": "The first.\r\n\x1b[31m* red\x1b[0m",
    "assets": [
        {
            "name": "wae.whl",
            "content_type": "application/zip",
            "size": 4096,
            "download_count": 12,
            "browser_download_url": "https://github.com/wae/toolbox/releases/wae.whl",
            "digest": None,
        }
    ],
}
FILES = {"wae.deb": b"\x00deb\xff" * 100_000, "wae.whl": b"wheel", "cut.bin": b"c" * 5000}
"""Contents by name; `cut.bin` ends early, and `swapped.bin` is listed with another's digest."""
SWAPPED = {"swapped.bin": b"swapped", "slow.bin": b"s" * 3_000_000}
FILE_DELAY = 0.05
README = "# Toolbox\n\nTools in a *sandbox*.\n\x1b[31mred\n"
PAGES, PAGE_SIZE, PAGE_DELAY = 10, 100, 0.2


class GitHub:
    """`at_once` counts the slow answers that were asked for together."""

    def __init__(self) -> None:
        self.at_once = AtOnce()

    def find(self, path: str) -> tuple[Callable[..., None], list[str]]:
        """The function that answers the path, and its last arguments."""
        match path.removeprefix("/api/v3").strip("/").split("/"):
            case ["files", name]:
                return _file, [name]
            case ["repositories", "1"]:
                return self._repository, ["toolbox", ""]
            case ["repos", "wae", repo, *rest]:
                return self._repository, [repo, "/".join(rest)]
            case ["repos", "faults", name, *_] if name in FAULTS:
                return FAULTS[name], []
        return _missing, []

    def _repository(
        self, server: "FaultServer", to: Connection, request: Request, repo: str, part: str
    ) -> None:
        match repo, part:
            case "renamed", _:
                _moved(server, to, request)
            case ("toolbox" | "huge" | "pages" | "withheld" | "unlisted", ""):
                to.json(REPOSITORY | {"full_name": f"wae/{repo}"})
            case "empty", "":
                to.json(REPOSITORY | {"full_name": "wae/empty", "pushed_at": None})
            case "empty", "contributors":
                to.answer(204, [], b"")
            case "empty", "releases":
                to.json([])
            case "files", "releases/latest" | "releases/tags/v1.0":
                to.json(RELEASE | {"assets": [*map(_asset, ALL_FILES)]})
            case "files", asset if asset.startswith("releases/assets/"):
                _to_file(to, request, [*ALL_FILES][int(asset.rpartition("/")[2])])
            case "toolbox", "readme":
                content = base64.encodebytes(README.encode()).decode()
                to.json({"name": "README.md", "encoding": "base64", "content": content})
            case "toolbox", "releases/latest":
                to.json(RELEASE)
            case "toolbox", "releases":
                to.json([RELEASE | {"tag_name": "v1.1rc1", "prerelease": True}, RELEASE])
            case "toolbox", "contributors":
                people = [("ada", 9), ("bob", 3)]
                to.json([_contributor(name, amount) for name, amount in people])
            case "toolbox", "stargazers":
                to.json([_star("first", 1), _star("last", 2)])
            case "withheld", "stargazers":
                _error(to, 403, "Resource not accessible by personal access token")
            case "unlisted", "stargazers":
                to.json([])
            case "patchy", "":
                known = ("full_name", "html_url", "stargazers_count")
                to.json({name: REPOSITORY[name] for name in known} | {"license": "MIT"})
            case "patchy", "releases/latest":
                [asset] = RELEASE["assets"]
                to.json(
                    RELEASE | {"author": None, "assets": [asset | {"content_type": None}, None]}
                )
            case "patchy", "contributors":
                to.json([None, _contributor("ada", 9), {"login": "bob"}])
            case "patchy", "stargazers":
                to.json([_star("first", 1), None, {"user": None}])
            case "older", "":
                self._older(to, request)
            case "huge", "contributors":
                _error(to, 403, "The history or contributor list is too large to list via the API.")
            case "pages", "contributors":
                self._page(to, request)
            case name, "" if name.startswith("slow-"):
                with self.at_once.counted():
                    time.sleep(PAGE_DELAY)
                to.json(REPOSITORY | {"full_name": f"wae/{name}"})
            case _:
                _missing(server, to, request)

    def _older(self, to: Connection, request: Request) -> None:
        """Knows the version of 2022 only."""
        asked = {name.lower(): value for name, value in request.headers}
        if asked["x-github-api-version"] == "2022-11-28":
            to.json(REPOSITORY | {"full_name": "wae/older"})
        else:
            _error(to, 400, "Requested API version is not supported.")

    def _page(self, to: Connection, request: Request) -> None:
        number = request.number("page", 1)
        # The first one says how many there are, and so is asked for alone.
        with self.at_once.counted() if number > 1 else nullcontext():
            time.sleep(PAGE_DELAY + 0.01 * (PAGES - number))
        first = (number - 1) * PAGE_SIZE
        people = [_contributor(f"user{first + each}", 1) for each in range(PAGE_SIZE)]
        base = f"<{to.url}{request.path}?anon=1&per_page={PAGE_SIZE}"
        relations = [("last", PAGES), *([("next", number + 1)] if number < PAGES else [])]
        link = ", ".join(f'{base}&page={page}>; rel="{name}"' for name, page in relations)
        to.json(people, headers=[("Link", link)])


ALL_FILES = FILES | SWAPPED


def _asset(name: str) -> dict[str, Any]:
    content = ALL_FILES[name]
    digest = sha256(b"another" if name == "swapped.bin" else content).hexdigest()
    number = [*ALL_FILES].index(name)
    return {"id": number, "name": name, "size": len(content), "digest": f"sha256:{digest}"}


def _to_file(to: Connection, request: Request, name: str) -> None:
    """GitHub's API leads to another host, for whoever wants the bytes."""
    asked = {key.lower(): value for key, value in request.headers}
    if asked["accept"] == "application/octet-stream":
        to.answer(302, [("Location", f"{to.other_url}/files/{name}?signed=yes")], b"")
    else:
        to.json(_asset(name))


def _file(_: "FaultServer", to: Connection, request: Request, name: str) -> None:
    content = ALL_FILES[name]
    to.head(200, [("Content-Length", str(len(content)))])
    if name == "slow.bin":
        for start in range(0, len(content), 10_000):
            to.raw(content[start : start + 10_000])
            time.sleep(FILE_DELAY)
    else:
        to.raw(content[:100] if name == "cut.bin" else content)


def _contributor(login: str, contributions: int) -> dict[str, Any]:
    url = f"https://github.com/{login}"
    return {"login": login, "html_url": url, "contributions": contributions}


def _star(login: str, day: int) -> dict[str, Any]:
    user = {"login": login, "html_url": f"https://github.com/{login}"}
    return {"starred_at": f"2026-11-{day:02}T00:00:00Z", "user": user}


def _error(to: Connection, status: int, message: str, headers: Headers | None = None) -> None:
    """GitHub's shape of an error."""
    body = {"message": message, "documentation_url": "https://docs.github.com/rest"}
    to.json(body | {"status": str(status)}, status, headers)


def _missing(_: "FaultServer", to: Connection, request: Request) -> None:
    _error(to, 404, "Not Found")


def _moved(_: "FaultServer", to: Connection, request: Request) -> None:
    base = "/api/v3" if request.path.startswith("/api/v3") else ""
    _error(to, 301, "Moved Permanently", [("Location", f"{to.url}{base}/repositories/1")])


def _limited(status: int, limit: int) -> Fault:
    """The hourly limit is used up until `RESET`."""
    headers = [
        ("X-RateLimit-Limit", str(limit)),
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", str(RESET)),
    ]

    def answer(_: "FaultServer", to: Connection, request: Request) -> None:
        _error(to, status, "API rate limit exceeded for 203.0.113.7.", headers)

    return answer


def _paused(status: int, retry_after: str | None) -> Fault:
    """The secondary limit, with or without the time to wait."""
    wait = [] if retry_after is None else [("Retry-After", retry_after)]
    headers = [("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", "42"), *wait]

    def answer(_: "FaultServer", to: Connection, request: Request) -> None:
        _error(to, status, "You have exceeded a secondary rate limit.", headers)

    return answer


def _refused(status: int, message: str) -> Fault:
    def answer(_: "FaultServer", to: Connection, request: Request) -> None:
        _error(to, status, message)

    return answer


def _authorization(request: Request) -> str:
    return next((value for name, value in request.headers if name.lower() == "authorization"), "")


def _tells_token(_: "FaultServer", to: Connection, request: Request) -> None:
    """An error that repeats the credential, in its body and in a header."""
    sent = _authorization(request)
    _error(to, 401, f"Bad credentials: {sent}", [("X-Sent", sent)])


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
