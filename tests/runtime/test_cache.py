"""Compiled code: made once, kept privately, never loaded when damaged."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.runtime.caching import CountingEngine, entry, opened

from wae.runtime import artifact, cache
from wae.runtime.app import FileApp

Guest = Callable[[str], str]


def test_second_use_loads(app: FileApp, engine: CountingEngine, where: Path) -> None:
    """What was compiled once is loaded from then on."""
    cache.component(app, engine, str(where))
    assert engine.compiled == 1


def test_private(where: Path) -> None:
    """The folder is 0700 and every file in it 0600; nothing temporary is left."""
    assert where.stat().st_mode & 0o777 == 0o700
    assert {0o600} == {path.stat().st_mode & 0o777 for path in where.iterdir()}
    assert not list(where.glob("*.tmp"))


def test_name_tells_version_and_platform(where: Path, app: FileApp) -> None:
    """Code of another wasmtime or another architecture has another name."""
    assert entry(where).name.startswith(f"{app.sha256}-wasmtime-50-")
    assert os.uname().machine in entry(where).name
    assert cache.entry_name("a", "50-1") != cache.entry_name("a", "50-2")


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def foreign(path: Path) -> None:
    path.write_bytes(b"\x7fELF" + bytes(1000))


def writable_by_others(path: Path) -> None:
    path.chmod(0o666)


def linked(path: Path) -> None:
    real = path.with_name("elsewhere")
    path.rename(real)
    path.symlink_to(real)


def without_note(path: Path) -> None:
    Path(f"{path}.note").unlink()


def note_writable_by_others(path: Path) -> None:
    Path(f"{path}.note").chmod(0o666)


def note_of_nonsense(path: Path) -> None:
    Path(f"{path}.note").write_bytes(b"\xff\x00 what")


@pytest.mark.parametrize(
    "damage",
    [
        truncated,
        flipped,
        emptied,
        foreign,
        writable_by_others,
        linked,
        without_note,
        note_writable_by_others,
        note_of_nonsense,
    ],
)
def test_damaged_entry_is_compiled_anew(
    app: FileApp, engine: CountingEngine, where: Path, damage: Callable[[Path], None]
) -> None:
    """Code that is not exactly what was written, or that others could write, is never loaded."""
    damage(entry(where))
    cache.component(app, engine, str(where))
    assert engine.compiled == 2
    cache.component(app, engine, str(where))
    assert engine.compiled == 2


def test_code_of_another_user(
    app: FileApp, engine: CountingEngine, where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code that belongs to somebody else is never loaded, and the user is told."""
    with opened(where) as folder:
        monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
        assert artifact.open_whole(entry(where).name, folder.descriptor) is None
    cache.component(app, engine, str(where))
    assert engine.compiled == 2


def test_restored_copy_is_accepted(app: FileApp, engine: CountingEngine, where: Path) -> None:
    """The same content with other times and inode is hashed once, and then known again."""
    path = entry(where)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    path.chmod(0o600)
    note = Path(f"{path}.note").read_text()
    cache.component(app, engine, str(where))
    assert engine.compiled == 1
    assert note != Path(f"{path}.note").read_text()
    assert note.split()[0] == Path(f"{path}.note").read_text().split()[0]


def test_code_that_the_engine_refuses(app: FileApp, engine: CountingEngine, where: Path) -> None:
    """Whole code that is not for this engine (another CPU, other settings) is compiled anew."""
    with opened(where) as folder:
        artifact.keep(entry(where).name, b"\x7fELF" + bytes(1000), folder.descriptor)
    cache.component(app, engine, str(where))
    assert engine.compiled == 2
