"""What the fakes of `github` answer."""

from collections.abc import Callable

from componentize_py_types import Ok
from wit_world.imports import downloads, repositories
from wit_world.imports.repositories import (
    Asset,
    Contributor,
    Readme,
    Release,
    Repository,
    Stargazer,
    Stars,
)

REPOSITORY = Repository(
    full_name="octo/world",
    url="https://github.com/octo/world",
    description="A \x1b[31mred\x1b[0m \u202eworld 日本語",
    homepage=None,
    language="C",
    license="MIT",
    topics=["demo", "world"],
    default_branch="main",
    stars=1234567,
    forks=1000,
    watchers=12,
    open_issues=3,
    size=4096,
    archived=True,
    fork=False,
    private=False,
    created_at="2011-01-26T19:01:12Z",
    pushed_at="2026-11-21T23:30:00Z",
)
RELEASE = Release(
    tag="v1.2.0",
    name="One two",
    url="https://github.com/octo/world/releases/tag/v1.2.0",
    author="octo",
    draft=False,
    prerelease=False,
    published_at="2026-11-21T23:30:00Z",
    notes="## Changes\r\n\r\n- faster\x07\r\n",
    assets=[
        Asset(
            id=7,
            name="world-linux.tar.gz",
            content_type="application/gzip",
            size=1_572_864,
            downloads=12_345,
            url="https://github.com/octo/world/releases/download/v1.2.0/world-linux.tar.gz",
            digest="sha256:00",
        )
    ],
)
PRERELEASE = Release(
    tag="v2.0.0-rc.1",
    name=None,
    url="https://github.com/octo/world/releases/tag/v2.0.0-rc.1",
    author=None,
    draft=False,
    prerelease=True,
    published_at=None,
    notes="",
    assets=[],
)
CONTRIBUTORS = [
    Contributor("octo", False, 12_345, "https://github.com/octo"),
    Contributor("名前 Name", True, 7, None),
]
README = Readme(
    name="README.md",
    url="https://github.com/octo/world/blob/main/README.md",
    text="# World\r\n\r\nA \x1b[31mred\x1b[0m *world*.\r\n",
)
STARS = Stars(
    full_name="octo/world",
    total=40_001,
    latest=[Stargazer("mona", "https://github.com/mona", "2026-11-21T23:30:00Z")],
    gap="GitHub lists only the first 40,000 of 40,001 stargazers",
)


class Download:
    """A file that arrives in one piece."""

    def __init__(self) -> None:
        self._pieces = ["AAAA"]

    def next(self) -> str | None:
        return self._pieces.pop() if self._pieces else None

    def close(self) -> None:
        self._pieces.clear()


def install(replace: Callable[..., None]) -> None:
    """Makes these the answers of the imports."""
    replace(repositories, "get", REPOSITORY)
    replace(repositories, "get_all", lambda names: [Ok(REPOSITORY) for _ in names])
    replace(repositories, "latest_release", RELEASE)
    replace(downloads, "open", lambda name, file: Download())
    replace(repositories, "find_release", RELEASE)
    replace(repositories, "read_readme", README)
    replace(repositories, "releases", [RELEASE, PRERELEASE])
    replace(repositories, "contributors", CONTRIBUTORS)
    replace(repositories, "stargazers", STARS)
