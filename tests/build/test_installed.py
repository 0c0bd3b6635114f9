"""How the wheels of a lock become files that are kept: no package is fetched here."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wae.build import dependencies
from wae.build.cache import KEY_DIGITS
from wae.build.dependencies import install_dependencies
from wae.build.requirements import Pin
from wae.build.source import Source
from wae.build.tools import BuildError

ONE, TWO = Pin("one", "1.0", ("0" * 64,)), Pin("two", "2.0", ("1" * 64,))
NATIVE = "Packages with native extensions cannot run in a component"


def wheel(files: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


class Index:
    """In the place of an index: the wheels that there are, and how often they were fetched."""

    def __init__(self) -> None:
        self.wheels = {"one": wheel({"one.py": "1"}), "two": wheel({"z/two.py": "2", "a": "3"})}
        self.fetched = 0

    def download(self, source: Source) -> list[tuple[Pin, bytes]]:
        self.fetched += 1
        return [(pin, self.wheels[pin.name]) for pin in source.lock if pin.wanted]


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Index:
    actual = Index()
    monkeypatch.setattr(dependencies, "download", actual.download)
    monkeypatch.setattr(dependencies, "_precompiled", lambda name, packages: {"c": b"compiled"})
    return actual


def install(cache: Path, *lock: Pin) -> dict[str, bytes]:
    return dict(install_dependencies(Source("greeter", cache, {}, {}, lock=lock), cache))


def refused(cache: Path, *lock: Pin) -> tuple[str, str]:
    with pytest.raises(BuildError) as caught:
        install(cache, *lock)
    assert [] == list(cache.iterdir())
    return caught.value.message, caught.value.hint


def test_all_files(index: Index, tmp_path: Path) -> None:
    """The files of all wheels, and what compiling them gave, in the order of their paths."""
    actual = install(tmp_path, ONE, TWO)
    assert {"a": b"3", "c": b"compiled", "one.py": b"1", "z/two.py": b"2"} == actual
    assert sorted(actual) == [*actual]


def test_nothing(index: Index, tmp_path: Path) -> None:
    """Where nothing is locked that a guest wants, nothing is fetched, and nothing is kept."""
    assert {} == install(tmp_path)
    assert {} == install(tmp_path, Pin("one", "1.0", ("0" * 64,), wanted=False))
    assert (0, []) == (index.fetched, list(tmp_path.iterdir()))


def test_kept(index: Index, tmp_path: Path) -> None:
    """What was installed is kept once, in an archive of one time, named by what it is made of."""
    first = install(tmp_path, ONE)
    assert (first, 1) == (install(tmp_path, ONE), index.fetched)
    [entry] = (tmp_path / "dependencies").iterdir()
    assert re.fullmatch(rf"packages-[0-9a-f]{{{KEY_DIGITS}}}-[0-9a-f]{{64}}\.zip", entry.name)
    with zipfile.ZipFile(entry) as archive:
        members = archive.infolist()
    assert {(1980, 1, 1, 0, 0, 0)} == {member.date_time for member in members}
    assert {zipfile.ZIP_STORED} == {member.compress_type for member in members}


def other_lock(monkeypatch: pytest.MonkeyPatch) -> Pin:
    return Pin("one", "1.0", ("2" * 64,))


def other_python(monkeypatch: pytest.MonkeyPatch) -> Pin:
    monkeypatch.setattr(dependencies, "GUEST_PYTHON", "3.15")
    return ONE


def other_tool(monkeypatch: pytest.MonkeyPatch) -> Pin:
    monkeypatch.setattr(dependencies, "tool_version", lambda name: f"{name} 9")
    return ONE


def other_recipe(monkeypatch: pytest.MonkeyPatch) -> Pin:
    monkeypatch.setattr(dependencies, "_RECIPE", f"{dependencies._RECIPE}1")
    return ONE


@pytest.mark.parametrize("change", [other_lock, other_python, other_tool, other_recipe])
def test_made_anew(
    index: Index,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[pytest.MonkeyPatch], Pin],
) -> None:
    """Another lock, guest, tool or recipe is another entry."""
    install(tmp_path, ONE)
    install(tmp_path, change(monkeypatch))
    assert (2, 2) == (index.fetched, len(list((tmp_path / "dependencies").iterdir())))


def test_versions_are_apart(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one version ends with is not what the next one begins with."""
    asked = []
    monkeypatch.setattr(dependencies, "tool_version", lambda name: asked.append(name) or "42")
    monkeypatch.setattr(dependencies, "GUEST_PYTHON", "3.1")
    install(tmp_path, ONE)
    monkeypatch.setattr(dependencies, "tool_version", lambda name: "2")
    monkeypatch.setattr(dependencies, "GUEST_PYTHON", "3.14")
    install(tmp_path, ONE)
    assert (2, ["componentize-py"]) == (index.fetched, asked)


