"""A component's locked dependencies: exactly those, and only such as can run in it."""

from pathlib import Path

import pytest
from wheels import offline, wheel

from wae.build import dependencies
from wae.build.dependencies import install_dependencies
from wae.build.source import Source
from wae.build.tools import BuildError

ANY = "py3-none-any"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where pip finds packages. Nothing is compiled here."""
    offline(tmp_path / "index", monkeypatch)
    monkeypatch.setattr(dependencies, "_precompile", lambda *_: None)
    return tmp_path / "index"


def install(tmp_path: Path, lock: str) -> Path | None:
    source = Source("greeter", tmp_path, tmp_path, (), ("x",) if lock else (), lock)
    return install_dependencies(source, tmp_path / "cache")


def refused(tmp_path: Path, lock: str) -> str:
    with pytest.raises(BuildError) as caught:
        install(tmp_path, lock)
    assert not [path for path in (tmp_path / "cache" / "dependencies").iterdir() if path.is_dir()]
    return caught.value.line()


def test_exactly_what_is_locked(index: Path, tmp_path: Path) -> None:
    """What the lock names is there; what it needs, but the lock does not name, is not."""
    lock = wheel(index, "one", ANY, {"one.py": "import two\n"})
    wheel(index, "two", ANY, {"two.py": ""})
    packages = install(tmp_path, lock)
    assert packages is not None
    assert {"one.py", "one-1.0.dist-info"} == {path.name for path in packages.iterdir()}


def test_once(index: Path, tmp_path: Path) -> None:
    """The same lock is installed once; another lock, somewhere else."""
    lock = wheel(index, "one", ANY, {"one.py": ""})
    first = install(tmp_path, lock)
    (index / "one-1.0-py3-none-any.whl").unlink()
    assert first == install(tmp_path, lock)
    other = wheel(index, "one", ANY, {"one.py": "changed = True"})
    assert first != install(tmp_path, other)


def test_none(tmp_path: Path) -> None:
    """Without dependencies there is no folder."""
    assert install(tmp_path, "") is None


def test_native_package(index: Path, tmp_path: Path) -> None:
    """A package that comes compiled for machines only is refused in one line that says why."""
    lock = wheel(index, "numpy", "cp314-cp314-manylinux_2_28_x86_64", {"numpy/_core.so": ""})
    assert (
        'wae: component "greeter": numpy==1.0 has no pure-Python wheel, or is not to be had. '
        "Packages with native extensions cannot run in a component" == refused(tmp_path, lock)
    )


def test_native_file_in_a_pure_wheel(index: Path, tmp_path: Path) -> None:
    """A package that says it is pure and is not is refused all the same."""
    lock = wheel(index, "liar", ANY, {"liar/__init__.py": "", "liar/fast.so": ""})
    assert (
        'wae: component "greeter": liar contains a native extension (fast.so). '
        "Packages with native extensions cannot run in a component" == refused(tmp_path, lock)
    )


def test_another_hash(index: Path, tmp_path: Path) -> None:
    """A package that is not the one that was locked is refused."""
    lock = wheel(index, "one", ANY, {"one.py": ""})
    wheel(index, "one", ANY, {"one.py": "steal()"})
    assert (
        'wae: component "greeter": one==1.0 is not the file that was locked: '
        "its hash is another. Check where it comes from before you lock it again"
        == refused(tmp_path, lock)
    )


def test_missing_hash(index: Path, tmp_path: Path) -> None:
    """A package without a hash in the lock, be it one that nobody declared, is refused."""
    lock = wheel(index, "one", ANY, {"one.py": ""})
    wheel(index, "two", ANY, {"two.py": ""})
    assert "cannot be installed" in refused(tmp_path, lock + "two==1.0\n")
