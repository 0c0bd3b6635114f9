"""Folders that a command line names for files: made for the run, and kept if it used them."""

from pathlib import Path

import pytest

from wae.errors import WaeError
from wae.runtime import output_folders


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("folder", ["a", "a/", "a/b/c", "./a", "a//b"])
def test_missing_folders(here: Path, folder: str) -> None:
    """They are made with those that they lie in, and removed as long as nothing is in them."""
    made = output_folders.make([folder])
    assert Path(folder).is_dir()
    output_folders.remove_empty(made)
    assert [] == [*here.iterdir()]


def test_what_is_used_stays(here: Path) -> None:
    """What was there before stays, too, though it is empty."""
    (here / "there").mkdir()
    made = output_folders.make(["there/a/b", "there", "x"])
    (here / "there" / "a" / "file").touch()
    output_folders.remove_empty(made)
    assert ["there", "there/a", "there/a/file"] == sorted(map(str, Path().glob("**/*")))


def test_what_is_in_the_way(here: Path) -> None:
    """A file is for the app to tell; what lies in one cannot be made, and nothing is left."""
    (here / "file").touch()
    assert [] == output_folders.make(["file"])
    with pytest.raises(WaeError, match="the folder file/x cannot be made: Not a directory"):
        output_folders.make(["a/b", "file/x"])
    assert ["file"] == [one.name for one in here.iterdir()]
