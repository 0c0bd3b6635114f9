"""Names of repositories."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import names

OWNERS = st.from_regex(r"[A-Za-z0-9_-]{1,39}", fullmatch=True)
REPOS = st.from_regex(r"[A-Za-z0-9._-]{1,100}", fullmatch=True).filter(
    lambda repo: repo.removesuffix(".git") not in ("", ".", "..") and not repo.endswith(".git")
)
FORMS = [
    "{}",
    "  {}\n",
    "{}.git",
    "https://github.com/{}",
    "https://github.com/{}/",
    "https://github.com/{}.git",
    "http://www.github.com/{}",
    "HTTPS://GitHub.com/{}",
    "https://github.com:443/{}",
    "https://user:secret@github.com/{}",
    "https://github.com/{}?tab=readme-ov-file#readme",
    "https://github.com/{}/tree/main/docs/a%20b.md",
    "https://github.com/{}/compare/v1...v2",
    "https://github.com/{}#a/../b",
    "git@github.com:{}.git",
    "github.com:{}",
    "ssh://git@github.com/{}.git",
    "ssh://git@ssh.github.com:443/{}.git",
    "git://github.com/{}.git",
    "git+https://github.com/{}.git",
    "git+ssh://git@github.com/{}.git",
    "github.com/{}",
    "github.com/{}/issues/1",
]


@pytest.mark.parametrize("form", FORMS)
@given(owner=OWNERS, repo=REPOS)
def test_every_form_of_a_name_means_the_same(form: str, owner: str, repo: str) -> None:
    """OWNER/REPO and every URL of it name the same repository."""
    assert names.Name(owner, repo) == names.parse(form.format(f"{owner}/{repo}"))


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://ghe.example.com/o/r", "ghe.example.com"),
        ("https://GHE.example.com:8443/o/r/pulls", "ghe.example.com"),
        ("git@ghe.example.com:o/r.git", "ghe.example.com"),
        ("ghe.example.com/o/r", "ghe.example.com"),
        ("http://localhost:3000/o/r", "localhost"),
        ("https://github.com.evil.example/o/r", "github.com.evil.example"),
        ("https://github.com@evil.example/o/r", "evil.example"),
    ],
)
def test_other_hosts_are_remembered(text: str, host: str) -> None:
    """The URL of another host keeps that host, for the answer to be compared with."""
    assert names.Name("o", "r", host) == names.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "o",
        "/",
        "o/",
        "/r",
        "o/r/",
        "o//r",
        "o/r/x",
        "../r",
        "o/..",
        "o/.",
        "o/.git",
        "o/..git",
        "o/...git",
        "a/b/../../x",
        "o/%2e%2e",
        "o/r%2fx",
        "o%2Fr",
        "o/r?x=1",
        "o/r#x",
        "o r/x",
        "o/r\nx",
        "o/r\x00",
        "o\\r",
        "ö/r",
        "o/r\N{FULLWIDTH SOLIDUS}x",
        "o.o/r",
        "o" * 40 + "/r",
        "o/" + "r" * 101,
        "https://github.com",
        "https://github.com/",
        "https://github.com/o",
        "https://github.com//o/r",
        "https://github.com/o/../x/y",
        "https://github.com/o/r/../../x/y",
        "https://github.com/o/r/%2e%2E/x",
        "https://github.com/o/r/./x",
        "https://github.com/%6f/r",
        "https://github.com\\@evil.example/o/r",
        "https:///o/r",
        "https://[::1/o/r",
        "ftp://github.com/o/r",
        "file:///o/r",
        "javascript:alert(1)",
        "git@github.com:../r",
        "git@github.com:/o/r",
        "github.com/o",
        "github.com/o/../r/x",
    ],
)
def test_what_names_no_repository_is_invalid(text: str) -> None:
    """Texts that name no repository, path tricks among them, are refused, not guessed at."""
    with pytest.raises(names.InvalidName):
        names.parse(text)


@given(st.text())
@example("https://user:secret@[")
def test_any_text_is_a_name_or_invalid(text: str) -> None:
    """Whatever the text, the result is safe to put in a URL's path, or `InvalidName`."""
    try:
        name = names.parse(text)
    except names.InvalidName:
        return
    assert name.owner
    assert name.repo not in ("", ".", "..")
    assert not set("/\\?#%:@ ").intersection(name.owner + name.repo)


def test_an_error_shows_no_password_and_no_novel() -> None:
    """What is shown of an invalid name has no credentials in it and is short."""
    assert names.excerpt("https://me:secret@github.com/x") == "https://github.com/x"
    assert len(names.excerpt("x" * 10_000)) <= 201
