"""What a component's files import is kept, and never told of other files than those."""

from pathlib import Path

import pytest

from wae.build import own_imports
from wae.build.imports import Import
from wae.build.source import read_source


def component(folder: Path, **files: str) -> Path:
    (folder / "wit").mkdir(parents=True, exist_ok=True)
    (folder / "wit/world.wit").write_text("package t:t;\nworld t {}\n")
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder


def test_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time nothing is parsed, and the answer is the same, whatever stands in it."""
    text = (
        "import a\nfrom b.c import d as e, f\ntry:\n    import g\nexcept ImportError:\n    pass\n"
    )
    text += "def h():\n    import i\n"
    folder = component(tmp_path / "one", app=text, broken="import (")
    source = read_source("one", folder)
    first = own_imports.own_imports(source, tmp_path)
    assert {
        "app.py": (
            Import("a", (), 1, lazy=False, optional=False),
            Import("b.c", ("d", "f"), 2, lazy=False, optional=False),
            Import("g", (), 4, lazy=False, optional=True),
            Import("i", (), 8, lazy=True, optional=False),
        ),
        "broken.py": (),
    } == first
    monkeypatch.setattr(own_imports, "imports", None)
    assert first == own_imports.own_imports(source, tmp_path)


def test_another_file(tmp_path: Path) -> None:
    """A change in any file, and another name of it, is another entry."""
    folder = component(tmp_path / "one", app="", first="import a\n", other="import b\n")
    own_imports.own_imports(read_source("one", folder), tmp_path)
    (folder / "other.py").write_text("import c\n")
    (folder / "first.py").rename(folder / "then.py")
    again = own_imports.own_imports(read_source("one", folder), tmp_path)
    assert {"app.py": [], "other.py": ["c"], "then.py": ["a"]} == {
        file: [each.module for each in statements] for file, statements in again.items()
    }
