"""`wae github`, composed, where GitHub behaves: what is shown, asked for and sent to whom."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer, GitHub
from tests.faults.github import PAGES

Wae = Callable[..., CompletedProcess[str]]

ASKED = {
    "repo": {
        "full_name", "url", "description", "homepage", "language", "license", "topics",
        "default_branch", "stars", "forks", "watchers", "open_issues", "size", "archived", "fork",
        "private", "created_at", "pushed_at",
    },
    "release": {
        "tag", "name", "url", "author", "draft", "prerelease", "published_at", "notes", "assets",
    },
    "stars": {"full_name", "total", "latest", "gap"},
}  # fmt: skip
LISTED = {
    "releases": ASKED["release"],
    "contributors": {"name", "anonymous", "contributions", "url"},
}


def authorizations(server: FaultServer) -> list[str | None]:
    """The `Authorization` of each request that any port of the server received."""
    sent = [{key.lower(): value for key, value in each.headers} for each in server.received[""]]
    return [headers.get("authorization") for headers in sent]


@pytest.mark.parametrize("word", ASKED)
def test_json_of_one(wae: Wae, on_github: dict[str, str], word: str) -> None:
    """`--json` is one object with the contract's fields."""
    done = wae("github", word, "wae/toolbox", "--json", env=on_github)
    assert 0 == done.returncode
    assert ASKED[word] == set(json.loads(done.stdout))


@pytest.mark.parametrize("word", LISTED)
def test_json_of_many(wae: Wae, on_github: dict[str, str], word: str) -> None:
    """`--json` of a list is an array of objects with the contract's fields."""
    done = wae("github", word, "wae/toolbox", "--json", env=on_github)
    assert (0, "") == (done.returncode, done.stderr)
    items = json.loads(done.stdout)
    assert [LISTED[word]] * 2 == [set(item) for item in items]


def test_values(wae: Wae, on_github: dict[str, str]) -> None:
    """What GitHub says is what is told: in JSON with its types, in a pipe in tab-separated rows."""
    document = json.loads(wae("github", "repo", "wae/toolbox", "--json", env=on_github).stdout)
    assert (1234, ["wasm", "cli"], None, False) == tuple(
        document[key] for key in ("stars", "topics", "homepage", "archived")
    )
    rows = wae("github", "repo", "wae/toolbox", env=on_github).stdout.splitlines()
    table = dict(row.split("\t") for row in rows)
    assert [*document] == [*table]
    assert ("1234", "wasm,cli", "", "false") == tuple(
        table[key] for key in ("stars", "topics", "homepage", "archived")
    )


def test_rows(wae: Wae, on_github: dict[str, str]) -> None:
    """In a pipe a list is rows of tab-separated fields, without a heading, the latest first."""
    stars = wae("github", "stars", "wae/toolbox", env=on_github).stdout
    assert stars == (
        "full_name\twae/toolbox\n"
        "total\t1234\n"
        "stargazer\tlast\t2026-11-02T00:00:00Z\thttps://github.com/last\n"
        "stargazer\tfirst\t2026-11-01T00:00:00Z\thttps://github.com/first\n"
    )
    people = wae("github", "contributors", "wae/toolbox", env=on_github).stdout
    assert people == (
        "ada\t9\tfalse\thttps://github.com/ada\nbob\t3\tfalse\thttps://github.com/bob\n"
    )


@pytest.mark.parametrize(
    ("name", "why"),
    [("withheld", "but withholds the names: only "), ("unlisted", "but withholds the names.")],
)
def test_stars_without_names(wae: Wae, on_github: dict[str, str], name: str, why: str) -> None:
    """Where names are refused, or none are listed, the total is on stdout and a notice says so."""
    rows = wae("github", "stars", f"wae/{name}", env=on_github)
    assert rows.stdout == f"full_name\twae/{name}\ntotal\t1234\n"
    assert rows.stderr.startswith(f"wae: GitHub counts 1,234 stars, {why}")
    document = json.loads(wae("github", "stars", f"wae/{name}", "--json", env=on_github).stdout)
    assert (document["total"], document["latest"]) == (1234, [])


