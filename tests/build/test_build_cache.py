"""Components are built once for the same inputs, and taken from the cache only as they were."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wae.build import cache, componentize, linked
from wae.build.app import cache_folder
from wae.build.componentize import Built, build_component
from wae.build.source import read_source
from wae.errors import CacheError

WIT = "package test:it;\ninterface greeting { hello: func(); }\nworld w { export greeting; }\n"
APP = "class Greeting:\n    def hello(self): ...\n"

Build = Callable[[str], Built]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """Builds a component by its name; what componentize-py would make is a number."""
    made = iter(range(1, 100))
    monkeypatch.setattr(componentize, "_build", lambda *_: b"%d" % next(made))
    monkeypatch.setattr(componentize, "load_linked", lambda *_: None)
    monkeypatch.setattr(componentize, "link", lambda name, key, component, cache: component)

    def run(name: str) -> Built:
        folder = tmp_path / name
        if not folder.exists():
            (folder / "wit").mkdir(parents=True)
            (folder / "wit" / "world.wit").write_text(WIT)
            (folder / "app.py").write_text(APP)
        source = read_source(folder.name, folder, [tmp_path / "shared"])
        return build_component(source, {}, tmp_path / "cache")

    return run


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "components").iterdir(), key=Path.read_bytes)


def contents(tmp_path: Path) -> list[bytes]:
    return [path.read_bytes() for path in kept(tmp_path)]


def test_hit(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time nothing is built or linked, and the report says so."""
    monkeypatch.setattr(linked, "linked_bytes", lambda component, cache: component)
    monkeypatch.setattr(componentize, "load_linked", linked.load_linked)
    monkeypatch.setattr(componentize, "link", linked.link)
    first, second = build("c"), build("c")
    assert (b"1", b"1") == (first.binary, second.binary)
    assert first.seconds > 0
    assert second.seconds == 0


def test_change(build: Build, tmp_path: Path) -> None:
    """A changed component is built again; changed back, it is the one that was built before."""
    build("c")
    (tmp_path / "c" / "app.py").write_text(APP + "\n# changed\n")
    assert b"2" == build("c").binary
    (tmp_path / "c" / "app.py").write_text(APP)
    assert b"1" == build("c").binary


def test_two_apps(build: Build, tmp_path: Path) -> None:
    """Components of one name in two apps keep out of each other's way."""
    build("one/tool")
    (tmp_path / "two" / "tool" / "wit").mkdir(parents=True)
    (tmp_path / "two" / "tool" / "wit" / "world.wit").write_text(WIT)
    (tmp_path / "two" / "tool" / "app.py").write_text(APP + "# other\n")
    build("two/tool")
    assert (b"1", b"2") == (build("one/tool").binary, build("two/tool").binary)
    assert 2 == len({path.name for path in kept(tmp_path)})


@pytest.mark.parametrize("content", [b"", b"2", b"1 and more"])
def test_changed_entry(build: Build, tmp_path: Path, content: bytes) -> None:
    """An entry whose content is not what was written is made again."""
    build("c")
    [entry] = kept(tmp_path)
    entry.write_bytes(content)
    assert b"2" == build("c").binary
    assert [b"2"] == contents(tmp_path)


def test_entry_that_is_a_link(build: Build, tmp_path: Path) -> None:
    """An entry that is a link to another file is not used."""
    build("c")
    [entry] = kept(tmp_path)
    entry.rename(tmp_path / "elsewhere")
    entry.symlink_to(tmp_path / "elsewhere")
    assert b"2" == build("c").binary


