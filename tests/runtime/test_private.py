"""Directories that nobody but their user can change."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wae.runtime import private

SOMEBODY = 54321
"""The number of a user that no machine has."""

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can give files away")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "base").mkdir(mode=0o755)
    return tmp_path / "base"


@pytest.fixture(params=[0o000, 0o022, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def opened(path: Path, *, make: bool = True) -> str:
    with private.open_directory(str(path), make=make) as directory:
        state = os.fstat(directory.descriptor)
        assert os.path.samestat(state, os.stat(directory.path))
        return directory.path


def refused(path: Path) -> str:
    """Why the directory is not opened."""
    with pytest.raises((PermissionError, NotADirectoryError)) as caught:
        private.open_directory(str(path))
    return str(caught.value.strerror)


def test_made_private(base: Path, umask: int) -> None:
    """What is missing is made for the user alone, whatever the umask."""
    with private.open_directory(str(base / "a" / "b")) as directory:
        assert str(base / "a/b") == directory.path
    modes = [(base / name).stat().st_mode & 0o7777 for name in ("a", "a/b")]
    assert [0o700, 0o700] == modes


def test_not_made(base: Path) -> None:
    """Nothing is made where that was not asked for."""
    with pytest.raises(FileNotFoundError):
        private.open_directory(str(base / "a"), make=False)
    assert [] == list(base.iterdir())


def test_relative(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path starts at the current folder."""
    (base / "a").mkdir()
    monkeypatch.chdir(base / "a")
    assert str(base / "b") == opened(Path("../b"))


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o720, 0o702, 0o1777, 0o1770])
def test_others_can_write(base: Path, mode: int) -> None:
    """A directory that others can write to is refused, though it be sticky."""
    (base / "a").mkdir()
    (base / "a").chmod(mode)
    assert refused(base / "a").endswith(
        (f"others can write to {base / 'a'}", f"{base / 'a'} is not yours alone to write to")
    )


@pytest.mark.parametrize("above", ["base", "base/a"])
@pytest.mark.parametrize("mode", [0o707, 0o777, 0o702])
def test_others_can_write_above(base: Path, above: str, mode: int) -> None:
    """Nor one below a directory in which others can put another in its place."""
    (base / "a/b").mkdir(parents=True, mode=0o700)
    (base.parent / above).chmod(mode)
    assert f"others can write to {base.parent / above}" == refused(base / "a/b")


def test_sticky_above(base: Path) -> None:
    """In a sticky directory others cannot replace what is the user's."""
    base.chmod(0o1777)
    assert str(base / "a") == opened(base / "a")


@pytest.mark.parametrize(
    ("alone", "members", "name", "allowed"),
    [
        (True, [], "ann", True),
        (True, ["ann"], "ann", True),
        (True, ["ann", "bob"], "ann", False),
        (True, [], "staff", False),
        (False, [], "ann", False),
    ],
)
def test_group_of_the_user(
    base: Path,
    monkeypatch: pytest.MonkeyPatch,
    alone: bool,
    members: list[str],
    name: str,
    allowed: bool,
) -> None:
    """A group of the user's name without other members is the user (umask 002); no other is."""
    import grp
    import pwd

    base.chmod(0o775)
    group = base.stat().st_gid
    user = pwd.struct_passwd(("ann", "x", os.getuid(), group if alone else group + 1, "", "", ""))
    monkeypatch.setattr(pwd, "getpwuid", lambda _: user)
    monkeypatch.setattr(grp, "getgrgid", lambda _: grp.struct_group((name, "x", group, members)))
    if allowed:
        assert str(base / "a") == opened(base / "a")
    else:
        assert f"others can write to {base}" == refused(base / "a")