@pytest.mark.parametrize(
    ("files", "said", "hint"),
    [
        ({"one/fast.so": ""}, "it contains a native extension (fast.so)", NATIVE),
        ({"../x": ""}, "'../x' is not a path below the folder where it is installed", ""),
    ],
)
def test_a_wheel_that_will_not_do(
    index: Index, tmp_path: Path, files: dict[str, str], said: str, hint: str
) -> None:
    """It is named, with what is wrong; what to do is told where that is so."""
    index.wheels["two"] = wheel(files)
    assert (f'component "greeter": two cannot be used: {said}', hint) == refused(tmp_path, ONE, TWO)


def test_one_file_twice(index: Index, tmp_path: Path) -> None:
    """Two packages may bring the same file, but not two of one name."""
    index.wheels["two"] = wheel({"one.py": "1"})
    assert {"one.py": b"1", "c": b"compiled"} == install(tmp_path / "same", ONE, TWO)
    index.wheels["two"] = wheel({"one.py": "2"})
    (tmp_path / "other").mkdir()
    assert ('component "greeter": two packages bring one.py', "") == refused(
        tmp_path / "other", ONE, TWO
    )


PACKAGES = {"one.py": b"1", "z/two.py": b"2", "z/data.txt": b"3"}


class Componentize:
    """In the place of componentize-py: what it was given, and what the packages leave."""

    def __init__(self, leave: Callable[[Path], None]) -> None:
        self.leave = leave
        self.given: tuple[Any, ...] = ()
        self.world = ""

    def __call__(self, *given: Any) -> bytes:
        self.given = given
        self.world = (given[1] / "world.wit").read_text()
        folder = given[-1] / "packages"
        for name in ("__pycache__", "z/__pycache__"):
            (folder / name).mkdir(parents=True)
        self.leave(folder)
        return b""


def compiles(folder: Path) -> None:
    """And changes what it can."""
    for name in (
        "__pycache__/one.cpython-314.pyc",
        "__pycache__/one.cpython-313.pyc",
        "__pycache__/other.cpython-314.pyc",
        "z/__pycache__/two.cpython-314.pyc",
        "z/two.cpython-314.pyc",
        "one.py",
        "sitecustomize.py",
    ):
        (folder / name).write_text(name)


def links(folder: Path) -> None:
    (folder / "one.py").symlink_to("/etc/hostname")


def precompiled(monkeypatch: pytest.MonkeyPatch, leave: Callable[[Path], None]) -> Componentize:
    actual = Componentize(leave)
    monkeypatch.setattr(dependencies, "componentize", actual)
    return actual


def test_only_compiled_modules_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what packages leave when they run, only the bytecode of their own modules is taken."""
    tool = precompiled(monkeypatch, compiles)
    actual = dependencies._precompiled("greeter", PACKAGES)
    expected = ["__pycache__/one.cpython-314.pyc", "z/__pycache__/two.cpython-314.pyc"]
    assert {name: name.encode() for name in expected} == actual
    name, wit, world, source, packages, loop, preload, classes, scratch = tool.given
    assert ("greeter", "nothing", PACKAGES) == (name, world, packages)
    assert ({}, {}, ()) == (source, loop, classes)
    assert {"one", "z.two"} <= {*preload}
    assert "package wae:precompile; world nothing {}" == tool.world
    assert scratch / "wit" == wit
    assert not scratch.exists()


def test_links_that_packages_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """A link to where a package has no business is named, not followed."""
    precompiled(monkeypatch, links)
    with pytest.raises(BuildError) as caught:
        dependencies._precompiled("greeter", PACKAGES)
    said = r'component "greeter": its packages leave the symbolic link .*/one\.py leaves .*'
    assert re.fullmatch(said, caught.value.message)
