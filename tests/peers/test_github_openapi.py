"""`wae github` against GitHub's own OpenAPI description, on Prism.

Prism refuses a request that the description does not allow, and answers with the description's
own examples. Example lists say that there are five pages, and all have one element.
"""

import json
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from relay import Relay

Wae = Callable[..., CompletedProcess[str]]
NAME = "octocat/Hello-World"


def ask(wae: Wae, prism: Relay, *arguments: str) -> CompletedProcess[str]:
    return wae("github", *arguments, "--json", env={"GITHUB_API_URL": prism.url})


def found(wae: Wae, prism: Relay, *arguments: str) -> object:
    """What the command prints; every request has to be allowed by the description."""
    done = ask(wae, prism, *arguments)
    assert done.returncode == 0, done.stderr
    assert set(prism.answered) <= {200, 204}
    return json.loads(done.stdout)


def test_repo(wae: Wae, prism: Relay) -> None:
    """The example repository is shown with its facts."""
    repository = found(wae, prism, "repo", NAME)
    assert isinstance(repository, dict)
    expected = {
        "full_name": "octocat/Hello-World",
        "url": "https://github.com/octocat/Hello-World",
        "description": "This your first repo!",
        "homepage": "https://github.com",
        "language": None,
        "license": "MIT",
        "topics": ["octocat", "atom", "electron", "api"],
        "default_branch": "master",
        "stars": 80,
        "forks": 9,
        "watchers": 42,
        "open_issues": 0,
        "size": 108,
        "archived": False,
        "fork": False,
        "private": False,
        "created_at": "2011-01-26T19:01:12Z",
        "pushed_at": "2011-01-26T19:06:43Z",
    }
    assert expected == repository


@pytest.mark.parametrize("arguments", [["release"], ["release", "--prerelease"]])
def test_release(wae: Wae, prism: Relay, arguments: list[str]) -> None:
    """The example release is the latest, with its file."""
    release = found(wae, prism, *arguments, NAME)
    assert isinstance(release, dict)
    assert (release["tag"], release["name"], release["author"]) == ("v1.0.0", "v1.0.0", "octocat")
    [asset] = release["assets"]
    assert (asset["name"], asset["size"], asset["downloads"]) == ("example.zip", 1024, 42)
    assert asset["digest"].startswith("sha256:")


@pytest.mark.parametrize("command", ["releases", "contributors"])
def test_all_pages_of_a_list(wae: Wae, prism: Relay, command: str) -> None:
    """All five pages are asked for, each once, within what the description allows."""
    assert len(found(wae, prism, command, NAME, "--all")) == 5
    pages = [target for target in prism.asked if command in target]
    assert len(pages) == len(set(pages)) == 5
    assert all("per_page=100" in target for target in pages)


@pytest.mark.parametrize("command", ["releases", "contributors"])
def test_a_small_limit_is_one_request(wae: Wae, prism: Relay, command: str) -> None:
    """One element asked for is one small page."""
    assert len(found(wae, prism, command, NAME, "--limit", "1")) == 1
    assert len(prism.asked) == 1
    assert "per_page=1" in prism.asked[0]


@pytest.mark.parametrize("example", ["default-response", None])
def test_stars(wae: Wae, prism: Relay, example: str | None) -> None:
    """Both of the documented answers are understood: with and without the time of the star."""
    name = example or "alternative-response-with-star-creation-timestamps"
    prism.send({"prefer": f"example={name}"}, "/stargazers")
    stars = found(wae, prism, "stars", NAME, "--limit", "1")
    assert isinstance(stars, dict)
    assert (stars["full_name"], stars["total"]) == (NAME, 80)
    [stargazer] = stars["latest"]
    assert stargazer["login"] == "octocat"
    assert stargazer["starred_at"] == (None if example else "2011-01-16T19:06:43Z")


def test_a_gap_among_the_stars(wae: Wae, prism: Relay) -> None:
    """80 stars of which five are listed: the count is GitHub's, and the gap is told."""
    stars = found(wae, prism, "stars", NAME, "--all")
    assert isinstance(stars, dict)
    assert stars["total"] == 80
    assert len(stars["latest"]) == 5
    assert stars["gap"]


def test_an_empty_repository(wae: Wae, prism: Relay) -> None:
    """204 for its contributors is an empty list."""
    prism.send({"prefer": "code=204"}, "/contributors")
    assert found(wae, prism, "contributors", NAME) == []


@pytest.mark.parametrize("command", ["repo", "release", "releases", "contributors", "stars"])
def test_a_missing_repository(wae: Wae, prism: Relay, command: str) -> None:
    """404 is one line with the repository's name, and nothing on stdout."""
    prism.send({"prefer": "code=404"})
    if command == "stars":  # The description has no 404 for them.
        prism.send({"prefer": "code=422"}, "/stargazers")
    done = ask(wae, prism, command, NAME)
    assert (done.returncode, done.stdout) == (1, "")
    assert NAME in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_no_release(wae: Wae, prism: Relay) -> None:
    """404 for the latest release of a repository that exists is not a missing repository."""
    prism.send({"prefer": "code=404"}, "/releases/latest")
    done = ask(wae, prism, "release", NAME)
    assert (done.returncode, done.stdout) == (1, "")
    assert [f"GET /repos/{NAME}/releases/latest", f"GET /repos/{NAME}"] == prism.asked
    assert "release" in done.stderr


@pytest.mark.parametrize("command", ["repo", "contributors"])
def test_not_allowed(wae: Wae, prism: Relay, command: str) -> None:
    """403 without anything about limits is told as it is."""
    prism.send({"prefer": "code=403"})
    done = ask(wae, prism, command, NAME)
    assert (done.returncode, done.stdout) == (1, "")
    assert "allow" in done.stderr