def test_patchy_answers(wae: Wae, on_github: dict[str, str]) -> None:
    """What answers lack, or have something else for, is absent; what has no name is left out, with
    one notice; the rest is there."""
    document = json.loads(wae("github", "repo", "wae/patchy", "--json", env=on_github).stdout)
    assert (1234, None, None) == tuple(document[key] for key in ("stars", "forks", "license"))
    done = wae("github", "release", "wae/patchy", "--json", env=on_github)
    assert (0, "") == (done.returncode, done.stderr)
    assert [None, None] == [each["content_type"] for each in json.loads(done.stdout)["assets"]]
    done = wae("github", "contributors", "wae/patchy", env=on_github)
    assert (0, ["ada", "bob"]) == (
        done.returncode,
        [line.split("\t")[0] for line in done.stdout.splitlines()],
    )
    assert "wae: Left out: 1 contributor without a name in the answer.\n" == done.stderr
    assert "stargazer\tfirst\t" in wae("github", "stars", "wae/patchy", env=on_github).stdout


def test_an_older_server(wae: Wae, on_github: dict[str, str], server: FaultServer) -> None:
    """The newest version of the API is asked for, and the one before where that is not known."""
    done = wae("github", "repo", "wae/older", "--json", env=on_github)
    assert "wae/older" == json.loads(done.stdout)["full_name"]
    sent = [{key.lower(): value for key, value in each.headers} for each in server.received[""]]
    versions = [headers["x-github-api-version"] for headers in sent]
    assert ["2026-03-10", "2022-11-28"] == versions


def test_release(wae: Wae, on_github: dict[str, str]) -> None:
    """A release has its fields, then `--` and its notes, in which nothing steers a terminal."""
    done = wae("github", "release", "wae/toolbox", env=on_github)
    fields, _, notes = done.stdout.partition("--\n")
    assert "tag\tv1.0" == fields.splitlines()[0]
    assert "The first.\n* red\n" == notes


def test_renamed(wae: Wae, on_github: dict[str, str]) -> None:
    """The old name of a repository leads to it."""
    done = wae("github", "repo", "wae/renamed", "--json", env=on_github)
    assert "wae/toolbox" == json.loads(done.stdout)["full_name"]


@pytest.mark.parametrize("word", ["contributors", "releases"])
def test_empty(wae: Wae, on_github: dict[str, str], word: str) -> None:
    """An empty repository has empty lists, which are no failure."""
    done = wae("github", word, "wae/empty", env=on_github)
    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)
    done = wae("github", word, "wae/empty", "--json", env=on_github)
    assert (0, "[]\n") == (done.returncode, done.stdout)


def test_all_pages(wae: Wae, environ: dict[str, str]) -> None:
    """`--all` asks for eight pages at a time, and lists them in their order."""
    github = GitHub()
    github.at_once.least = 8
    with FaultServer(find=github.find) as server:
        arguments = ("github", "contributors", "wae/pages", "--all", "--json")
        done = wae(*arguments, env={"GITHUB_API_URL": server.url})
        names = [person["name"] for person in json.loads(done.stdout)]
        assert [f"user{number}" for number in range(PAGES * 100)] == names
        assert PAGES == len(server.received[""])
    assert 8 == github.at_once.most


@pytest.mark.parametrize(("limit", "requests"), [("5", 1), ("100", 1), ("250", 3)])
def test_limit(
    wae: Wae, on_github: dict[str, str], server: FaultServer, limit: str, requests: int
) -> None:
    """`--limit N` lists the first N, and asks for no more pages than that takes."""
    done = wae("github", "contributors", "wae/pages", "--limit", limit, env=on_github)
    assert [f"user{number}" for number in range(int(limit))] == [
        line.split("\t")[0] for line in done.stdout.splitlines()
    ]
    assert requests == len(server.received[""])


@pytest.mark.parametrize(
    ("environment", "dotenv", "expected"),
    [
        ({}, "", None),
        ({"GITHUB_TOKEN": "second"}, "", "Bearer second"),
        ({"GITHUB_TOKEN": "second", "GH_TOKEN": "first"}, "", "Bearer first"),
        ({"GITHUB_TOKEN": "second", "GH_TOKEN": ""}, "", "Bearer second"),
        ({}, "GH_TOKEN=file", "Bearer file"),
        ({}, "export GH_TOKEN='file' # mine", "Bearer file"),
        ({"GH_TOKEN": "first"}, "GH_TOKEN=file", "Bearer first"),
        ({"GITHUB_TOKEN": "second"}, "GH_TOKEN=file", "Bearer file"),
    ],
)
def test_token(
    wae: Wae,
    on_github: dict[str, str],
    server: FaultServer,
    tmp_path: Path,
    environment: dict[str, str],
    dotenv: str,
    expected: str | None,
) -> None:
    """GH_TOKEN comes before GITHUB_TOKEN, the environment before .env in the current folder."""
    (tmp_path / ".env").write_text(dotenv)
    assert 0 == wae("github", "repo", "wae/toolbox", env=on_github | environment).returncode
    assert [expected] == authorizations(server)


