"""Tokens are kept for their time, whole, and where nobody else looks."""

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wit_world.imports import preopens

import tokens
from app import Tokens

NAME = "login-0123abcd"
HOUR = 3600


@pytest.fixture
def clock(monkeypatch):
    """Sets the time, in seconds."""

    def at(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: seconds)

    at(1000.0)
    return at


@pytest.fixture
def no_data(tmp_path, monkeypatch):
    """The host opened no data folder; there is one of that name in the current folder."""
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(tokens, "DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setattr(preopens, "get_directories", lambda: [(None, ".")])
    return tmp_path / "data"


def next_run(monkeypatch):
    """Nothing is left but files."""
    monkeypatch.setattr(tokens, "_memory", {})


def test_kept_across_runs(data, clock, monkeypatch):
    """A token is there in the next run, until it is forgotten."""
    Tokens().keep(NAME, "token", HOUR)
    next_run(monkeypatch)
    assert "token" == Tokens().recall(NAME)
    Tokens().forget(NAME)
    assert None is Tokens().recall(NAME)
    assert [] == os.listdir(data / "tokens")


def test_time(data, clock):
    """A token is good for its seconds and not a second longer; then its file is removed."""
    Tokens().keep(NAME, "token", 60)
    clock(1059.9)
    assert "token" == Tokens().recall(NAME)
    clock(1060.0)
    assert None is Tokens().recall(NAME)
    assert [] == os.listdir(data / "tokens")


def test_a_clock_that_was_set_back(data, clock):
    """A token of the future is of unknown age."""
    Tokens().keep(NAME, "token", 60)
    clock(999.0)
    assert None is Tokens().recall(NAME)


def test_the_last_one_counts(data, clock):
    """Keeping replaces, and leaves one file."""
    Tokens().keep(NAME, "one", HOUR)
    Tokens().keep(NAME, "two", HOUR)
    assert "two" == Tokens().recall(NAME)
    assert [NAME] == os.listdir(data / "tokens")


def test_names_are_apart(data, clock):
    """Each name has its own token."""
    Tokens().keep(NAME, "one", HOUR)
    Tokens().keep("other", "two", HOUR)
    assert ["one", "two", None] == [Tokens().recall(name) for name in (NAME, "other", "third")]


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "A", "a.b", "a\0", "a\n", "a" * 65])
def test_a_name_that_is_none(data, clock, name):
    """What could be a path or another file keeps nothing."""
    Tokens().keep(name, "token", HOUR)
    Tokens().forget(name)
    assert None is Tokens().recall(name)
    assert [] == os.listdir(data)
    assert {} == tokens._memory


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"token",
        b"1000 4600 5\n",
        b"1000 4600 5\ntoke",
        b"1000 4600 5\ntokens",
        b"1000 4600\ntoken",
        b"1000 x 5\ntoken",
        b"-1 4600 5\ntoken",
        b"1000 4600 5\n\xff\xfe",
        b"1000 4600 5\ntoken".ljust(tokens.MAX_BYTES + 1, b"x"),
        b"9" * 5000,
    ],
)
def test_a_damaged_file_is_none(data, clock, content):
    """What was not written whole is ignored, and gives way to the next token."""
    Tokens().keep(NAME, "token", HOUR)
    (data / "tokens" / NAME).write_bytes(content)
    assert None is Tokens().recall(NAME)
    Tokens().keep(NAME, "token", HOUR)
    assert "token" == Tokens().recall(NAME)


def test_only_regular_files(data, clock):
    """A link, a folder or a pipe in the place of a token is not followed, read or waited for."""
    folder = data / "tokens"
    folder.mkdir()
    (data / "elsewhere").write_text("1000 4600 5\ntoken")
    (folder / "link").symlink_to(data / "elsewhere")
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    assert [None] * 3 == [Tokens().recall(name) for name in ("link", "folder", "pipe")]


def test_without_a_data_folder(no_data, clock, monkeypatch):
    """Then a token lasts for the run, and no folder of that name is taken for the user's."""
    Tokens().keep(NAME, "token", HOUR)
    assert "token" == Tokens().recall(NAME)
    assert [] == os.listdir(no_data)
    clock(1000 + HOUR)
    assert None is Tokens().recall(NAME)
    clock(1000)
    Tokens().keep(NAME, "token", HOUR)
    Tokens().forget(NAME)
    assert None is Tokens().recall(NAME)


def test_a_folder_that_cannot_be_written(data, clock):
    """Then a token lasts for the run."""
    (data / "tokens").write_text("a file where the folder should be")
    Tokens().keep(NAME, "token", HOUR)
    assert "token" == Tokens().recall(NAME)
    Tokens().forget(NAME)
    assert None is Tokens().recall(NAME)


def test_a_write_that_fails_leaves_nothing(data, clock, monkeypatch):
    """A full disk leaves no half of a token."""
    Tokens().keep(NAME, "one", HOUR)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    Tokens().keep(NAME, "two", HOUR)
    assert [] == os.listdir(data / "tokens")
    assert "two" == Tokens().recall(NAME)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_token_comes_back(tmp_path_factory, value):
    """A token is kept as it is."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("data")
        patch.setattr(tokens, "DATA_FOLDER", str(folder))
        patch.setattr(preopens, "get_directories", lambda: [(None, str(folder))])
        Tokens().keep(NAME, value, HOUR)
        assert value == Tokens().recall(NAME)
