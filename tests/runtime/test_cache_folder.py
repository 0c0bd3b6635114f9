"""The folder of compiled code: the user's own, shared by processes, and never too large."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.patience import PATIENCE
from tests.runtime.caching import CountingEngine, entry

from wae.runtime import cache
from wae.runtime.app import FileApp
from wae.runtime.engine import Component

Guest = Callable[[str], str]


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
    shown = capfd.readouterr().err
    assert f"others can write to {folder}" in shown or f"{folder} is not yours alone" in shown


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


HOLDER = """
import sys
from wae.runtime.lock import Lock
from wae.runtime.private import open_directory
with open_directory(sys.argv[1]) as folder, Lock(folder):
    print("locked", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(environ: dict[str, str], tmp_path: Path) -> "subprocess.Popen[bytes]":
    """A process that holds the lock of the cache folder."""
    (tmp_path / "cache").mkdir(mode=0o700)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "cache")],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
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
        assert waiting.wait(PATIENCE) == 3


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
    shown = b"".join(process.communicate(timeout=PATIENCE)[1] for process in both)
    assert [process.returncode for process in both] == [3, 3, 3, 3]
    assert shown.count(b"Compiling") == 1


def test_read_only_folder_is_still_read(
    app: FileApp, engine: CountingEngine, where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compiled code is loaded from a folder that cannot be written to."""
    really = os.open

    def refuse(path: str, flags: int, *arguments: int, **options: int) -> int:
        if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
            raise PermissionError(13, "Permission denied")
        return really(path, flags, *arguments, **options)

    def refuse_all(*arguments: object, **options: object) -> int:
        raise PermissionError(13, "Permission denied")

    os.utime(f"{entry(where)}.note", (0, 0))
    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "mkdir", refuse_all)
    monkeypatch.setattr(os, "utime", refuse_all)
    cache.component(app, engine, str(where))
    assert engine.compiled == 1


def test_linked_folder_is_not_used(
    app: FileApp, engine: CountingEngine, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A link in the place of the cache folder is not followed, and the user is told."""
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "linked").symlink_to("elsewhere")
    assert cache.component(app, engine, str(tmp_path / "linked")).pointer
    assert not list((tmp_path / "elsewhere").iterdir())
    assert f"{tmp_path / 'linked'} is a link. code.wasm is compiled" in capfd.readouterr().err


def test_what_was_judged_is_loaded(
    app: FileApp, engine: CountingEngine, where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code that is put in the place of what was judged, just before it is loaded, is not loaded."""
    load = engine.load

    def swapped(code: int) -> Component:
        other = where / "other"
        other.write_bytes(b"\x7fELF" + bytes(1000))
        other.replace(entry(where))
        return load(code)

    monkeypatch.setattr(engine, "load", swapped)
    assert cache.component(app, engine, str(where)).pointer
    assert engine.compiled == 1


@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_private_whatever_the_umask(
    app: FileApp, engine: CountingEngine, tmp_path: Path, umask: int
) -> None:
    """The folder is 0700 and its files 0600, and so of use, under any umask."""
    folder = tmp_path / "caches" / "wae"
    before = os.umask(umask)
    try:
        cache.component(app, engine, str(folder))
        cache.component(app, engine, str(folder))
    finally:
        os.umask(before)
    assert engine.compiled == 1
    assert [0o700, 0o700] == [path.stat().st_mode & 0o777 for path in (folder.parent, folder)]


def test_use_is_remembered(app: FileApp, engine: CountingEngine, where: Path) -> None:
    """An entry in use is never old, however long ago it was compiled."""
    note = entry(where).with_name(f"{entry(where).name}.note")
    os.utime(note, (0, 0))
    cache.component(app, engine, str(where))
    assert time.time() - note.stat().st_mtime < 60


def test_size_is_limited(
    engine: CountingEngine,
    guest: Guest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A limit that nothing fits into leaves what was compiled last."""
    monkeypatch.setenv("WAE_CACHE_LIMIT", "1K")
    for name in ("code", "run"):
        app = FileApp(guest(name), str(tmp_path / "cache"))
        cache.component(app, engine, str(tmp_path / "cache"))
    [kept] = (tmp_path / "cache").glob("*.cwasm")
    assert kept.name.startswith(app.sha256)
    cache.component(app, engine, str(tmp_path / "cache"))
    assert engine.compiled == 2


def test_limit_that_is_none(
    app: FileApp,
    engine: CountingEngine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A limit that cannot be read is said, and the usual one holds."""
    monkeypatch.setenv("WAE_CACHE_LIMIT", "much")
    cache.component(app, engine, str(tmp_path / "cache"))
    assert (
        "wae: WAE_CACHE_LIMIT is not a size such as 500M or 2G: much. Up to 2G are kept\n"
        in capfd.readouterr().err
    )
    cache.component(app, engine, str(tmp_path / "cache"))
    assert engine.compiled == 1


def test_killed_writers_leave_nothing(app: FileApp, engine: CountingEngine, tmp_path: Path) -> None:
    """What a process that was killed while it wrote left behind goes when the next one compiles."""
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(folder), "app.cwasm"], check=False)
    assert -signal.SIGKILL == killed.returncode
    subprocess.run([sys.executable, "-c", KILLED, str(folder), "1-2.digest"], check=False)
    assert 2 == len(list(folder.glob("*.tmp")))
    cache.component(app, engine, str(folder))
    assert [] == list(folder.glob("*.tmp"))


KILLED = """
import os, signal, sys
from wae.runtime import private_files
from wae.runtime.private import open_directory
os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)
with open_directory(sys.argv[1]) as folder:
    private_files.replace(sys.argv[2], b"code", folder.descriptor)
"""
