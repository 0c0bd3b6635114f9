"""Compiled code: made once, kept privately, never loaded when damaged."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from wae.runtime import artifact, cache
from wae.runtime.app import FileApp
from wae.runtime.engine import Component, Engine

Guest = Callable[[str], str]


class CountingEngine(Engine):
    """The real engine, counting how often it compiles."""

    compiled = 0

    def compile(self, wasm: bytes) -> Component:
        self.compiled += 1
        return super().compile(wasm)


@pytest.fixture
def engine() -> CountingEngine:
    return CountingEngine()


@pytest.fixture
def app(guest: Guest, tmp_path: Path) -> FileApp:
    return FileApp(guest("code"), str(tmp_path / "cache"))


@pytest.fixture
def where(app: FileApp, engine: CountingEngine, tmp_path: Path) -> Path:
    """A cache folder that has the app's compiled code; the engine has compiled once."""
    folder = tmp_path / "cache"
    cache.component(app, engine, str(folder))
    assert engine.compiled == 1
    return folder


def entry(where: Path) -> Path:
    return next(where.glob("*.cwasm"))


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
    assert entry(where).name.startswith(f"{app.sha256}-wasmtime-50.")
    assert os.uname().machine in entry(where).name
    assert cache.entry_name("a", "50.0.1") != cache.entry_name("a", "50.0.2")


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
    monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
    assert not artifact.is_whole(str(entry(where)))
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
    artifact.keep(str(entry(where)), b"\x7fELF" + bytes(1000))
    cache.component(app, engine, str(where))
    assert engine.compiled == 2


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o722])
def test_shared_folder_is_not_used(
    app: FileApp,
    engine: CountingEngine,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    mode: int,
) -> None:
    """A folder that others can write to is left alone; the app runs, and the user is told."""
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(mode)
    assert cache.component(app, engine, str(folder)).pointer
    assert not list(folder.iterdir())
    assert "is not yours alone to write to" in capfd.readouterr().err


def test_folder_that_cannot_be_made(
    app: FileApp, engine: CountingEngine, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Without a usable cache folder the app is compiled for this run, and the user is told."""
    (tmp_path / "file").touch()
    assert cache.component(app, engine, str(tmp_path / "file" / "cache")).pointer
    shown = capfd.readouterr().err
    assert "wae: cannot use the cache folder" in shown
    assert "code.wasm is compiled for this run only" in shown


def test_full_disk(
    app: FileApp,
    engine: CountingEngine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Code that cannot be kept is used all the same."""

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    folder = tmp_path / "cache"
    assert cache.component(app, engine, str(folder)).pointer
    assert "No space left on device" in capfd.readouterr().err
    assert {"lock"} == {path.name for path in folder.iterdir()}


def test_prune(where: Path) -> None:
    """Entries unused for a month and leftovers of killed writers go; everything else stays."""
    kept = {path.name for path in where.iterdir()}
    for name in ("old.cwasm", "old.cwasm.note", "used.cwasm", "used.cwasm.note", "a.tmp", "b.tmp"):
        (where / name).touch()
    month = time.time() - 31 * 86400
    for name in ("old.cwasm", "old.cwasm.note", "used.cwasm", "a.tmp"):
        os.utime(where / name, (month, month))
    cache.prune(str(where), time.time())
    assert kept | {"used.cwasm", "used.cwasm.note", "b.tmp"} == {
        path.name for path in where.iterdir()
    }


def test_use_is_remembered(app: FileApp, engine: CountingEngine, where: Path) -> None:
    """An entry in use is never old, however long ago it was compiled."""
    note = Path(f"{entry(where)}.note")
    os.utime(note, (0, 0))
    cache.component(app, engine, str(where))
    cache.prune(str(where), time.time())
    cache.component(app, engine, str(where))
    assert engine.compiled == 1


HOLDER = """
import sys, time
from wae.runtime.lock import Lock
with Lock(sys.argv[1]):
    print("locked", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(environ: dict[str, str], tmp_path: Path) -> "subprocess.Popen[bytes]":
    """A process that holds the lock of the cache folder."""
    (tmp_path / "cache").mkdir(mode=0o700)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "cache")], env=environ, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"locked\n"
    return process


def test_killed_holder(
    holder: "subprocess.Popen[bytes]",
    environ: dict[str, str],
    guest: Guest,
    tmp_path: Path,
) -> None:
    """A second process waits for the one that compiles, says so, and goes on if that is killed."""
    with (
        holder,
        subprocess.Popen(
            [sys.executable, "-m", "wae", "run", guest("code")],
            env={**environ, "WAE_CACHE_DIR": str(tmp_path / "cache")},
            stderr=subprocess.PIPE,
        ) as waiting,
    ):
        assert waiting.stderr
        assert waiting.stderr.readline() == b"wae: waiting for another wae, which is compiling\n"
        assert waiting.poll() is None
        holder.send_signal(signal.SIGKILL)
        assert waiting.wait(20) == 3


def test_two_at_once_compile_once(environ: dict[str, str], guest: Guest, tmp_path: Path) -> None:
    """Of processes that start together one compiles, and all run."""
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "wae", "run", guest("code")],
            env={**environ, "WAE_CACHE_DIR": str(tmp_path / "cache")},
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    shown = b"".join(process.communicate(timeout=60)[1] for process in both)
    assert [process.returncode for process in both] == [3, 3, 3, 3]
    assert shown.count(b"Compiling") == 1


def test_read_only_folder_is_still_read(
    app: FileApp, engine: CountingEngine, where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compiled code is loaded from a folder that cannot be written to."""

    def refuse(*arguments: object, **options: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "mkdir", refuse)
    os.utime(f"{entry(where)}.note", (0, 0))
    cache.component(app, engine, str(where))
    assert engine.compiled == 1


def test_prune_keeps_the_latest(tmp_path: Path) -> None:
    """However often an app changes, only so many compiled versions stay: those used last."""
    now = time.time()
    for age in range(cache.MOST + 3):
        path = tmp_path / f"{age:02}.cwasm"
        for file in (path, Path(f"{path}{artifact.NOTE}")):
            file.write_bytes(b"x")
            os.utime(file, (now - age, now - age))
    cache.prune(str(tmp_path), now)
    kept = sorted(path.name for path in tmp_path.glob("*.cwasm"))
    assert kept == [f"{age:02}.cwasm" for age in range(cache.MOST)]
