"""What leaves the cache folder, and when."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from wae.errors import CacheError
from wae.runtime import eviction, library, outputs
from wae.runtime.private import Directory, open_directory

NOW = 1e9


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Directory]:
    with open_directory(str(tmp_path / "cache")) as opened:
        yield opened


def write(folder: Directory, name: str, age: float, size: int = 0) -> None:
    path = Path(folder.path, name)
    path.write_bytes(bytes(size))
    os.utime(path, (NOW - age, NOW - age))


def entry(folder: Directory, name: str, age: float, size: int = 0) -> None:
    """Compiled code that was last used `age` seconds ago."""
    write(folder, name, 0, size)
    write(folder, f"{name}.note", age)


def kept(folder: Directory, most: int = eviction.LIMIT) -> list[str]:
    """What is left of a folder that may hold `most` bytes."""
    eviction.prune(folder, most, NOW)
    return sorted(os.listdir(folder.path))


def test_least_recently_used_first(folder: Directory) -> None:
    """Beyond the limit those go that nobody used for longest, and only as many as need be."""
    for age in (1, 3, 2, 4):
        entry(folder, f"{age}.cwasm", age, 1000)
    assert ["1.cwasm", "1.cwasm.note", "2.cwasm", "2.cwasm.note"] == kept(folder, 2500)


def test_exactly_the_limit(folder: Directory) -> None:
    """The limit itself is allowed."""
    for age in (1, 2):
        entry(folder, f"{age}.cwasm", age, 1000)
    assert 4 == len(kept(folder, 2000))
    assert 2 == len(kept(folder, 1999))


def test_everything_counts(folder: Directory) -> None:
    """The limit is of all files, code or not."""
    entry(folder, "1.cwasm", 1, 1000)
    entry(folder, "2.cwasm", 2, 1000)
    write(folder, "other", 0, 500)
    assert ["1.cwasm", "1.cwasm.note", "other"] == kept(folder, 2400)


def test_last_one_stays(folder: Directory) -> None:
    """What was used last stays, however large: else it would be compiled for every run."""
    entry(folder, "1.cwasm", 1, 1000)
    entry(folder, "2.cwasm", 2, 10)
    assert ["1.cwasm", "1.cwasm.note"] == kept(folder, 0)


def test_unused(folder: Directory) -> None:
    """What nobody used for a month goes."""
    entry(folder, "old.cwasm", eviction.UNUSED + 1)
    entry(folder, "used.cwasm", eviction.UNUSED - 1)
    write(folder, "old.digest", eviction.UNUSED + 1)
    write(folder, "used.digest", eviction.UNUSED - 1)
    assert ["used.cwasm", "used.cwasm.note", "used.digest"] == kept(folder)


def test_halves(folder: Directory) -> None:
    """A note without code goes, and code without a note, which nobody can use."""
    write(folder, "a.cwasm", 0)
    write(folder, "b.cwasm.note", 0)
    assert [] == kept(folder)


@pytest.mark.parametrize(
    ("name", "age", "stays"),
    [
        ("a.digest.OURS.ab12.tmp", 0, True),
        ("a.digest.OURS.ab12.tmp", 3601, False),
        ("a.cwasm.OURS.ab12.tmp", 0, False),
        ("a.digest.99999999.ab12.tmp", 0, False),
        ("a.digest.99999999999999999999.ab12.tmp", 3599, True),
        ("a.digest.tmp", 0, False),
        (".tmp", 0, False),
    ],
)
def test_leftovers(folder: Directory, name: str, age: float, stays: bool) -> None:
    """What a writer that is gone left behind goes; what is being written stays."""
    name = name.replace("OURS", str(os.getpid()))
    write(folder, name, age)
    assert stays == (name in kept(folder))


def test_nothing_else_is_touched(folder: Directory) -> None:
    """The lock, and what is not known, stay, even in a folder beyond its limit."""
    write(folder, "lock", 1e8)
    write(folder, "what", 1e8, 100)
    os.mkdir(Path(folder.path, "a.cwasm.note"))
    assert ["a.cwasm.note", "lock", "what"] == kept(folder, 0)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", eviction.LIMIT),
        ("  ", eviction.LIMIT),
        ("0", 0),
        ("1000", 1000),
        ("1k", 1024),
        ("500M", 500 << 20),
        ("2G", 2 << 30),
        ("2 GiB", 2 << 30),
        ("3gb", 3 << 30),
        (" 1T ", 1 << 40),
        ("7B", 7),
    ],
)
def test_limit(text: str, size: int) -> None:
    """The limit is a number of bytes, or of K, M, G or T, which are powers of 1024."""
    assert size == eviction.limit({"WAE_CACHE_LIMIT": text})


@pytest.mark.parametrize(
    "text", ["much", "-1", "1.5G", "1e9", "G", "GiB", "1KK", "1 2", "²", "٣", "9" * 16, "1P"]
)
def test_no_limit(text: str) -> None:
    """Anything else is an error that shows it."""
    with pytest.raises(CacheError) as caught:
        eviction.limit({"WAE_CACHE_LIMIT": text})
    assert f"WAE_CACHE_LIMIT is not a size such as 500M or 2G: {text}" == caught.value.message


def test_limit_unset() -> None:
    """Without the variable there are two gigabytes."""
    assert 2 << 30 == eviction.limit({})


def test_to_the_second(folder: Directory) -> None:
    """A month is thirty days, an hour is for writers; what is exactly so old stays."""
    entry(folder, "a.cwasm", 30 * 86_400)
    write(folder, "a.digest", 30 * 86_400)
    write(folder, f"b.digest.{os.getpid()}.ab12.tmp", 3600)
    entry(folder, "c.cwasm", 30 * 86_400 + 1)
    assert 4 == len(kept(folder))
    assert int("9" * 15) == eviction.limit({"WAE_CACHE_LIMIT": "9" * 15})


@pytest.mark.parametrize(
    "suffix",
    [
        *(".digest", ".command", library.SUFFIX, outputs.SUFFIX, ".granted"),
        *(eviction.CONTRACT, eviction.TOOLS, eviction.SLICES, eviction.PANELS),
    ],
)
def test_unused_notes(folder: Directory, suffix: str) -> None:
    """Whatever is noted beside compiled code goes when nobody used it for a month."""
    write(folder, f"a{suffix}", eviction.UNUSED + 1)
    assert [] == kept(folder)


def test_links_are_not_followed(folder: Directory) -> None:
    """A link goes by its own age, wherever it leads, and where it leads nothing happens."""
    for name, target in (("new.digest", "nowhere"), ("old.digest", "nowhere"), ("a.digest", "b")):
        os.symlink(target, Path(folder.path, name))
        age = 0 if name == "new.digest" else eviction.UNUSED + 1
        os.utime(Path(folder.path, name), (NOW - age, NOW - age), follow_symlinks=False)
    write(folder, "b", 0)
    assert ["b", "new.digest"] == kept(folder)


def test_no_descriptor_is_left(folder: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    """To list the folder leaves nothing open, and what others remove meanwhile is not there."""
    write(folder, "a", 0)
    before = os.listdir("/dev/fd")
    assert {"a"} == eviction.states(folder).keys()
    monkeypatch.setattr(os, "listdir", lambda _: ["a", "gone"])
    assert {"a"} == eviction.states(folder).keys()
    monkeypatch.undo()
    assert before == os.listdir("/dev/fd")
