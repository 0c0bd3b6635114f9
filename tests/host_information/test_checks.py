"""The host's half of `wae doctor`."""

import os
from pathlib import Path

import pytest
from wasmtime import wat2wasm

from wae.errors import AppError
from wae.host_information import checks, paths
from wae.runtime import library


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A user with a toolbox of their own, nothing else, in an empty folder."""
    toolbox = tmp_path / "own.wasm"
    toolbox.write_bytes(wat2wasm("(component)"))
    here = tmp_path / "here"
    here.mkdir()
    found = {
        "WAE_TOOLBOX": str(toolbox),
        "WAE_CACHE_DIR": str(tmp_path / "cache"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    monkeypatch.chdir(here)
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    return found


def found(environ: dict[str, str], name: str) -> list[tuple[str, str]]:
    """Status and detail of the checks with this name."""
    every = checks.checks(environ)
    return [(each["status"], each["detail"]) for each in every if each["name"] == name]


def test_nothing_set(environ: dict[str, str], tmp_path: Path) -> None:
    """A new user: the engine is there, the cache is made, there are no files of settings."""
    settings = ["settings of this folder", "settings of the user"]
    names = ["engine", "toolbox", "cache", "data", *settings]
    every = checks.checks(environ)
    assert names == [each["name"] for each in every]
    assert ["ok", "ok", "ok", "unset", "unset", "unset"] == [each["status"] for each in every]
    assert every[0]["detail"].startswith("wasmtime 50, package 50.")
    assert every[1]["detail"].endswith(f" ({tmp_path / 'own.wasm'})")
    assert f"{tmp_path / 'here' / '.env'} does not exist" == every[4]["detail"]


def test_the_other_project(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`wae` on PyPI is another project: where it is installed, too, the first check says so."""
    folder = tmp_path / "wae-0.1a12.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: wae\nVersion: 0.1a12\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    detail = "wae 0.1a12 is another project and overwrites files of wae. To mend it, "
    advice = "run pip uninstall -y wae, then pip install --force-reinstall --no-deps wae-toolbox"
    assert [("problem", detail + advice)] == found(environ, "packages")


@pytest.mark.parametrize(
    ("claimed", "shown"), [("49.0.0", "49.0.0"), ("51.0.0", "51.0.0"), ("", "of unknown version")]
)
def test_a_package_of_another_version(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, claimed: str, shown: str
) -> None:
    """What the library says of itself counts; a package that says otherwise is named."""
    monkeypatch.setattr(library, "claimed_version", lambda _: claimed)
    expected = (
        f"wasmtime 50, package {shown}. They do not belong together. "
        "Run: pip install --force-reinstall 'wasmtime==50.*'"
    )
    assert [("advice", expected)] == found(environ, "engine")


def test_cache_that_others_may_write(environ: dict[str, str], tmp_path: Path) -> None:
    """Such a cache is not used; the doctor says so, and what to do."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    [(status, detail)] = found(environ, "cache")
    assert "problem" == status
    assert detail == (
        f"cannot use the cache folder {tmp_path / 'cache'}: "
        f"others can write to {tmp_path / 'cache'}. "
        "Every start compiles anew. Correct it, or set WAE_CACHE_DIR to another folder"
    )


def test_cache_counts(environ: dict[str, str], tmp_path: Path) -> None:
    """The cache's size and the apps in it are told."""
    (tmp_path / "cache").mkdir(mode=0o700)
    (tmp_path / "cache" / "one.cwasm").write_bytes(bytes(3_000_000))
    [(status, detail)] = found(environ, "cache")
    expected = ", yours alone, 3 of at most 2,147 MB (WAE_CACHE_LIMIT), compiled apps: 1"
    assert ("ok", True) == (status, detail.endswith(expected))
    chosen = found({**environ, "WAE_CACHE_LIMIT": "500M"}, "cache")
    assert "3 of at most 524 MB" in chosen[0][1]


def test_cache_limit_that_is_none(environ: dict[str, str]) -> None:
    """A limit that cannot be read is a problem, with what to do."""
    expected = "WAE_CACHE_LIMIT is not a size such as 500M or 2G: much. Correct or unset it"
    assert [("problem", expected)] == found({**environ, "WAE_CACHE_LIMIT": "much"}, "cache")


def test_data_that_others_may_write(environ: dict[str, str], tmp_path: Path) -> None:
    """A data folder that apps do not get is a problem, with the reason; one that is fit is told."""
    path = tmp_path / "data" / "wae" / "own.wasm"
    path.mkdir(parents=True, mode=0o700)
    assert [("ok", f"{path}, yours alone")] == found(environ, "data")
    path.parent.chmod(0o777)
    assert [
        (
            "problem",
            f"{path} is not used: others can write to {path.parent}. "
            "What apps would keep there is lost. Correct it, or set XDG_DATA_HOME",
        )
    ] == found(environ, "data")


@pytest.mark.parametrize(
    ("mode", "status", "detail"),
    [
        (0o600, "ok", "{path}"),
        (0o400, "ok", "{path}"),
        (0o644, "advice", "{path}: others can read it. Run: chmod 600 {path}"),
        (0o640, "advice", "{path}: others can read it. Run: chmod 600 {path}"),
        (0o622, "advice", "{path}: others can change it. Run: chmod 600 {path}"),
    ],
)
@pytest.mark.parametrize(
    ("name", "where"), [("settings of this folder", "here"), ("settings of the user", "config/wae")]
)
def test_permissions(
    environ: dict[str, str],
    tmp_path: Path,
    name: str,
    where: str,
    mode: int,
    status: str,
    detail: str,
) -> None:
    """A file of settings that others can read or change is worth an advice."""
    path = tmp_path / where / ".env"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    path.chmod(mode)
    assert [(status, detail.format(path=path))] == found(environ, name)


def test_a_file_that_cannot_be_read(environ: dict[str, str], tmp_path: Path) -> None:
    """Something that is no file is a problem, with the reason."""
    (tmp_path / "here" / ".env").mkdir()
    path = tmp_path / "here" / ".env"
    expected = ("problem", f"{path} cannot be read: Is a directory")
    assert [expected] == found(environ, "settings of this folder")


def test_a_toolbox_that_is_none(environ: dict[str, str], tmp_path: Path) -> None:
    """Where nothing can be run, that is the error: there is no one to show checks."""
    os.truncate(tmp_path / "own.wasm", 3)
    with pytest.raises(AppError, match="is not a WebAssembly component"):
        checks.checks(environ)


def test_paths(environ: dict[str, str], tmp_path: Path) -> None:
    """Every place, absolute, and whether it is there."""
    (tmp_path / "here" / ".env").touch()
    expected = [
        ("settings of this folder", tmp_path / "here" / ".env", True),
        ("settings of the user", tmp_path / "config" / "wae" / ".env", False),
        ("data", tmp_path / "data" / "wae" / "own.wasm", False),
        ("cache", tmp_path / "cache", False),
    ]
    assert expected == [
        (each["name"], Path(str(each["path"])), each["exists"]) for each in paths.paths(environ)
    ]
