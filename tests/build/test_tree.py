"""Reading a folder never shows what lies outside of it, and ends."""

import os
import socket
import stat
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.build import tree
from wae.build.tree import TreeError, read_file, read_tree, write_tree


def visible(place: PurePosixPath) -> bool:
    return not place.name.startswith(".") and place.name != "tests"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with something in it, and a secret beside it."""
    write_tree(
        {"a.py": b"a", "deep/b.py": b"b", ".env": b"KEY=1", "tests/t.py": b"t"}, tmp_path / "f"
    )
    (tmp_path / "secret").write_text("hunter2")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key.py").write_text("hunter2")
    return tmp_path / "f"


def link(name: str, target: str):
    def make(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(target.replace("OUT", str(folder.parent)))

    return make


def test_links_within(folder: Path) -> None:
    """A link to a file or a folder that is in the folder anyway stands for what it leads to."""
    link("c.py", "deep/b.py")(folder)
    link("again", "deep")(folder)
    link("deep/up.py", "../a.py")(folder)
    actual = read_tree(folder, visible)
    assert {"a.py": b"a", "again/b.py": b"b", "again/up.py": b"a", "c.py": b"b"} | {
        "deep/b.py": b"b",
        "deep/up.py": b"a",
    } == actual


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (link("x.py", "OUT/secret"), "the symbolic link {}/x.py leaves {}"),
        (link("x.py", "../secret"), "the symbolic link {}/x.py leaves {}"),
        (link("deep/x", "../../secrets"), "the symbolic link {}/deep/x leaves {}"),
        (link("x", "deep/../../secrets/key.py"), "the symbolic link {}/x leaves {}"),
        (link("x.py", "/etc/hostname"), "the symbolic link {}/x.py leaves {}"),
        (link("x.py", "/proc/self/environ"), "the symbolic link {}/x.py leaves {}"),
        (link("x.py", "../f2/a.py"), "the symbolic link {}/x.py leaves {}"),
        (link("x.py", ".env"), "the symbolic link {}/x.py leads to .env, which is no part of {}"),
        (link("x", "tests"), "the symbolic link {}/x leads to tests, which is no part of {}"),
        (link("x.py", "nothing"), "the symbolic link {}/x.py leads nowhere"),
        (link("x.py", "x.py"), "the symbolic link {}/x.py leads nowhere"),
        (link("deep/x", ".."), "the link {}/deep/x leads back to a folder that holds it"),
    ],
)
def test_links_elsewhere(folder: Path, make, said: str) -> None:
    """A link out of the folder, to what is hidden in it, or in a circle is named and not read."""
    write_tree({"a.py": b"hunter2"}, folder.parent / "f2")
    make(folder)
    with pytest.raises(TreeError) as caught:
        read_tree(folder, visible)
    assert said.replace("{}", str(folder)) == caught.value.message


def test_a_chain_of_links(folder: Path) -> None:
    """It is where a chain of links ends that counts."""
    link("one.py", "two.py")(folder)
    link("two.py", "three.py")(folder)
    link("three.py", "../secret")(folder)
    with pytest.raises(TreeError, match="leaves"):
        read_tree(folder, visible)


def test_many_links_to_folders(folder: Path) -> None:
    """Folders that multiply by links are given up in time."""
    for number in range(20):
        here = folder / f"d{number}"
        here.mkdir()
        for name in "xyz":
            (here / name).symlink_to(f"../d{number + 1}")
    (folder / "d20").mkdir()
    with pytest.raises(TreeError, match=f"holds more than {tree.MOST_FILES} files"):
        read_tree(folder, visible)


def test_pipes_and_sockets(folder: Path) -> None:
    """What is no file is named; nobody waits for it."""
    os.mkfifo(folder / "pipe.py")
    with pytest.raises(TreeError, match=r"pipe\.py is a named pipe, not a file"):
        read_tree(folder, visible)
    (folder / "pipe.py").unlink()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "s"))
        with pytest.raises(TreeError, match=r"/s is a socket, not a file"):
            read_tree(folder, visible)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/dev/zero", "a device"), ("/dev", "a folder"), ("/proc/self", "a symbolic link")],
)
def test_no_files(path: str, kind: str) -> None:
    """A file is read if it is one."""
    with pytest.raises(TreeError, match=f"{path} is {kind}, not a file"):
        read_file(Path(path))


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        (stat.S_IFIFO, "a named pipe"),
        (stat.S_IFSOCK, "a socket"),
        (stat.S_IFCHR, "a device"),
        (stat.S_IFBLK, "a device"),
        (stat.S_IFDIR, "a folder"),
        (stat.S_IFLNK, "a symbolic link"),
        (0, "no file"),
    ],
)
@pytest.mark.parametrize("function", ["lstat", "fstat"])
def test_kinds(
    folder: Path, monkeypatch: pytest.MonkeyPatch, function: str, mode: int, kind: str
) -> None:
    """What is no file is called what it is, though it became that after it was looked at."""
    monkeypatch.setattr(os, function, lambda _: os.stat_result([mode] * 10))
    with pytest.raises(TreeError) as caught:
        read_file(folder / "a.py")
    assert f"{folder / 'a.py'} is {kind}, not a file" == caught.value.message


def link_to_a_secret(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent.parent / "secret")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("becomes", [link_to_a_secret, pipe])
def test_a_file_that_becomes_another_thing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, becomes: Callable[[Path], None]
) -> None:
    """What a file becomes while it is opened is not followed, nor waited for."""
    state = os.lstat(folder / "a.py")
    becomes(folder / "a.py")
    monkeypatch.setattr(os, "lstat", lambda _: state)
    with pytest.raises((TreeError, OSError)) as caught:
        read_file(folder / "a.py")
    assert becomes is link_to_a_secret or "is a named pipe, not a file" in str(caught.value)


@pytest.mark.parametrize(("most", "allowed"), [(7, True), (6, False)])
def test_exact_size(tmp_path: Path, most: int, allowed: bool) -> None:
    """As many bytes as may be are read, and not one more."""
    write_tree({"x": b"content"}, tmp_path)
    if allowed:
        assert b"content" == read_file(tmp_path / "x", most)
    else:
        with pytest.raises(TreeError, match="with .*/x there are more than 256 MiB to read"):
            read_file(tmp_path / "x", most)


@pytest.mark.parametrize(("most", "allowed"), [(3, True), (2, False)])
def test_exact_number(folder: Path, monkeypatch: pytest.MonkeyPatch, most: int, allowed: bool):
    """Files and folders count, hidden ones do not."""
    monkeypatch.setattr(tree, "MOST_FILES", most)
    if allowed:
        assert {"a.py", "deep/b.py"} == read_tree(folder, visible).keys()
    else:
        with pytest.raises(TreeError, match=f"{folder} holds more than 2 files"):
            read_tree(folder, visible)


def test_no_folder(folder: Path) -> None:
    """What is no folder is named, and whether there is anything."""
    for name, said in (("a.py", "{} is not a folder"), ("nothing", "there is no {}")):
        with pytest.raises(TreeError) as caught:
            read_tree(folder / name, visible)
        assert (said.replace("{}", str(folder / name)), "") == (
            caught.value.message,
            caught.value.hint,
        )
    link("again", "f")(folder.parent)
    assert {"a.py", "deep/b.py"} == read_tree(folder.parent / "again", visible).keys()


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("../secret", "Put a copy in its place, or include the file"),
        (".env", "Remove it"),
        ("nothing", "Remove it"),
    ],
)
def test_what_to_do_about_a_link(folder: Path, target: str, hint: str) -> None:
    """Each says what to do."""
    link("x.py", target)(folder)
    with pytest.raises(TreeError) as caught:
        read_tree(folder, visible)
    assert hint == caught.value.hint
    assert str(caught.value) == caught.value.message


def test_a_link_into_what_is_hidden(folder: Path) -> None:
    """No folder above what a link leads to may be hidden, nor may it be itself."""
    write_tree({".git/sub/config": b"hunter2", "deep/.env": b"hunter2"}, folder)
    for target in (".git/sub/config", ".git/sub", "deep/.env"):
        link("x", target)(folder)
        with pytest.raises(TreeError, match=f"leads to {target}, which is no part of"):
            read_tree(folder, visible)
        (folder / "x").unlink()


def test_written(tmp_path: Path) -> None:
    """Files are written where they belong, again and again, all of one time: of 1980."""
    for content in (b"1", b"2"):
        write_tree({"a/b/c.py": content, "d": b""}, tmp_path / "x" / "y")
    state = os.stat(tmp_path / "x/y/a/b/c.py")
    when = datetime(1980, 1, 1, tzinfo=UTC).timestamp()
    assert (when, when) == (state.st_mtime, state.st_atime)
    assert {"a/b/c.py": b"2", "d": b""} == read_tree(tmp_path / "x/y", lambda place: True)


def test_nothing_written(tmp_path: Path) -> None:
    """A folder without files is one."""
    write_tree({}, tmp_path / "x" / "y")
    assert {} == read_tree(tmp_path / "x/y", visible)


def test_in_order(folder: Path) -> None:
    """Files come in the order of their paths, however the system lists them."""
    write_tree({"deep/z": b"", "deeq": b"", "deep/deep/a": b""}, folder)
    expected = ["a.py", "deep/b.py", "deep/deep/a", "deep/z", "deeq"]
    assert expected == [*read_tree(folder, visible)]


def test_size(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the limit, in one file or in all, is not read; hidden files do not count."""
    monkeypatch.setattr(tree, "MOST_BYTES", 1 << 20)
    os.truncate(folder / ".env", 1 << 30)
    os.truncate(folder / "a.py", 1 << 19)
    assert 3 + (1 << 19) - 2 == sum(len(text) for text in read_tree(folder, visible).values())
    os.truncate(folder / "deep" / "b.py", (1 << 19) + 1)
    with pytest.raises(TreeError, match=r"deep/b.py there are more than 1 MiB to read"):
        read_tree(folder, visible)


