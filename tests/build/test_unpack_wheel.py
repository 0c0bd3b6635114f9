"""What is taken from a wheel: modules and data below one folder."""

import io
import stat
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.build import wheel as module
from wae.build.wheel import BadWheel, unpack_wheel


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return written.getvalue()


def test_what_is_taken() -> None:
    """Modules, data and metadata come; scripts, headers, .pth files and compiled code do not."""
    actual = unpack_wheel(
        packed(
            ("one/__init__.py", b"1"),
            ("one/words.txt", b"a"),
            ("one/deep/", b""),
            ("one-1.0.dist-info/METADATA", b"Name: one"),
            ("one-1.0.dist-info/entry_points.txt", b"[console_scripts]\nls = one:steal"),
            ("one-1.0.data/purelib/two.py", b"2"),
            ("one-1.0.data/platlib/three.py", b"3"),
            ("one-1.0.data/scripts/ls", b"#!/bin/sh"),
            ("one-1.0.data/headers/x.h", b""),
            ("one-1.0.data/data/etc/passwd", b""),
            ("one-1.0.data/purelib", b""),
            ("evil.pth", b"import os"),
            ("one/evil.pth", b"import os"),
            ("one/__pycache__/__init__.cpython-314.pyc", b""),
            ("one/__pycache__/evil.py", b""),
            ("one/old.pyc", b""),
            (".", b""),
        )
    )
    assert {
        "one/__init__.py": b"1",
        "one/words.txt": b"a",
        "one-1.0.dist-info/METADATA": b"Name: one",
        "one-1.0.dist-info/entry_points.txt": b"[console_scripts]\nls = one:steal",
        "two.py": b"2",
        "three.py": b"3",
    } == actual


def symbolic_link() -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("one/link")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../evil.py", "'../evil.py' is not a path below"),
        ("one/../../evil.py", "is not a path below"),
        ("/etc/evil.py", "is not a path below"),
        ("one-1.0.data/purelib/../../evil.py", "is not a path below"),
        ("..\\evil.py", "is not a path below"),
        ("one/a\nb.py", r"'one/a\\nb.py' is not a path below"),
        ("one/\u202eevil.py", r"is not a path below"),
        (symbolic_link(), "'one/link' is a symbolic link"),
        ("one/fast.so", r"contains a native extension \(fast.so\)"),
        ("one/fast.cpython-314-wasm32-wasi.so", "contains a native extension"),
        ("one-1.0.data/platlib/fast.pyd", "contains a native extension"),
        ("one/fast.dylib", "contains a native extension"),
        ("one/componentize-py.toml", "contains componentize-py.toml, which would steer the build"),
    ],
)
def test_what_is_refused(name: str | zipfile.ZipInfo, said: str) -> None:
    """A path that leaves the folder, a link, native code, a file for the tool: no such wheel."""
    with pytest.raises(BadWheel, match=said):
        unpack_wheel(packed(("one/__init__.py", b""), (name, b"x")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["one/a.py", "one-1.0.data/purelib/one/a.py", "one/a.py/b.py"])
def test_a_name_twice(second: str) -> None:
    """No file stands for another, whoever reads the archive."""
    with pytest.raises(BadWheel, match=r"it holds one/a\.py.* twice"):
        unpack_wheel(packed(("one/a.py", b"1"), (second, b"2")))


def test_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel that unpacks to more than the limit is given up there."""
    monkeypatch.setattr(module, "MOST_BYTES", 1 << 20)
    with pytest.raises(BadWheel, match="it unpacks to more than 1 MiB"):
        unpack_wheel(packed(("one.py", b"x" * (1 << 19)), ("two.py", b"x" * ((1 << 19) + 1))))
    assert 2 == len(
        unpack_wheel(packed(("one.py", b"x" * (1 << 19)), ("two.py", b"x" * (1 << 19))))
    )
    monkeypatch.setattr(module, "MOST_FILES", 3)
    assert 3 == len(unpack_wheel(packed(*((f"{n}.py", b"") for n in range(3)))))
    with pytest.raises(BadWheel, match="it holds more than 3 files"):
        unpack_wheel(packed(*((f"{n}.py", b"") for n in range(4))))


_WHEEL = packed(("one/__init__.py", b"x = 1\n" * 50), ("one/data.txt", bytes(range(256))))


@given(st.integers(0, len(_WHEEL) - 1), st.integers(0, 255), st.integers(0, len(_WHEEL)))
def test_damaged(place: int, byte: int, end: int) -> None:
    """A damaged archive is refused, or holds what its checksums say; nothing else happens."""
    damaged = bytearray(_WHEEL)
    damaged[place] = byte
    for content in (bytes(damaged), _WHEEL[:end], bytes(damaged[:end])):
        with suppress(BadWheel):
            unpack_wheel(content)


DIRECTORY = b"PK\x01\x02"


def with_field(wheel: bytes, place: int, value: bytes) -> bytes:
    """The archive with other bytes in the central directory's only entry (APPNOTE 4.3.12), and, as
    far as both have the field, in the member's own header."""
    start = wheel.index(DIRECTORY) + place
    changed = wheel[:start] + value + wheel[start + len(value) :]
    header = place - 2
    return changed[:header] + value + changed[header + len(value) :]


def compressed(kind: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", kind) as archive:
        archive.writestr("one.py", b"x = 1\n" * 50)
    return written.getvalue()


@pytest.mark.parametrize("kind", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_in_any_way_of_packing(kind: int) -> None:
    """Whichever way a member is packed: where that is damaged, the wheel is refused."""
    wheel = compressed(kind)
    start = len("one.py") + 30
    for place in range(start, wheel.index(DIRECTORY)):
        with suppress(BadWheel):
            assert unpack_wheel(wheel[:place] + b"\xff" + wheel[place + 1 :])


_STORED = compressed(zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("what", "wheel"),
    [
        ("encrypted", with_field(_STORED, 8, b"\x01")),
        ("packed in an unknown way", with_field(_STORED, 10, b"\x63")),
        ("shorter than its two sizes", with_field(_STORED, 20, b"\xff\xff\x00\x00" * 2)),
        ("begins before the file", _STORED[:-5] + b"\x02" + _STORED[-4:]),
        ("no archive", b"no archive"),
    ],
)
def test_unreadable(what: str, wheel: bytes) -> None:
    """An archive whose member cannot be read is refused in words."""
    with pytest.raises(BadWheel, match="it is not a readable zip archive"):
        unpack_wheel(wheel)
