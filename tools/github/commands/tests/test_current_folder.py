"""Without a name: the repository of the current folder."""

import subprocess

import pytest
from wit_world.imports import plain, repositories

import github_answers

ORIGIN = "https://github.com/octo/fork.git"


@pytest.fixture
def here(monkeypatch, tmp_path):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def asked(fake):
    names = []
    fake(repositories, "get", lambda name: (names.append(name), github_answers.REPOSITORY)[1])
    return names


def git(folder, *arguments):
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def repository(folder, **remotes):
    git(folder, "init")
    for name, url in remotes.items():
        git(folder, "remote", "add", name, url)


@pytest.mark.parametrize(
    ("remotes", "url"),
    [
        ({"origin": ORIGIN}, ORIGIN),
        ({"origin": ORIGIN, "upstream": "git@github.com:octo/world"}, "git@github.com:octo/world"),
        ({"mine": "ssh://git@github.com/octo/mine", "origin": ORIGIN}, ORIGIN),
        ({"mine": "ssh://git@ssh.github.com:443/o/m"}, "ssh://ssh.github.com:443/o/m"),
        ({"upstream": "https://gitlab.example/a/b", "origin": ORIGIN}, ORIGIN),
        ({"upstream": "/srv/git/a", "origin": ORIGIN}, ORIGIN),
        ({"origin": "https://me:secret@GitHub.com/a/b"}, "https://GitHub.com/a/b"),
    ],
)
def test_its_remote(wae, here, asked, remotes, url):
    """The one on GitHub; where there are several, `upstream` before `origin` before others."""
    repository(here, **remotes)
    assert 0 == wae("github", "repo").code
    assert [url] == asked


def test_the_default_of_gh(wae, here, asked):
    """What `gh repo set-default` chose is chosen here, too."""
    repository(here, origin=ORIGIN, upstream="https://github.com/octo/world")
    git(here, "config", "remote.origin.gh-resolved", "base")
    wae("github", "repo")
    assert [ORIGIN] == asked


def test_all_commands(wae, here, fake):
    """Every command that takes a name does without it."""
    repository(here, origin=ORIGIN)
    names = []
    answers = {
        "get": github_answers.REPOSITORY, "read_readme": github_answers.README,
        "latest_release": github_answers.RELEASE, "releases": [], "contributors": [],
        "stargazers": github_answers.STARS,
    }  # fmt: skip
    for name, answer in answers.items():
        fake(repositories, name, lambda *given, a=answer: (names.append(given[0]), a)[1])
    for command in ("repo", "readme", "release", "releases", "contributors", "stars"):
        assert 0 == wae("github", command).code
    assert [ORIGIN] * 6 == names


def test_a_person_is_told_which(wae, here, asked):
    """Without what a URL may hold of a password."""
    repository(here, origin="https://me:secret@github.com/octo/world")
    done = wae("github", "repo", terminal=True, variables={"NO_COLOR": "1"})
    assert "wae: Using https://github.com/octo/world, the remote origin.\n" in done.err
    assert "secret" not in done.err + done.out


def test_another_server(wae, here, asked, fake):
    """Where a setting names a server, a repository there is one on GitHub."""
    repository(here, origin="https://ghe.example/octo/world")
    assert 1 == wae("github", "repo").code
    fake(plain, "get", {"GITHUB_API_URL": "https://ghe.example/api/v3"}.get)
    assert 0 == wae("github", "repo").code
    assert ["https://ghe.example/octo/world"] == asked


@pytest.mark.parametrize(
    ("remotes", "which"),
    [
        ({}, "none"),
        ({"origin": "https://gitlab.example/a/b", "two": "/srv/git/a"}, "origin, two"),
    ],
)
def test_no_remote_on_github(wae, here, asked, remotes, which):
    repository(here, **remotes)
    done = wae("github", "repo")
    assert (1, []) == (done.code, asked)
    what = f"No remote of this git repository is on GitHub (it has {which})"
    assert f"wae: {what}. Name it as OWNER/REPO.\n" == done.err


def test_a_worktree(wae, here, asked, tmp_path, monkeypatch):
    """Its `.git` is a file that leads to the repository's, whose configuration counts."""
    repository(here, origin=ORIGIN)
    git(here, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--allow-empty", "-m", "a")
    git(here, "worktree", "add", "tree")
    monkeypatch.chdir(here / "tree")
    assert 0 == wae("github", "repo").code
    assert [ORIGIN] == asked


def test_what_cannot_be_read(wae, here, asked):
    """A folder that is not there, or lies outside what may be read, is named."""
    (here / ".git").write_text("gitdir: ../elsewhere/.git\n")
    done = wae("github", "repo")
    assert (1, []) == (done.code, asked)
    assert (
        "wae: The git repository's ../elsewhere/.git/config cannot be read: it lies outside "
        "this folder. Name it as OWNER/REPO.\n"
    ) == done.err
    (here / ".git").write_text("gitdir: inside\n")
    assert "inside/config" in wae("github", "repo").err
    (here / "inside").mkdir()
    (here / "inside" / "config").write_text("[a]\n?\n")
    expected = "wae: inside/config, line 2 is not valid for git. Name it as OWNER/REPO.\n"
    assert expected == wae("github", "repo").err


def test_no_repository(wae, here, asked):
    """Without one a person is asked, and a script is told."""
    done = wae("github", "repo")
    assert 2 == done.code
    assert (
        "Name a repository as OWNER/REPO or by its URL, or run this in a clone of one." in done.err
    )
    assert 0 == wae("github", "repo", typed="octo/world\n", terminal=True).code
    assert ["octo/world"] == asked
