"""Git's configuration files, as git reads them."""

import shutil
import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tools.github.commands import git_config
from tools.github.commands.git_config import BadConfig, Entry

CONFIG = r"""
[core]
	bare = false
[remote "origin"] ; where it comes from
	url = git@github.com:octo/world.git # not ssh://
	Fetch = +refs/heads/*:refs/remotes/origin/*
[Remote "A \"b\" \\c"] url = "https://github.com/a;b"   "c#d" e
[branch.Main]
	remote
	merge = one \
two\tthree
"""
ENTRIES = [
    Entry("core", "", "bare", "false"),
    Entry("remote", "origin", "url", "git@github.com:octo/world.git"),
    Entry("remote", "origin", "fetch", "+refs/heads/*:refs/remotes/origin/*"),
    Entry("remote", 'A "b" \\c', "url", "https://github.com/a;b   c#d e"),
    Entry("branch", "main", "remote", None),
    Entry("branch", "main", "merge", "one two\tthree"),
]


def test_what_git_writes_and_people_write():
    """Quotes, escapes, comments, several lines, either form of a section."""
    assert ENTRIES == [*git_config.read(CONFIG)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[remote\n", "line 1"),
        ('[remote "a]\n', "line 1"),
        ("[core]\n\n=x", "line 3"),
        ('[core]\na = "x', "line 2"),
        ("[core]\na = \\x", "line 2"),
        ("[core]\na b", "line 2"),
    ],
)
def test_what_git_refuses(text, place):
    """It is an error that names the line."""
    with pytest.raises(BadConfig, match=f"^{place}$"):
        [*git_config.read(text)]


PIECES = ["[a]", '[a "b"]', '[a "\\"]"]', "[A.B]", "\n", "k", "=", " ", "\t", '"', "\\", "#", "v;"]


@pytest.mark.skipif(not shutil.which("git"), reason="git is not there")
@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example(CONFIG)
@example("[a]k=v\\")
@example('[a]k = " x " y \n[a]\n k=v # c\\\n k')
def test_as_git_reads_it(tmp_path_factory, text):
    """The variables and their values are those that git lists, or both refuse the file."""
    file = tmp_path_factory.mktemp("git") / "config"
    file.write_text(text)
    command = ["git", "config", "--file", str(file), "--no-includes", "--list", "--null"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        actual = [_listed(entry) for entry in git_config.read(text)]
    except BadConfig:
        actual = None
    expected = done.stdout.split("\0")[:-1] if done.returncode == 0 else None
    assert _spaced(expected) == _spaced(actual)


def _spaced(values: list[str] | None) -> list[str] | None:
    """A tab within a value is a space for some versions of git."""
    return None if values is None else [value.replace("\t", " ") for value in values]


def _listed(entry: Entry) -> str:
    name = ".".join(filter(None, (entry.section, entry.subsection, entry.key)))
    return name if entry.value is None else f"{name}\n{entry.value}"


@given(st.text(max_size=60))
def test_any_text(text):
    """Whatever a file holds is read or refused, never anything else."""
    try:
        entries = [*git_config.read(text)]
    except BadConfig:
        return
    assert all(entry.key for entry in entries)
