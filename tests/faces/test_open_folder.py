"""The folder that `wae serve --files` opens: what becomes of it while it is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wae.errors import UsageError
from wae.faces.rest.files.answers import NoFolder
from wae.faces.rest.files.walk import Entry, NotServed
from wae.faces.rest.folder import Changed, NothingServed, OpenFolder

HINT = "Name a folder after --files"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Path]:
    """Has a `folder` to be served; no descriptor is left open but the folder's own."""
    for name in ("folder/d/x", "outside/x"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "folder/x").write_text("folder/x")
    before = len(os.listdir("/proc/self/fd"))
    yield tmp_path
    assert before + 1 == len(os.listdir("/proc/self/fd"))


@pytest.fixture
def folder(base: Path) -> OpenFolder:
    return OpenFolder(str(base / "folder"))


def read(folder: OpenFolder, *names: str, entry: Entry | None = None) -> bytes:
    with open(folder.open(names, entry or folder.look(names)), "rb") as file:
        return file.read()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nothing", "No such file or directory"),
        ("file", "Not a directory"),
        ("pipe", "Not a directory"),
        ("nul\0", "no path has NUL in it"),
        ("link", "it is a link"),
        ("to-file", "it is a link"),
    ],
)
def test_what_cannot_be_opened(tmp_path: Path, name: str, reason: str) -> None:
    """The server does not start, and says why."""
    (tmp_path / "file").write_text("")
    (tmp_path / "to-file").symlink_to("file")
    (tmp_path / "link").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError) as caught:
        OpenFolder(str(tmp_path / name))
    message = f"cannot serve the files of {tmp_path / name}: {reason}"
    assert (message, HINT) == (caught.value.message, caught.value.hint)


def test_what_is_read(folder: OpenFolder, base: Path) -> None:
    """Files in it by their names, with their sizes and dates, wherever the process is."""
    assert b"folder/x" == read(folder, "x")
    assert b"folder/d/x" == read(folder, "d", "x")
    modified = (base / "folder/d/x").stat().st_mtime_ns
    assert Entry("x", False, 10, modified) == folder.look(["d", "x"])
    assert {("d", True), ("x", False)} == {(e.name, e.is_directory) for e in folder.entries([], 9)}
    assert 1 == len(folder.entries([], 1))


@pytest.mark.parametrize("names", [["d"], [], ["nothing"], ["pipe"], ["d", "pipe"]])
def test_what_is_no_file(folder: OpenFolder, base: Path, names: list[str]) -> None:
    """Only files are opened; nobody waits for a pipe."""
    os.mkfifo(base / "folder/pipe")
    os.mkfifo(base / "folder/d/pipe")
    with pytest.raises(NotServed):
        folder.open(names, Entry("x", False, 8, 0))
    assert "pipe" not in {entry.name for entry in folder.entries(["d"], 9)}


def test_another_file(folder: OpenFolder, base: Path) -> None:
    """One that has another size or date than was said is not opened."""
    entry = folder.look(["x"])
    for other in (
        Entry("x", False, entry.size + 1, entry.modified),
        Entry("x", False, entry.size, entry.modified + 1),
    ):
        with pytest.raises(Changed):
            folder.open(["x"], other)


def link(path: Path, base: Path) -> None:
    path.symlink_to(base / "outside" / ("x" if path.name == "x" else ""))


def pipe(path: Path, base: Path) -> None:
    os.mkfifo(path)


def gone(path: Path, base: Path) -> None:
    """Leaves nothing there."""


@pytest.mark.parametrize("name", ["x", "d"])
@pytest.mark.parametrize("becomes", [link, pipe, gone])
def test_between_two_steps(
    folder: OpenFolder,
    base: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    becomes: Callable[[Path, Path], None],
) -> None:
    """What becomes another thing after it was looked at is not followed, nor waited for."""
    wanted = [name] if name == "x" else ["d", "x"]
    entry = folder.look(wanted)
    open_ = os.open

    def swapping(path: str, *arguments: int, **options: int) -> int:
        if path == name and (base / "folder" / name).lstat().st_size != 0:
            (base / "folder" / name).rename(base / "before")
            becomes(base / "folder" / name, base)
        return open_(path, *arguments, **options)

    monkeypatch.setattr(os, "open", swapping)
    with pytest.raises(Changed if (name, becomes) == ("x", pipe) else NotServed):
        folder.open(wanted, entry)


@pytest.mark.parametrize(
    ("function", "call"),
    [
        ("readlink", lambda folder: folder.look(["link"])),
        ("scandir", lambda folder: folder.entries([], 9)),
        ("stat", lambda folder: folder.look(["x"])),
        ("open", lambda folder: folder.look(["d"])),
    ],
)
def test_what_cannot_be_read(
    folder: OpenFolder,
    base: Path,
    monkeypatch: pytest.MonkeyPatch,
    function: str,
    call: Callable[[OpenFolder], object],
) -> None:
    """What the system does not let the server read is not served."""
    (base / "folder/link").symlink_to("x")
    assert call(folder)

    def refuses(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, function, refuses)
    with pytest.raises(NotServed):
        call(folder)


def test_no_folder() -> None:
    """Where there is none, every question is answered so."""
    nothing = NothingServed()
    for call in (
        lambda: nothing.look([]),
        lambda: nothing.entries([], 9),
        lambda: nothing.open([], Entry("", False, 0, 0)),
    ):
        with pytest.raises(NoFolder):
            call()