def test_limit(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache holds so much and no more; what was used least lately goes first."""
    monkeypatch.setattr(cache, "MOST_BYTES", 2)
    build("a")
    build("b")
    for age, path in enumerate(kept(tmp_path)):  # a was used last
        os.utime(path, (1000 - age, 1000 - age))
    build("c")
    assert [b"1", b"3"] == contents(tmp_path)
    monkeypatch.setattr(cache, "MOST_BYTES", 0)
    build("d")
    assert [b"4"] == contents(tmp_path), "what was just made is kept in any case"


def test_interrupted(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted write leaves nothing that the next build could take for a component."""

    replace = Path.replace

    def interrupt(file: Path, target: Path) -> None:
        if Path(target).parent.name == "components":
            raise KeyboardInterrupt
        replace(file, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            build("c")
    assert [] == kept(tmp_path)
    assert b"2" == build("c").binary


def test_included_file(build: Build, tmp_path: Path) -> None:
    """A component is built again when a file that it includes changes."""
    build("c")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "deep.py").write_text("DEPTH = 1\n")
    (tmp_path / "c" / "pyproject.toml").write_text(
        '[tool.wae.include]\n"deep.py" = "../shared/deep.py"\n'
    )
    assert b"2" == build("c").binary
    (tmp_path / "shared" / "deep.py").write_text("DEPTH = 2\n")
    assert b"3" == build("c").binary


def test_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a choice, the cache is the user's own: an app's folder brings no components along."""
    monkeypatch.delenv("WAE_BUILD_CACHE", raising=False)
    monkeypatch.setenv("WAE_CACHE_DIR", str(tmp_path / "mine"))
    assert tmp_path / "mine" / "build" == cache_folder()
    (tmp_path / "mine").chmod(0o777)
    with pytest.raises(CacheError):
        cache_folder()
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "chosen"))
    assert tmp_path / "chosen" == cache_folder()


def test_use_keeps(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taken from the cache counts as used then."""
    monkeypatch.setattr(cache, "MOST_BYTES", 2)
    build("a")
    build("b")
    for age, path in enumerate(kept(tmp_path)):  # a was made first
        os.utime(path, (1000 + age, 1000 + age))
    build("a")
    build("c")
    assert [b"1", b"3"] == contents(tmp_path)


def test_a_folder_in_the_cache(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder is no entry, whatever it is called, and stays."""
    build("c")
    [entry] = kept(tmp_path)
    entry.unlink()
    (entry / "files").mkdir(parents=True)
    entry.rename(other := entry.with_name(f"{entry.stem}0.wasm"))
    monkeypatch.setattr(cache, "MOST_BYTES", 0)
    assert b"2" == build("c").binary
    assert other.is_dir()


def test_others_build_too(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another build removes an entry at the same moment, this one goes on without it."""

    read = Path.read_bytes

    def gone(path: Path) -> bytes:
        if path.parent.name != "components":
            return read(path)
        path.unlink()
        return b"damaged"

    def gone_before(path: Path) -> bytes:
        if path.parent.name == "components":
            path.unlink()
        return read(path)

    def gone_after(path: Path) -> bytes:
        content = read(path)
        if path.parent.name == "components":
            path.unlink()
        return content

    build("c")
    for number, reading in enumerate((gone, gone_before, gone_after), 2):
        with monkeypatch.context() as patch:
            patch.setattr(Path, "read_bytes", reading)
            assert b"%d" % number == build("c").binary
    monkeypatch.setattr(cache, "MOST_BYTES", 0)
    for is_seen in (True, False):
        with monkeypatch.context() as patch:
            patch.setattr(Path, "lstat", lstat_of_what_goes(is_seen))
            (tmp_path / "cache" / "components" / "other").write_bytes(b"12")
            build(f"d{is_seen}")
        assert 1 == len(contents(tmp_path))


def test_what_is_gone_does_not_count(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry that another build removed takes no room from those that are there."""
    monkeypatch.setattr(cache, "MOST_BYTES", 2)
    build("c")
    (tmp_path / "cache" / "components" / "other").write_bytes(b"12")
    listed = Path.iterdir
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", lambda folder: iter(sorted(listed(folder))))
        patch.setattr(Path, "lstat", lstat_of_what_goes(is_seen=False))
        build("d")
    assert [b"1", b"2"] == contents(tmp_path)


def lstat_of_what_goes(is_seen: bool) -> Callable[[Path], os.stat_result]:
    """In the place of `Path.lstat`: the file `other` is gone, before it is looked at or after."""
    original = Path.lstat

    def lstat(path: Path) -> os.stat_result:
        if path.name != "other":
            return original(path)
        state = original(path)
        path.unlink()
        return state if is_seen else original(path)

    return lstat