def test_token_in_the_configuration(
    wae: Wae, on_github: dict[str, str], server: FaultServer, tmp_path: Path
) -> None:
    """`wae/.env` in the configuration folder is the last place where a setting is looked for."""
    (tmp_path / "config" / "wae").mkdir(parents=True)
    (tmp_path / "config" / "wae" / ".env").write_text("GH_TOKEN=configured\n")
    config = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    wae("github", "repo", "wae/toolbox", env=on_github | config)
    (tmp_path / ".env").write_text("GH_TOKEN=file\n")
    wae("github", "repo", "wae/toolbox", env=on_github | config)
    assert ["Bearer configured", "Bearer file"] == authorizations(server)


def test_enterprise(wae: Wae, server: FaultServer) -> None:
    """GITHUB_API_URL may have a path; it is there in every request, after a redirect too."""
    for base in ("/api/v3", "/api/v3/"):
        env = {"GITHUB_API_URL": server.url + base}
        assert 0 == wae("github", "repo", "wae/renamed", env=env).returncode
    assert ["/api/v3/repos/wae/renamed", "/api/v3/repositories/1"] * 2 == [
        request.path for request in server.received[""]
    ]


@pytest.mark.parametrize(
    "name",
    [
        "wae/toolbox",
        "https://github.com/wae/toolbox",
        "https://github.com/wae/toolbox/tree/main?tab=readme#x",
        "github.com/wae/toolbox",
        "git@github.com:wae/toolbox.git",
    ],
)
def test_names(wae: Wae, on_github: dict[str, str], server: FaultServer, name: str) -> None:
    """A repository can be named as people name it."""
    assert 0 == wae("github", "repo", name, env=on_github).returncode
    assert ["/repos/wae/toolbox"] == [request.path for request in server.received[""]]


@pytest.mark.parametrize("name", ["wae", "wae/tool box", "a/..", "../../user", "wae/toolbox?a=b"])
def test_bad_names(wae: Wae, on_github: dict[str, str], server: FaultServer, name: str) -> None:
    """What is no name of a repository is said as it was given, and GitHub is not asked."""
    done = wae("github", "repo", name, env=on_github)
    line = f'wae: "{name}" is not the name of a GitHub repository. Give OWNER/REPO or the'
    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith(line)
    assert [] == server.received[""]


def test_another_forge(wae: Wae, on_github: dict[str, str]) -> None:
    """A URL of another host does not mean GitHub's repository of that name."""
    done = wae("github", "repo", "https://gitlab.com/wae/toolbox", env=on_github)
    assert (2, "") == (done.returncode, done.stdout)
    assert 'wae: "gitlab.com/wae/toolbox" is not the name' in done.stderr


def test_several_at_once(wae: Wae) -> None:
    """Ten repositories are asked for together, and shown in the order of their names."""
    github = GitHub()
    github.at_once.least = 10
    names = [f"wae/slow-{number}" for number in range(10)]
    with FaultServer(find=github.find) as server:
        done = wae("github", "repo", *names, "--json", env={"GITHUB_API_URL": server.url})
    assert (0, "") == (done.returncode, done.stderr)
    assert names == [each["full_name"] for each in json.loads(done.stdout)]
    assert 10 == github.at_once.most


def test_some_of_several(wae: Wae, on_github: dict[str, str]) -> None:
    """What there is of several is a row each; what there is not is told, with its exit code."""
    done = wae("github", "repo", "wae/toolbox", "wae/none", "wae/empty", env=on_github)
    assert 1 == done.returncode
    assert ["wae/toolbox", "wae/empty"] == [r.split("\t")[0] for r in done.stdout.splitlines()]
    assert 1 == done.stderr.count("\n")
    assert '"wae/none"' in done.stderr
