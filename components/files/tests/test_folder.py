"""The folder that the runtime opened, by names."""

import os

import pytest
from componentize_py_types import Err
from wit_world.exports.folder import Entry, Error, Kind
from wit_world.imports import preopens
from wit_world.imports.types import DescriptorStat, DescriptorType, ErrorCode

import preopened
from app import Folder
from fake_folders import Descriptor, Preopened, Released


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A folder with files and links, the first by its name; what was opened is released in the end,
    but for itself."""
    (tmp_path / "served/deep").mkdir(parents=True)
    for name in ("served/a.txt", "served/.hidden", "served/deep/b.txt", "outside.txt"):
        (tmp_path / name).write_text(name)
    links = {"up": "deep/../a.txt", "out": "../outside.txt", "bad": ".hidden", "abs": "/etc/passwd"}
    for name, target in links.items():
        (tmp_path / "served" / name).symlink_to(target)
    os.mkfifo(tmp_path / "served/pipe")
    give(monkeypatch, ("/", tmp_path), ("/files", tmp_path / "served"), ("/files", tmp_path))
    yield tmp_path / "served"
    assert [str(tmp_path / "served")] == [os.path.normpath(one.path) for one in Released.OPEN]


def give(monkeypatch, *folders):
    """What the runtime opens, by names."""
    monkeypatch.setattr(Released, "OPEN", [])
    preopened.folder.cache_clear()

    def get_directories():
        return [(Preopened(path), name) for name, path in folders]

    monkeypatch.setattr(preopens, "get_directories", get_directories)


def error(call, *arguments):
    """The error that a call returns."""
    with pytest.raises(Err) as caught:
        call(*arguments)
    return caught.value.value


def test_look(root):
    """Files and directories are told apart, links by what they lead to."""
    modified = os.stat(root / "a.txt").st_mtime_ns
    assert Entry("a.txt", Kind.FILE, 12, modified) == Folder().look(["a.txt"])
    assert Entry("up", Kind.FILE, 12, modified) == Folder().look(["up"])
    actual = Folder().look([])
    assert ("", Kind.DIRECTORY, 0) == (actual.name, actual.kind, actual.size)


@pytest.mark.parametrize(
    "names",
    [["nothing"], [".hidden"], ["out"], ["bad"], ["abs"], ["pipe"], ["a.txt", "x"], [".."], ["."]]
    + [["deep", "..", "a.txt"], ["deep/b.txt"], [""], ["a\0"], ["x" * 256]],
)
def test_not_found(root, names):
    """What is hidden, outside, or no file is as if it were not there, whoever asks."""
    entry = Entry("", Kind.FILE, 0, 0)
    assert Error.NOT_FOUND == error(Folder().look, names)
    assert Error.NOT_FOUND == error(Folder().entries, names, 9)
    assert Error.NOT_FOUND == error(Folder().open, names, entry, 0)


def test_entries(root):
    """What is served, and no more of it than is wanted."""
    assert {"a.txt", "deep", "up"} == {entry.name for entry in Folder().entries([], 9)}
    assert 2 == len(Folder().entries([], 2))
    assert Error.NOT_FOUND == error(Folder().entries, ["a.txt"], 9)


def test_open(root):
    """The bytes from an offset on; not of a directory."""
    with Folder().open(["deep", "b.txt"], Folder().look(["deep", "b.txt"]), 7) as stream:
        assert b"deep/b.txt" == stream.content
    assert Error.NOT_FOUND == error(Folder().open, ["deep"], Folder().look(["deep"]), 0)


def test_a_file_that_changed(root):
    """Nothing is opened that is not what was looked at."""
    before = Folder().look(["a.txt"])
    (root / "a.txt").write_text("another")
    assert Error.CHANGED == error(Folder().open, ["a.txt"], before, 0)


@pytest.mark.parametrize(
    ("function", "call"),
    [
        ("stat", lambda: Folder().look([])),
        ("stat_at", lambda: Folder().look(["a.txt"])),
        ("readlink_at", lambda: Folder().look(["up"])),
        ("open_at", lambda: Folder().look(["deep"])),
        ("read_directory", lambda: Folder().entries([], 9)),
        ("stat", lambda: Folder().open(["a.txt"], Entry("", Kind.FILE, 0, 0), 0)),
        ("read_via_stream", lambda: Folder().open(["a.txt"], Entry("", Kind.FILE, 0, 0), 0)),
    ],
)
def test_what_the_runtime_refuses(root, monkeypatch, function, call):
    """What the runtime does not do is as if it were not there."""
    preopened.folder()

    def refuses(*_):
        raise Err(ErrorCode.ACCESS)

    monkeypatch.setattr(Descriptor, function, refuses)
    assert Error.NOT_FOUND == error(call)


def test_no_date(root, monkeypatch):
    """Some runtimes do not tell when a file was modified: at no time, then."""
    state = DescriptorStat(DescriptorType.REGULAR_FILE, 1, 12, None, None, None)
    monkeypatch.setattr(Descriptor, "stat_at", lambda *_: state)
    assert Entry("a.txt", Kind.FILE, 12, 0) == Folder().look(["a.txt"])


@pytest.mark.parametrize("name", ["/", "/files/", "files", "/other", "."])
def test_no_folder(tmp_path, monkeypatch, name):
    """Only what was opened as `/files` is served, whatever else there is."""
    give(monkeypatch, (name, tmp_path))
    for call in (
        lambda: Folder().look([]),
        lambda: Folder().entries([], 9),
        lambda: Folder().open([], Entry("", Kind.FILE, 0, 0), 0),
    ):
        assert Error.NO_FOLDER == error(call)
