"""Which folders an app sees, and where it may write."""

from pathlib import Path

import pytest

from wae.runtime import outputs
from wae.runtime.preopens import Preopen, preopens


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path / "data")}


def _shown(found: list[Preopen]) -> list[tuple[str, str, bool]]:
    return [(preopen.path, preopen.name, preopen.writable) for preopen in found]


def test_settings_only_if_there(environ: dict[str, str], tmp_path: Path) -> None:
    """The app reads the current folder, and the settings folder if it exists."""
    data = (str(tmp_path / "data/wae/app"), "/data", True)
    assert [(".", ".", False), data] == _shown(preopens("app", [], environ))
    (tmp_path / "config/wae").mkdir(parents=True)
    config = (str(tmp_path / "config/wae"), "/config", False)
    assert [(".", ".", False), config, data] == _shown(preopens("app", [], environ))


def test_data_is_private(environ: dict[str, str], tmp_path: Path) -> None:
    """The data folder is for the user alone, made so even where it was open to others."""
    preopen = tmp_path / "data/wae/app"
    preopens("app", [], environ)
    assert preopen.stat().st_mode & 0o777 == 0o700
    preopen.chmod(0o755)
    preopens("app", [], environ)
    assert preopen.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o750, 0o710, 0o740, 0o705, 0o701, 0o704, 0o510])
def test_data_is_closed_to_others(environ: dict[str, str], tmp_path: Path, mode: int) -> None:
    """Neither a group nor anybody else can list or enter the data folder any more."""
    preopen = tmp_path / "data/wae/app"
    preopen.mkdir(parents=True)
    preopen.chmod(mode)
    preopens("app", [], environ)
    assert 0o700 == preopen.stat().st_mode & 0o777


def test_data_that_is_closed_stays_so(environ: dict[str, str], tmp_path: Path) -> None:
    """Where others cannot enter, the user's own rights are left as they are."""
    preopen = tmp_path / "data/wae/app"
    preopen.mkdir(parents=True)
    preopen.chmod(0o500)
    preopens("app", [], environ)
    assert 0o500 == preopen.stat().st_mode & 0o777


def test_data_of_others_is_not_used(environ: dict[str, str], tmp_path: Path) -> None:
    """A data folder that others can write to, or a link in its place, is not given to an app."""
    data = tmp_path / "data/wae"
    data.mkdir(parents=True, mode=0o700)
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (data / "linked").symlink_to(tmp_path / "elsewhere")
    (data / "open").mkdir()
    (data / "open").chmod(0o777)
    for app in ("linked", "open"):
        assert ["."] == [preopen.name for preopen in preopens(app, [], environ)]
    assert 0o777 == (data / "open").stat().st_mode & 0o777


def test_data_behind_a_link(environ: dict[str, str], tmp_path: Path) -> None:
    """Where the user put a link on the way, the app gets the folder itself."""
    (tmp_path / "disk").mkdir(mode=0o700)
    (tmp_path / "data").symlink_to("disk")
    actual = preopens("app", [], environ)
    assert [str(tmp_path / "disk/wae/app")] == [f.path for f in actual if f.name == "/data"]


def test_no_place_for_data(environ: dict[str, str], tmp_path: Path) -> None:
    """Where the data folder cannot be made, the app runs without it."""
    (tmp_path / "data").write_text("a file")
    assert ["."] == [preopen.name for preopen in preopens("app", [], environ)]


def test_outputs_open_their_folders(environ: dict[str, str], tmp_path: Path) -> None:
    """The folder of a file that is named as an output is writable, under the name it was given."""
    named = ["x.png", "../x.png", f"{tmp_path}/x.svg", "/"]
    writable = [f.name for f in preopens("app", named, environ) if f.writable]
    assert {".", "..", str(tmp_path), "/", "/data"} == set(writable)


@pytest.mark.parametrize("output", ["missing/x.png", "/data/x.png", "/config/x.png"])
def test_nothing_else_is_writable(output: str, environ: dict[str, str]) -> None:
    """A folder that is not there is not opened, nor one in the place of the app's own."""
    assert ["/data"] == [f.name for f in preopens("app", [output], environ) if f.writable]


def test_files_to_read(environ: dict[str, str], tmp_path: Path) -> None:
    """Naming a file to read opens its folder, not to write there; an output beside it does that."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one, two = (str(tmp_path / name) for name in ("a", "b"))
    actual = preopens("app", [f"{one}/x"], environ, [f"{one}/y", f"{two}/z", "here.png", "no/x"])
    assert [(one, True), (two, False), (".", False)] == sorted(
        ((f.path, f.writable) for f in actual if f.name != "/data"),
        key=lambda f: [one, two, "."].index(f[0]),
    )


def test_a_file_that_is_asked_for(environ: dict[str, str]) -> None:
    """It may be any in the current folder, and nowhere else."""
    actual = preopens("app", [outputs.ASKED], environ)
    assert [("."), ("/data")] == [preopen.name for preopen in actual if preopen.writable]