def test_group_unknown(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group that the system does not know may have anybody in it."""
    import grp

    def unknown(_: int) -> None:
        raise KeyError

    base.chmod(0o775)
    monkeypatch.setattr(grp, "getgrgid", unknown)
    assert f"others can write to {base}" == refused(base / "a")


@as_root
@pytest.mark.parametrize("given", ["", "base", "base/a"])
def test_others_own(base: Path, given: str) -> None:
    """Whoever owns a directory on the way can change it, whatever its mode."""
    (base / "a/b").mkdir(parents=True)
    os.chown(base.parent / given, SOMEBODY, 0)
    assert f"{base.parent / given} belongs to another user" == refused(base / "a/b")


@as_root
def test_others_own_it(base: Path) -> None:
    """The directory itself belongs to the user, not to anybody else."""
    (base / "a").mkdir(mode=0o700)
    os.chown(base / "a", SOMEBODY, 0)
    assert f"{base / 'a'} belongs to another user" == refused(base / "a")


def test_roots_is_not_the_users(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Directories on the way may be root's, the last one may not."""
    monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
    assert refused(base) in (
        f"{base} is not yours alone to write to",
        *(f"{above} belongs to another user" for above in (base, *base.parents)),
    )


def absolute(base: Path) -> None:
    (base / "real").mkdir()
    (base / "link").symlink_to(base / "real")


def relative(base: Path) -> None:
    (base / "real").mkdir()
    (base / "link").symlink_to("../base/./real")


def chained(base: Path) -> None:
    (base / "real").mkdir()
    (base / "other").symlink_to("real")
    (base / "link").symlink_to("other")


def dangling(base: Path) -> None:
    (base / "link").symlink_to("real")


LINKS = [absolute, relative, chained, dangling]


@pytest.mark.parametrize("make", LINKS)
def test_link_on_the_way(base: Path, make: Callable[[Path], None]) -> None:
    """A link that the user made is followed, and the path that comes back has none in it."""
    make(base)
    assert str(base / "real/a") == opened(base / "link" / "a")


@pytest.mark.parametrize("make", LINKS)
def test_link_itself(base: Path, make: Callable[[Path], None]) -> None:
    """The directory itself must be none, even the user's own, wherever it leads."""
    make(base)
    assert f"{base / 'link'} is a link" == refused(base / "link")
    assert not (base / "real").exists() or [] == list((base / "real").iterdir())


def test_links_in_a_circle(base: Path) -> None:
    """Links without an end are refused."""
    (base / "link").symlink_to("link")
    assert f"{base / 'link'} is a link" == refused(base / "link" / "a")


@as_root
def test_link_of_somebody(base: Path) -> None:
    """A link that somebody else made, say in /tmp, is not followed, even to what is the user's."""
    base.chmod(0o1777)
    (base / "real").mkdir(mode=0o700)
    (base / "link").symlink_to("real")
    os.chown(base / "link", SOMEBODY, 0, follow_symlinks=False)
    assert f"{base / 'link'} is a link of another user's" == refused(base / "link" / "a")


def test_link_to_where_others_write(base: Path) -> None:
    """Where a link leads, the same is asked of every directory."""
    (base / "open").mkdir()
    (base / "open").chmod(0o777)
    (base / "link").symlink_to("open")
    assert f"others can write to {base / 'open'}" == refused(base / "link" / "a")


@pytest.mark.parametrize("name", ["file", "file/a"])
def test_no_directory(base: Path, name: str) -> None:
    """A file in the way is said to be one."""
    (base / "file").touch()
    assert "Not a directory" == refused(base / name)


def test_no_descriptor_is_left(base: Path) -> None:
    """Opening, refused or not, leaves no descriptor behind."""
    chained(base)
    (base / "open").mkdir()
    (base / "open").chmod(0o777)
    before = os.listdir("/dev/fd")
    opened(base / "link" / "a")
    for path in ("link", "open/a", "real/none"):
        with pytest.raises((PermissionError, FileNotFoundError)):
            private.open_directory(str(base / path), make=False)
    assert len(before) == len(os.listdir("/dev/fd"))


@pytest.mark.parametrize(("number", "leads"), [(40, True), (41, False)])
def test_many_links(base: Path, number: int, leads: bool) -> None:
    """As many links are followed as Linux does, and no more."""
    (base / "0").mkdir()
    for link in range(1, number + 1):
        (base / str(link)).symlink_to(str(link - 1))
    path = base / str(number) / "a"
    if leads:
        assert str(base / "0/a") == opened(path)
    else:
        assert refused(path).endswith(" is a link")


def test_the_current_folder_is_gone(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a relative path needs a current folder."""
    (base / "a").mkdir()
    monkeypatch.chdir(base / "a")
    (base / "a").rmdir()
    assert str(base / "b") == opened(base / "b")


@as_root
@pytest.mark.parametrize("owner", [0, SOMEBODY])
def test_who_is_trusted(base: Path, owner: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Directories and links on the way may be root's or the user's, whoever that is."""
    (base / "a" / "b").mkdir(parents=True, mode=0o755)
    (base / "a" / "link").symlink_to("b")
    (base / "a" / "b" / "c").mkdir(mode=0o700)
    for name in ("a", "a/b", "a/link"):
        os.chown(base / name, owner, 0, follow_symlinks=False)
    os.chown(base / "a" / "b" / "c", SOMEBODY, 0)
    monkeypatch.setattr(os, "getuid", lambda: SOMEBODY)
    assert str(base / "a/b/c") == opened(base / "a" / "link" / "c")
    monkeypatch.setattr(os, "getuid", lambda: SOMEBODY + 1)
    assert refused(base / "a" / "link" / "c").endswith("belongs to another user")
