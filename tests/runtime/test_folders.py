"""Which folders an app sees, and where it may write."""

from pathlib import Path

import pytest

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


def test_no_place_for_data(environ: dict[str, str], tmp_path: Path) -> None:
    """Where the data folder cannot be made, the app runs without it."""
    (tmp_path / "data").write_text("a file")
    assert ["."] == [folder.name for folder in folders("app", [], environ)]


@pytest.mark.parametrize(
    ("arguments", "opened"),
    [
        (["-o", "x.png"], "."),
        (["--output", "{out}/x.png"], "{out}"),
        (["--plot={out}/x.svg"], "{out}"),
        (["image", "-o", "../x.png"], ".."),
        (["-o{out}/x.png"], "{out}"),
    ],
)
def test_output_opens_its_folder(
    arguments: list[str], opened: str, environ: dict[str, str], tmp_path: Path
) -> None:
    """The folder of a file that is named as an output is writable, under the name it was given."""
    given = [argument.format(out=tmp_path) for argument in arguments]
    writable = [f.name for f in folders("app", given, environ) if f.writable]
    assert {opened.format(out=tmp_path), "/data"} == set(writable)


@pytest.mark.parametrize(
    "arguments",
    [["-o"], ["-o", "missing/x.png"], ["--", "-o", "x.png"], ["x.png"], ["-o", "/data/x.png"]],
)
def test_nothing_else_is_writable(arguments: list[str], environ: dict[str, str]) -> None:
    """No other argument opens a folder, nor does a folder that is not there."""
    assert ["/data"] == [f.name for f in folders("app", arguments, environ) if f.writable]
