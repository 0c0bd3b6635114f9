"""A current folder, a configuration folder and an environment of the test's own."""

from pathlib import Path

import pytest
from wit_world.imports import environment, preopens

import answers
import notices
import sources
import tokens


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch) -> None:
    """A run of its own for each test: no answers, no tokens in memory, nothing told."""
    monkeypatch.setattr(answers, "_answers", {})
    monkeypatch.setattr(tokens, "_memory", {})
    monkeypatch.setattr(notices, "_told", set())


@pytest.fixture
def environ(monkeypatch) -> dict[str, str]:
    """The environment that the component sees: empty until the test fills it."""
    variables: dict[str, str] = {}
    monkeypatch.setattr(environment, "get_environment", lambda: list(variables.items()))
    return variables


@pytest.fixture
def dotenv(tmp_path, monkeypatch, environ) -> Path:
    """`.env` in the current folder, which is not there until the test writes it. There is no
    configuration folder."""
    folder = tmp_path / "current"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(preopens, "get_directories", lambda: [(None, ".")])
    return folder / ".env"


@pytest.fixture
def config(tmp_path, monkeypatch, dotenv) -> Path:
    """`.env` in the configuration folder, which is not there until the test writes it."""
    folder = tmp_path / "config"
    folder.mkdir()
    monkeypatch.setattr(sources, "CONFIG_FOLDER", str(folder))
    monkeypatch.setattr(preopens, "get_directories", lambda: [(None, "."), (None, str(folder))])
    return folder / ".env"


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    """The user's data folder, which the host opened and which is empty."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setattr(tokens, "DATA_FOLDER", str(folder))
    monkeypatch.setattr(preopens, "get_directories", lambda: [(None, str(folder))])
    return folder
