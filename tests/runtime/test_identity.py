"""Which wasmtime is there: what the library writes, whatever its package is called."""

import hashlib
import os
import re
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.errors import EngineError
from wae.runtime import identity, library
from wae.runtime.engine import Engine

LIBRARY = library.library_path(library.package_folder())


def elf(content: bytes, section: bytes = identity.SECTION) -> bytes:
    """The smallest 64-bit ELF file with one section of that name."""
    names = b"\0" + section + b"\0"
    start = 64 + len(names)
    table = start + len(content)
    head = b"\x7fELF\2\1\1" + bytes(9) + bytes(24) + struct.pack("<Q", table)
    head += bytes(10) + struct.pack("<HHH", 64, 2, 1)
    sections = [(1, start, len(content)), (0, 64, len(names))]
    rows = [struct.pack("<II16xQQ24x", name, 1, at, size) for name, at, size in sections]
    return head + names + content + b"".join(rows)


def written(version: bytes) -> bytes:
    return b"\0" + bytes([len(version)]) + version + b"\x18x86_64-unknown-linux-gnu"


def test_the_installed_one() -> None:
    """The library here is a 50, and its digest tells it from any other build."""
    digest = hashlib.sha256(Path(LIBRARY).read_bytes()).hexdigest()
    assert f"50-{digest[:16]}" == identity.of_library(LIBRARY)
    assert f"50-{digest[:16]}" == Engine().identity


def test_what_an_engine_writes() -> None:
    """Any code that it compiles says the same."""
    engine = Engine(deadlines=True)
    code = engine.serialize(engine.compile(b"\0asm\x0d\0\1\0"))
    assert "50" == identity.written_version(code)


@pytest.mark.parametrize("version", ["50", "51", "7", "50.0.2", "1234567"])
def test_version(version: str) -> None:
    """The version is what stands there, of whatever length."""
    assert version == identity.written_version(elf(written(version.encode())))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (b"", "what it compiles is not an ELF file"),
        (b"\x7fELF\1\1" + bytes(100), "what it compiles is not an ELF file"),
        (b"\x7fELF\2\1" + bytes(10), "what it compiles is an incomplete ELF file"),
        (b"\x7fELF\2\1" + b"\xff" * 100, "what it compiles is an incomplete ELF file"),
        (elf(written(b"50"))[:-30], "what it compiles is an incomplete ELF file"),
        (
            elf(written(b"50"), b".wasmtime.other"),
            "it writes compiled code in a format that wae does not know",
        ),
        (
            elf(b"\1" + written(b"50")[1:]),
            "it writes compiled code in a format that wae does not know",
        ),
        (elf(written(b"")), "it calls its version ''"),
        (elf(written(b"50\x1b[2J")), "it calls its version '50\\x1b[2J'"),
        (elf(written(b"../50")), "it calls its version '../50'"),
    ],
)
def test_not_wasmtimes(code: bytes, reason: str) -> None:
    """What is not wasmtime's says why."""
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        identity.written_version(code)


@given(st.binary(max_size=200), st.integers(0, 300), st.binary(max_size=8))
def test_any_bytes(content: bytes, at: int, put: bytes) -> None:
    """Whatever the bytes, there is a version or a ValueError."""
    code = bytearray(elf(written(b"50") + content))
    code[at : at + len(put)] = put
    try:
        version = identity.written_version(bytes(code))
    except ValueError:
        return
    assert version.strip("0123456789.") == ""


@pytest.mark.parametrize("content", [None, b"", b"no library"])
def test_no_library(tmp_path: Path, content: bytes | None) -> None:
    """A file that is no library is an error that names it."""
    path = tmp_path / "_libwasmtime.so"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EngineError, match="_libwasmtime.so is not a wasmtime library: "):
        identity.of_library(str(path))


def test_another_library() -> None:
    """A library that is not wasmtime's is an error, and is not called further."""
    import _ctypes

    with pytest.raises(EngineError, match="is not a wasmtime library: .*wasm_engine_new"):
        identity.of_library(_ctypes.__file__)


def test_found_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is remembered while the library is the same, whatever its package says."""
    os.chmod(tmp_path, 0o700)
    expected = library.identity(LIBRARY, str(tmp_path))
    monkeypatch.setattr(identity, "of_library", None)
    monkeypatch.setattr(library, "claimed_version", lambda _: "51.0.0")
    assert expected == library.identity(LIBRARY, str(tmp_path))
    assert library.description(str(tmp_path)) == "50, package 51.0.0"


@pytest.mark.parametrize("version", ["49", "51", "5", "500", "51.0.50"])
def test_unsupported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    """A library of another version is refused before it is used, whatever its package says."""
    monkeypatch.setattr(identity, "of_library", lambda _: f"{version}-abc")
    monkeypatch.setattr(library, "claimed_version", lambda _: "50.0.1")
    with pytest.raises(EngineError) as caught:
        library.identity(LIBRARY, str(tmp_path))
    assert (
        f"wae: wasmtime {version} is installed, 50.x is needed. "
        "Install it with `pip install 'wasmtime==50.*'`" == caught.value.line()
    )
