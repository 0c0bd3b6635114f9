"""What `wae bindings` makes is clean under pyright, which editors run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from npm_server import node, package
from wae.cli import dispatch
from wae.commands import new

APPS = Path(__file__).parents[1] / "apps"
WRONG = """
from wae_component import Component, Imports
from wit_world.imports import store


def test(component: Component, imports: Imports) -> None:
    component.relay.count(1)
    imports.store.Bucket = store
    imports.store.all = lambda: ["x"]
    component.relya
"""


def problems(folder: Path, *options: str) -> list[tuple[str, int, str]]:
    """File, line and rule of all that pyright says, by the settings in the folder."""
    script = package("pyright") / "index.js"
    command = [node(), str(script), "--outputjson", "--pythonpath", sys.executable, *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["summary"]["filesAnalyzed"]
    return [
        (Path(each["file"]).name, each["range"]["start"]["line"] + 1, each.get("rule", ""))
        for each in said["generalDiagnostics"]
    ]


@pytest.mark.parametrize("template", ["http", "app"])
def test_a_new_component(template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sources and tests of each template, with the settings that it has for editors."""
    monkeypatch.chdir(tmp_path)
    new.main(["words", "-t", template], debug=False)
    assert 0 == dispatch(["bindings", "words"], debug=False)
    for component in sorted(tmp_path.glob("words/*/app.py")):
        assert [] == problems(component.parent)


def test_every_type(tmp_path: Path) -> None:
    """Modules of every type, and of resources, are clean themselves; what does not fit them is
    found where it stands."""
    for name in ("relay", "echo"):
        shutil.copytree(APPS / name, tmp_path / name, ignore=shutil.ignore_patterns(".wae"))
    assert 0 == dispatch(["bindings", str(tmp_path / "relay")], debug=False)
    folder = tmp_path / "relay" / "relay"
    (folder / "tests/test_wrong.py").write_text(WRONG)
    assert [
        ("test_wrong.py", 7, "reportCallIssue"),
        ("test_wrong.py", 8, "reportAttributeAccessIssue"),
        ("test_wrong.py", 9, "reportAttributeAccessIssue"),
        ("test_wrong.py", 10, "reportAttributeAccessIssue"),
    ] == sorted(problems(folder))
    # Not componentize-py's own library beside them, which is the same for all worlds.
    (tmp_path / "bindings").mkdir()
    for name in ("wit_world", "wae_component"):
        shutil.copytree(folder / ".wae/bindings" / name, tmp_path / "bindings" / name)
    shutil.copy(folder / ".wae/bindings/componentize_py_types.py", tmp_path / "bindings")
    assert [] == problems(tmp_path / "bindings")
