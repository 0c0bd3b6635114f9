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
wae/files        a release whose files, of `github_data`, lie at the other port
faults/NAME      fails in the way of `github_faults.FAULTS`
"""

import base64
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING

from .at_once import AtOnce
from .github_data import ALL_FILES, README, RELEASE, REPOSITORY, asset, contributor, star
from .github_faults import FAULTS, error
from .message import Connection, Request

if TYPE_CHECKING:
    from .server import FaultServer

FILE_DELAY = 0.05
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
                to.json(RELEASE | {"assets": [*map(asset, ALL_FILES)]})
            case "files", part if part.startswith("releases/assets/"):
                _to_file(to, request, [*ALL_FILES][int(part.rpartition("/")[2])])
            case "toolbox", "readme":
                content = base64.encodebytes(README.encode()).decode()
                to.json({"name": "README.md", "encoding": "base64", "content": content})
            case "toolbox", "releases/latest":
                to.json(RELEASE)
            case "toolbox", "releases":
                to.json([RELEASE | {"tag_name": "v1.1rc1", "prerelease": True}, RELEASE])
            case "toolbox", "contributors":
                people = [("ada", 9), ("bob", 3)]
                to.json([contributor(name, amount) for name, amount in people])
            case "toolbox", "stargazers":
                to.json([star("first", 1), star("last", 2)])
            case "withheld", "stargazers":
                error(to, 403, "Resource not accessible by personal access token")
            case "unlisted", "stargazers":
                to.json([])
            case "patchy", "":
                known = ("full_name", "html_url", "stargazers_count")
                to.json({name: REPOSITORY[name] for name in known} | {"license": "MIT"})
            case "patchy", "releases/latest":
                [one] = RELEASE["assets"]
                to.json(RELEASE | {"author": None, "assets": [one | {"content_type": None}, None]})
            case "patchy", "contributors":
                to.json([None, contributor("ada", 9), {"login": "bob"}])
            case "patchy", "stargazers":
                to.json([star("first", 1), None, {"user": None}])
            case "older", "":
                self._older(to, request)
            case "huge", "contributors":
                error(to, 403, "The history or contributor list is too large to list via the API.")
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
            error(to, 400, "Requested API version is not supported.")

    def _page(self, to: Connection, request: Request) -> None:
        number = request.number("page", 1)
        # The first one says how many there are, and so is asked for alone.
        with self.at_once.counted() if number > 1 else nullcontext():
            time.sleep(PAGE_DELAY + 0.01 * (PAGES - number))
        first = (number - 1) * PAGE_SIZE
        people = [contributor(f"user{first + each}", 1) for each in range(PAGE_SIZE)]
        base = f"<{to.url}{request.path}?anon=1&per_page={PAGE_SIZE}"
        relations = [("last", PAGES), *([("next", number + 1)] if number < PAGES else [])]
        link = ", ".join(f'{base}&page={page}>; rel="{name}"' for name, page in relations)
        to.json(people, headers=[("Link", link)])


def _to_file(to: Connection, request: Request, name: str) -> None:
    """GitHub's API leads to another host, for whoever wants the bytes."""
    asked = {key.lower(): value for key, value in request.headers}
    if asked["accept"] == "application/octet-stream":
        to.answer(302, [("Location", f"{to.other_url}/files/{name}?signed=yes")], b"")
    else:
        to.json(asset(name))


def _file(_: "FaultServer", to: Connection, request: Request, name: str) -> None:
    content = ALL_FILES[name]
    to.head(200, [("Content-Length", str(len(content)))])
    if name == "slow.bin":
        for start in range(0, len(content), 10_000):
            to.raw(content[start : start + 10_000])
            time.sleep(FILE_DELAY)
    else:
        to.raw(content[:100] if name == "cut.bin" else content)


def _missing(_: "FaultServer", to: Connection, request: Request) -> None:
    error(to, 404, "Not Found")


def _moved(_: "FaultServer", to: Connection, request: Request) -> None:
    base = "/api/v3" if request.path.startswith("/api/v3") else ""
    error(to, 301, "Moved Permanently", [("Location", f"{to.url}{base}/repositories/1")])