def test_name_that_is_no_text(folder: Path) -> None:
    """A name that is not UTF-8 is said to be so, in words that can be shown."""
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff.py"))).touch()
    with pytest.raises(TreeError, match=r"/\?\.py is not UTF-8") as caught:
        read_tree(folder, visible)
    caught.value.message.encode()


_NAMES = st.text("abc", min_size=1, max_size=2)
_PLACES = st.lists(_NAMES, min_size=1, max_size=3).map("/".join)
_TARGETS = st.lists(st.one_of(_NAMES, st.just("..")), min_size=1, max_size=5).map("/".join)


@given(
    st.dictionaries(_PLACES, st.binary(max_size=3), max_size=5),
    st.dictionaries(_PLACES, _TARGETS, max_size=4),
)
def test_whatever_the_links(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], links: dict[str, str]
) -> None:
    """Whatever links there are, nothing that lies outside is read."""
    outside = tmp_path_factory.mktemp("outside")
    folder = outside / "c" / "c"
    for name in ("a", "b", "c/a", "c/b"):
        write_tree({f"{name}/a": b"SECRET", f"{name}/b": b"SECRET"}, outside)
    folder.mkdir()
    for place, target in links.items():
        path = folder / place
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(target)
    for place, content in files.items():
        path = folder / place
        with suppress(OSError, RuntimeError):  # a link that leads in a circle
            if path.parent.resolve().is_relative_to(folder) and not path.is_symlink():
                write_tree({place: content}, folder)
    try:
        actual = read_tree(folder, lambda place: True)
    except TreeError:
        return
    assert set(actual.values()) <= set(files.values())
