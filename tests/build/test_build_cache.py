"""Components are built once for the same inputs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wae.build import componentize
from wae.build.componentize import Built, build_component
from wae.build.source import read_source

WIT = "package test:it;\ninterface greeting { hello: func(); }\nworld w { export greeting; }\n"
APP = "class Greeting:\n    def hello(self): ...\n"

Build = Callable[[str], Built]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """Builds a component by its name; what componentize-py would make is a number."""
    made = iter(range(1, 100))
    monkeypatch.setattr(componentize, "_componentize", lambda *_: b"%d" % next(made))

    def run(name: str) -> Built:
        folder = tmp_path / name
        if not folder.exists():
            (folder / "wit").mkdir(parents=True)
            (folder / "wit" / "world.wit").write_text(WIT)
            (folder / "app.py").write_text(APP)
        return build_component(read_source(name, folder), None, tmp_path / "cache")

    return run


def kept(tmp_path: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (tmp_path / "cache" / "components").iterdir())


def test_hit(build: Build) -> None:
    """The second time nothing is built, and the report says so."""
    first, second = build("c"), build("c")
    assert (b"1", b"1") == (first.binary, second.binary)
    assert first.seconds > 0
    assert second.seconds == 0


def test_change(build: Build, tmp_path: Path) -> None:
    """A changed component is built again, and its predecessor is not kept."""
    build("c")
    (tmp_path / "c" / "app.py").write_text(APP + "\n# changed\n")
    assert b"2" == build("c").binary
    assert [b"2"] == kept(tmp_path)


def test_neighbours(build: Build, tmp_path: Path) -> None:
    """A component whose name begins with another's does not lose its place to it."""
    build("http-proxy")
    build("http")
    assert [b"1", b"2"] == kept(tmp_path)
    assert b"1" == build("http-proxy").binary


def test_interrupted(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted write leaves nothing that the next build could take for a component."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            build("c")
    assert [] == kept(tmp_path)
    assert b"2" == build("c").binary


def test_linked_file(build: Build, tmp_path: Path) -> None:
    """A component is built again when a file that it shares by a link changes."""
    build("c")
    (tmp_path / "shared.py").write_text("DEPTH = 1\n")
    (tmp_path / "c" / "shared.py").symlink_to("../shared.py")
    assert b"2" == build("c").binary
    (tmp_path / "shared.py").write_text("DEPTH = 2\n")
    assert b"3" == build("c").binary
