"""Panels of the page: in the app's bytes, and shown for the toolbox alone."""

from pathlib import Path

import pytest

from wae.binary.writer import COMPONENT_PREAMBLE
from wae.build.panels import panels_section
from wae.build.tools import BuildError
from wae.build.tree import Tree
from wae.runtime import panels
from wae.runtime.app import FileApp
from wae.runtime.panels import panels_of

MODULES = {"index.js": b"export const PANELS = [];\n", "clock/index.js": "// \u00fc".encode()}


def app(modules: Tree, tmp_path: Path) -> FileApp:
    """An app that is nothing but its panels."""
    file = tmp_path / "app.wasm"
    file.write_bytes(COMPONENT_PREAMBLE + panels_section(modules))
    return FileApp(str(file), str(tmp_path / "cache"))


def test_round_trip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is built into the toolbox is what is served."""
    made = app(MODULES, tmp_path)
    monkeypatch.setenv("WAE_TOOLBOX", str(tmp_path / "app.wasm"))
    assert MODULES == panels_of(made, str(tmp_path / "cache"))


def test_an_app_of_somebody_else(tmp_path: Path) -> None:
    """It brings no code for the page, whatever is in it."""
    assert {} == panels_of(app(MODULES, tmp_path), str(tmp_path / "cache"))


def test_a_toolbox_without_panels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has none."""
    made = app({}, tmp_path)
    monkeypatch.setenv("WAE_TOOLBOX", str(tmp_path / "app.wasm"))
    assert {} == panels_of(made, str(tmp_path / "cache"))


def test_not_utf_8() -> None:
    """JavaScript is text."""
    with pytest.raises(BuildError) as caught:
        panels_section({**MODULES, "clock/face.js": b"\xff"})
    assert "wae: panels: clock/face.js is not UTF-8" == caught.value.line()


def test_too_large() -> None:
    """A page is no place for megabytes."""
    with pytest.raises(BuildError) as caught:
        panels_section({**MODULES, "clock/face.js": b"x" * panels.LARGEST})
    assert "wae: panels: together they have more than 1 MiB" == caught.value.line()
