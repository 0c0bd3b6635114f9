"""Panels of the page: in the app's bytes, and shown for the toolbox alone."""

from pathlib import Path

import pytest

from wae.binary.writer import COMPONENT_PREAMBLE
from wae.build.panels import panels_section
from wae.build.tools import BuildError
from wae.runtime import panels
from wae.runtime.app import FileApp
from wae.runtime.panels import panels_of

MODULES = {"index.js": "export const PANELS = [];\n", "clock.js": "// \u00fc"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of panels, with what is none beside them."""
    made = tmp_path / "panels"
    (made / "deep").mkdir(parents=True)
    (made / "deep" / "x.js").write_text("")
    (made / "README.md").write_text("")
    for name, text in MODULES.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


def app(folder: Path | None, tmp_path: Path) -> FileApp:
    """An app that is nothing but its panels."""
    file = tmp_path / "app.wasm"
    file.write_bytes(COMPONENT_PREAMBLE + panels_section(folder))
    return FileApp(str(file), str(tmp_path / "cache"))


def test_round_trip(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is built into the toolbox is what is served; only modules are taken."""
    made = app(folder, tmp_path)
    monkeypatch.setenv("WAE_TOOLBOX", str(tmp_path / "app.wasm"))
    expected = {name: text.encode() for name, text in MODULES.items()}
    assert expected == panels_of(made, str(tmp_path / "cache"))


def test_an_app_of_somebody_else(folder: Path, tmp_path: Path) -> None:
    """It brings no code for the page, whatever is in it."""
    assert {} == panels_of(app(folder, tmp_path), str(tmp_path / "cache"))


def test_a_toolbox_without_panels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has none."""
    made = app(None, tmp_path)
    monkeypatch.setenv("WAE_TOOLBOX", str(tmp_path / "app.wasm"))
    assert {} == panels_of(made, str(tmp_path / "cache"))


def test_no_index(folder: Path) -> None:
    """Nobody would know what to show."""
    (folder / "index.js").unlink()
    with pytest.raises(BuildError) as caught:
        panels_section(folder)
    assert f"wae: panels: there is no index.js in {folder}. Let it export PANELS" == (
        caught.value.line()
    )


def test_not_utf_8(folder: Path) -> None:
    """JavaScript is text."""
    (folder / "clock.js").write_bytes(b"\xff")
    with pytest.raises(BuildError, match="panels: a file in .* is not UTF-8"):
        panels_section(folder)


def test_too_large(folder: Path) -> None:
    """A page is no place for megabytes."""
    (folder / "clock.js").write_text("x" * panels.LARGEST)
    with pytest.raises(BuildError, match="panels: .* holds more than 1 MiB"):
        panels_section(folder)


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is named."""
    with pytest.raises(BuildError, match="panels: there is no "):
        panels_section(tmp_path / "nowhere")
