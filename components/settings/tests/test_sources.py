"""Which source a setting comes from."""

import os

import pytest
from componentize_py_types import Err
from wit_world.exports.presence import Source
from wit_world.imports import preopens

import sources
from app import Presence
from lookup import value

BROKEN = "TOKEN='never closed\n"


def lookup(name: str = "TOKEN") -> tuple[Source | None, str | None]:
    """What the two interfaces say."""
    return Presence().find(name), value(name)


def test_unset(config):
    """A setting that no source has is absent, and absent files are no error."""
    assert (None, None) == lookup()


def test_the_environment_comes_first(environ, dotenv, config):
    """The real environment wins over both files."""
    environ["TOKEN"] = "from the environment"
    dotenv.write_text("TOKEN=one")
    config.write_text("TOKEN=two")
    assert (Source.ENVIRONMENT, "from the environment") == lookup()


def test_the_current_folder_comes_second(dotenv, config):
    """The current folder's file wins over the configuration folder's."""
    dotenv.write_text("TOKEN=one")
    config.write_text("TOKEN=two")
    assert (Source.DOTENV, "one") == lookup()


def test_the_configuration_folder_comes_last(dotenv, config):
    """What the other sources lack is found in the configuration folder."""
    dotenv.write_text("OTHER=one")
    config.write_text("TOKEN=two")
    assert (Source.CONFIG, "two") == lookup()


def test_empty_counts_as_unset(environ, dotenv, config):
    """An empty value anywhere leaves the word to the next source."""
    environ["TOKEN"] = ""
    dotenv.write_text("TOKEN=\n")
    config.write_text("TOKEN=two")
    assert (Source.CONFIG, "two") == lookup()
    config.write_text('TOKEN=""')
    assert (None, None) == lookup()


def test_the_environment_is_read_at_every_call(environ, config):
    """Neither the environment nor a file is remembered."""
    environ["TOKEN"] = "one"
    assert (Source.ENVIRONMENT, "one") == lookup()
    environ["TOKEN"] = "two"
    assert (Source.ENVIRONMENT, "two") == lookup()
    del environ["TOKEN"]
    config.write_text("TOKEN=three")
    assert (Source.CONFIG, "three") == lookup()


def test_only_wasi_environment_counts(monkeypatch, config):
    """`os.environ` is a snapshot of the build: it is not a source."""
    monkeypatch.setitem(os.environ, "TOKEN", "of the build")
    assert (None, None) == lookup()


@pytest.mark.parametrize("name", ["token", "TOKEN ", "", "TOKEN=one"])
def test_names_are_exact(environ, dotenv, name):
    """A name is found as it is written, and no other."""
    environ["TOKEN"] = "one"
    dotenv.write_text("TOKEN=one")
    assert (None, None) == lookup(name)


def test_without_a_configuration_folder_a_folder_of_its_name_is_no_source(dotenv, monkeypatch):
    """Where the host opened no configuration folder, WASI finds `/config` in the current folder;
    a project's `config/.env` must not pass for the user's."""
    folder = dotenv.parent / "config"
    folder.mkdir()
    (folder / ".env").write_text("TOKEN=of the project")
    monkeypatch.setattr("sources.CONFIG_FOLDER", str(folder))
    assert (None, None) == lookup()


def test_a_broken_file_does_not_block_the_environment(environ, dotenv, config):
    """What the environment has is found without reading a file."""
    environ["TOKEN"] = "from the environment"
    dotenv.write_text(BROKEN)
    config.write_text(BROKEN)
    assert (Source.ENVIRONMENT, "from the environment") == lookup()


def test_a_broken_configuration_file_does_not_block_the_current_folder(dotenv, config):
    """What the current folder's file has is found without reading the other one."""
    dotenv.write_text("TOKEN=one")
    config.write_text(BROKEN)
    assert (Source.DOTENV, "one") == lookup()


@pytest.mark.parametrize("call", [Presence().find, value], ids=["presence", "values"])
def test_a_broken_file_is_an_error_of_both_interfaces(dotenv, config, call):
    """A broken file is not passed over for the next source: it may have the setting."""
    dotenv.write_text(f"TOKEN=one\n{BROKEN}")
    config.write_text("TOKEN=two")
    with pytest.raises(Err) as caught:
        call("TOKEN")
    assert (".env", 2) == (caught.value.value.file, caught.value.value.line)


def test_a_broken_configuration_file_is_named(config):
    """The error names the file as the component sees it."""
    config.write_text(BROKEN)
    with pytest.raises(Err) as caught:
        lookup()
    assert str(config) == caught.value.value.file


def test_the_configuration_folder_is_the_hosts(environ, monkeypatch):
    """It is what the host opened as `/config`; where it opened none, no file is read for it."""
    files = {"/config/.env": {"TOKEN": "one"}}
    monkeypatch.setattr(sources, "read_setting", lambda file, name: files.get(file, {}).get(name))
    monkeypatch.setattr(preopens, "get_directories", lambda: [(None, ".")])
    assert (None, None) == lookup()
    monkeypatch.setattr(preopens, "get_directories", lambda: [(None, "."), (None, "/config")])
    assert (Source.CONFIG, "one") == lookup()
