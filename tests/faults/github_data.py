"""What the GitHub of the tests has: a repository, its release with files, its people."""

from hashlib import sha256
from typing import Any

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
README = "# Toolbox\n\nTools in a *sandbox*.\n\x1b[31mred\n"
ALL_FILES = FILES | SWAPPED


def asset(name: str) -> dict[str, Any]:
    """A file of the release as the API lists it."""
    content = ALL_FILES[name]
    digest = sha256(b"another" if name == "swapped.bin" else content).hexdigest()
    number = [*ALL_FILES].index(name)
    return {"id": number, "name": name, "size": len(content), "digest": f"sha256:{digest}"}


def contributor(login: str, contributions: int) -> dict[str, Any]:
    """Somebody who has contributed."""
    url = f"https://github.com/{login}"
    return {"login": login, "html_url": url, "contributions": contributions}


def star(login: str, day: int) -> dict[str, Any]:
    """A star that was given on a day of November."""
    user = {"login": login, "html_url": f"https://github.com/{login}"}
    return {"starred_at": f"2026-11-{day:02}T00:00:00Z", "user": user}
