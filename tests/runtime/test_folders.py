"""Which folders an app sees, and where it may write."""

from pathlib import Path

import pytest

from wae.runtime import outputs
from wae.runtime.folders import Folder, folders


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path / "data")}


def _shown(found: list[Folder]) -> list[tuple[str, str, bool]]:
    return [(folder.path, folder.name, folder.writable) for folder in found]


def test_settings_only_if_there(environ: dict[str, str], tmp_path: Path) -> None:
    """The app reads the current folder, and the settings folder if it exists."""
    data = (str(tmp_path / "data/wae/app"), "/data", True)
    assert [(".", ".", False), data] == _shown(folders("app", [], environ))
    (tmp_path / "config/wae").mkdir(parents=True)
    config = (str(tmp_path / "config/wae"), "/config", False)
    assert [(".", ".", False), config, data] == _shown(folders("app", [], environ))


def test_data_is_private(environ: dict[str, str], tmp_path: Path) -> None:
    """The data folder is for the user alone, made so even where it was open to others."""
    folder = tmp_path / "data/wae/app"
    folders("app", [], environ)
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o755)
    folders("app", [], environ)
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o750, 0o710, 0o740, 0o705, 0o701, 0o704, 0o510])
def test_data_is_closed_to_others(environ: dict[str, str], tmp_path: Path, mode: int) -> None:
    """Neither a group nor anybody else can list or enter the data folder any more."""
    folder = tmp_path / "data/wae/app"
    folder.mkdir(parents=True)
    folder.chmod(mode)
    folders("app", [], environ)
    assert 0o700 == folder.stat().st_mode & 0o777


def test_data_that_is_closed_stays_so(environ: dict[str, str], tmp_path: Path) -> None:
    """Where others cannot enter, the user's own rights are left as they are."""
    folder = tmp_path / "data/wae/app"
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    folders("app", [], environ)
    assert 0o500 == folder.stat().st_mode & 0o777


def test_data_of_others_is_not_used(environ: dict[str, str], tmp_path: Path) -> None:
    """A data folder that others can write to, or a link in its place, is not given to an app."""
    data = tmp_path / "data/wae"
    data.mkdir(parents=True, mode=0o700)
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (data / "linked").symlink_to(tmp_path / "elsewhere")
    (data / "open").mkdir()
    (data / "open").chmod(0o777)
    for app in ("linked", "open"):
        assert ["."] == [folder.name for folder in folders(app, [], environ)]
    assert 0o777 == (data / "open").stat().st_mode & 0o777


def test_data_behind_a_link(environ: dict[str, str], tmp_path: Path) -> None:
    """Where the user put a link on the way, the app gets the folder itself."""
    (tmp_path / "disk").mkdir(mode=0o700)
    (tmp_path / "data").symlink_to("disk")
    found = folders("app", [], environ)
    assert [str(tmp_path / "disk/wae/app")] == [f.path for f in found if f.name == "/data"]


def test_no_place_for_data(environ: dict[str, str], tmp_path: Path) -> None:
    """Where the data folder cannot be made, the app runs without it."""
    (tmp_path / "data").write_text("a file")
    assert ["."] == [folder.name for folder in folders("app", [], environ)]


def test_outputs_open_their_folders(environ: dict[str, str], tmp_path: Path) -> None:
    """The folder of a file that is named as an output is writable, under the name it was given."""
    named = ["x.png", "../x.png", f"{tmp_path}/x.svg"]
    writable = [f.name for f in folders("app", named, environ) if f.writable]
    assert {".", "..", str(tmp_path), "/data"} == set(writable)


@pytest.mark.parametrize("output", ["missing/x.png", "/data/x.png", "/config/x.png"])
def test_nothing_else_is_writable(output: str, environ: dict[str, str]) -> None:
    """A folder that is not there is not opened, nor one in the place of the app's own."""
    assert ["/data"] == [f.name for f in folders("app", [output], environ) if f.writable]


def test_files_to_read(environ: dict[str, str], tmp_path: Path) -> None:
    """Naming a file to read opens its folder, not to write there; an output beside it does that."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one, two = (str(tmp_path / name) for name in ("a", "b"))
    found = folders("app", [f"{one}/x"], environ, [f"{one}/y", f"{two}/z", "here.png", "no/x"])
    assert [(one, True), (two, False), (".", False)] == sorted(
        ((f.path, f.writable) for f in found if f.name != "/data"),
        key=lambda f: [one, two, "."].index(f[0]),
    )


def test_a_file_that_is_asked_for(environ: dict[str, str]) -> None:
    """It may be any in the current folder, and nowhere else."""
    found = folders("app", [outputs.ASKED], environ)
    assert [("."), ("/data")] == [folder.name for folder in found if folder.writable]
