"""`latest-release` and `find-release`."""

from wit_world.exports import repositories as contract

from app import Repositories
from fake_github import RELEASE, GitHub, refusal

NAME = "octocat/hello-world"
RELEASES = "/repos/octocat/hello-world/releases"


def kind(tag: str, published: str | None, **changes: object) -> dict[str, object]:
    return {**RELEASE, "tag_name": tag, "published_at": published, **changes}


def test_the_latest_is_githubs_choice(github: GitHub, tool: Repositories) -> None:
    """Without prereleases GitHub says which is the latest, in one request."""
    github.answer(f"{RELEASES}/latest", RELEASE)
    assert tool.latest_release(NAME, False).tag == "v1.0.0"
    assert github.asked == [f"{RELEASES}/latest"]


def test_no_release_is_not_no_repository(github: GitHub, tool: Repositories) -> None:
    """GitHub answers 404 for both; they are told apart."""
    assert refusal(tool.latest_release, NAME, False) == contract.Error_NoRelease(NAME)
    assert refusal(tool.latest_release, "no/such", False) == contract.Error_NotFound("no/such")


def test_prereleases_on_demand(github: GitHub, tool: Repositories) -> None:
    """The newest of any kind but drafts, by its time, wherever it stands in the list."""
    github.pages(
        RELEASES,
        [
            [
                kind("draft", None, draft=True),
                kind("v2.0", "2024-01-01T00:00:00Z"),
                kind("v3.0-rc1", "2024-03-01T00:00:00Z", prerelease=True),
                kind("v1.9", "2024-02-01T00:00:00Z"),
            ]
        ],
    )
    assert tool.latest_release(NAME, True).tag == "v3.0-rc1"


def test_only_drafts_are_no_release(github: GitHub, tool: Repositories) -> None:
    """A draft is never the latest release."""
    github.pages(RELEASES, [[kind("draft", None, draft=True)]])
    assert refusal(tool.latest_release, NAME, True) == contract.Error_NoRelease(NAME)


def test_the_release_of_a_tag(github: GitHub, tool: Repositories) -> None:
    """A tag may have any character: it is one segment of the URL."""
    github.answer(f"{RELEASES}/tags/a%2Fb%3F%20c", kind("a/b? c", None))
    assert "a/b? c" == tool.find_release(NAME, "a/b? c").tag
    assert refusal(tool.find_release, NAME, "v9") == contract.Error_NoRelease(NAME)
    assert refusal(tool.find_release, "no/such", "v9") == contract.Error_NotFound("no/such")
