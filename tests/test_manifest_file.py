"""Which wae.toml a command line means."""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import COMMAND
from wae.manifest.finding import manifest_file


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app in a repository, with a folder two levels below it."""
    app = tmp_path / "repository" / "app"
    (app / "components" / "rates").mkdir(parents=True)
    (app.parent / ".git").mkdir()
    (app / "wae.toml").write_text("[app]\n")
    return app


@pytest.mark.parametrize(
    ("place", "expected"),
    [(".", "wae.toml"), ("components", "../wae.toml"), ("components/rates", "../../wae.toml")],
)
def test_the_nearest(app: Path, place: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stands in a component's folder means its app."""
    monkeypatch.chdir(app / place)
    assert Path(expected) == manifest_file()


def test_not_above_the_repository(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies above it is somebody else's."""
    (app.parents[1] / "wae.toml").write_text("[app]\n")
    monkeypatch.chdir(app.parent)
    assert Path("wae.toml") == manifest_file()


@pytest.mark.parametrize(
    ("word", "expected"),
    [("", "wae.toml"), ("x", "x/wae.toml"), ("x.toml", "x.toml"), ("x/y.toml", "x/y.toml")],
)
def test_named(word: str, expected: str) -> None:
    """A word is a folder or the file itself, and nothing else is looked for."""
    assert Path(expected) == manifest_file(word)


def test_in_a_components_folder(app: Path) -> None:
    """Commands for authors work there, and name files from there."""
    rates = app / "components" / "rates"
    done = subprocess.run([COMMAND, "check"], cwd=rates, capture_output=True, text=True)
    assert (1, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("wae: ../../wae.toml")
