"""`wae github` against conversations recorded with api.github.com."""

import json
import urllib.request
from collections.abc import Callable
from subprocess import CompletedProcess

from tests.patience import PATIENCE

Wae = Callable[..., CompletedProcess[str]]


def test_a_recorded_repository(wae: Wae, recorded: Callable[[str], str]) -> None:
    """What api.github.com really answered is shown, null fields included."""
    url = recorded("get-repository")
    done = wae(
        "github", "repo", "octokit-fixture-org/hello-world", "--json", env={"GITHUB_API_URL": url}
    )
    assert done.returncode == 0, done.stderr
    repository = json.loads(done.stdout)
    assert repository["full_name"] == "octokit-fixture-org/hello-world"
    assert (repository["stars"], repository["watchers"]) == (42, 42)
    assert repository["topics"] == ["fixtures", "hello", "hello-world"]
    assert (repository["description"], repository["license"]) == (None, None)
    assert repository["created_at"] == "2017-10-10T16:00:00Z"


def test_a_recorded_renaming(wae: Wae, recorded: Callable[[str], str]) -> None:
    """The old name of a renamed repository leads, by 301, to the new one."""
    url = recorded("rename-repository")
    old = "octokit-fixture-org/rename-repository"
    rename = urllib.request.Request(
        f"{url}/repos/{old}",
        b'{"name":"rename-repository-newname"}',
        {"content-type": "application/json; charset=utf-8"},
        method="PATCH",
    )
    urllib.request.urlopen(rename, timeout=PATIENCE).close()
    done = wae("github", "repo", old, "--json", env={"GITHUB_API_URL": url})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["full_name"] == f"{old}-newname"
