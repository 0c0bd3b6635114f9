"""Where apps come from, and what is said if they are not there."""

import hashlib
import json
import lzma
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from wae.errors import AppError
from wae.runtime import digest, private_files
from wae.runtime.app import BundledApp, FileApp, toolbox

WASM = b"\0asm\x0d\0\1\0" + b"toolbox"
SHA256 = hashlib.sha256(WASM).hexdigest()


def bundle(folder: Path, description: object, packed: bytes) -> str:
    (folder / "toolbox.json").write_text(json.dumps(description))
    (folder / "toolbox.wasm.xz").write_bytes(packed)
    return str(folder)


@pytest.mark.parametrize("indent", [None, 2])
def test_bundle(tmp_path: Path, indent: "int | None") -> None:
    """The packaged toolbox is named by its description, however that is laid out."""
    packed = lzma.compress(WASM)
    description = {"xz_sha256": "0" * 64, "sha256": SHA256, "size": len(WASM)}
    folder = bundle(tmp_path, description, packed)
    (tmp_path / "toolbox.json").write_text(json.dumps(description, indent=indent))
    app = BundledApp(folder)
    assert (app.sha256, app.read()) == (SHA256, WASM)


def test_bundle_is_not_read_to_know_it(tmp_path: Path) -> None:
    """Only compiling needs the packed toolbox; knowing which it is does not."""
    (tmp_path / "toolbox.json").write_text(json.dumps({"sha256": SHA256}))
    assert BundledApp(str(tmp_path)).sha256 == SHA256


def test_no_bundle(tmp_path: Path) -> None:
    """A wae without its toolbox says how to get it."""
    with pytest.raises(AppError) as caught:
        BundledApp(str(tmp_path))
    assert caught.value.line() == (
        "wae: this wae was packaged without its toolbox."
        " Run `make demo` in a source tree, or reinstall wae"
    )


@pytest.mark.parametrize("description", [{}, {"sha256": 1}, {"sha256": "x" * 64}, {"size": 1}])
def test_description_without_digest(tmp_path: Path, description: object) -> None:
    """A damaged description is said to be so."""
    with pytest.raises(AppError, match=r"toolbox\.json names no SHA-256 digest"):
        BundledApp(bundle(tmp_path, description, b""))


@pytest.mark.parametrize(
    ("packed", "message"),
    [
        (b"no xz", "cannot unpack"),
        (lzma.compress(WASM)[:-20], "cannot unpack"),
        (lzma.compress(WASM + b"!"), r"is not what toolbox\.json describes"),
    ],
)
def test_damaged_bundle(tmp_path: Path, packed: bytes, message: str) -> None:
    """A toolbox that is not the one described is never compiled."""
    with pytest.raises(AppError, match=message):
        BundledApp(bundle(tmp_path, {"sha256": SHA256}, packed)).read()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\0asm\1\0\0\0", "is a core module, not a component"),
        (b"#!/bin/sh", "is not a WebAssembly component"),
        (b"", "is not a WebAssembly component"),
    ],
)
def test_file_that_is_no_component(tmp_path: Path, content: bytes, message: str) -> None:
    """What is no component is refused by name before the engine sees it."""
    (tmp_path / "app.wasm").write_bytes(content)
    with pytest.raises(AppError, match=rf"app\.wasm {message}"):
        FileApp(str(tmp_path / "app.wasm"), str(tmp_path)).read()


def test_no_file(tmp_path: Path) -> None:
    """A missing file is said to be missing."""
    with pytest.raises(AppError, match="cannot read the app nowhere: No such file"):
        FileApp("nowhere", str(tmp_path))


def test_file_that_changes(tmp_path: Path) -> None:
    """An app is never cached under the digest of what its file held before."""
    path = tmp_path / "app.wasm"
    path.write_bytes(WASM)
    app = FileApp(str(path), str(tmp_path))
    path.write_bytes(WASM + b"!")
    with pytest.raises(AppError, match="changed while it was read"):
        app.read()


def test_toolbox_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """$WAE_TOOLBOX stands for the packaged toolbox."""
    (tmp_path / "mine.wasm").write_bytes(WASM)
    monkeypatch.setenv("WAE_TOOLBOX", str(tmp_path / "mine.wasm"))
    assert toolbox(str(tmp_path)).sha256 == SHA256


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], str]:
    """Writes a file that was, as it seems, last changed long ago."""
    monkeypatch.setattr(private_files, "SETTLED", -1.0)

    def write(content: bytes) -> str:
        (tmp_path / "app").write_bytes(content)
        return str(tmp_path / "app")

    return write


def test_digest_is_remembered(
    settled: Callable[[bytes], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that did not change is not hashed again; one that did is."""
    path = settled(b"one")
    expected = hashlib.sha256(b"one").hexdigest()
    assert expected == digest.of_file(path, str(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(hashlib, "file_digest", None)
        assert expected == digest.of_file(path, str(tmp_path))
    assert hashlib.sha256(b"two").hexdigest() == digest.of_file(settled(b"two"), str(tmp_path))


def test_fresh_file_is_not_remembered(tmp_path: Path) -> None:
    """A file changed a moment ago may change again without a new timestamp."""
    (tmp_path / "app").write_bytes(b"one")
    digest.of_file(str(tmp_path / "app"), str(tmp_path))
    assert os.listdir(tmp_path) == ["app"]


def test_remembered_digest_of_others_is_not_believed(
    settled: Callable[[bytes], str], tmp_path: Path
) -> None:
    """A note that others can write to does not decide which code is run."""
    path = settled(b"one")
    digest.of_file(path, str(tmp_path))
    note = next(tmp_path.glob("*.digest"))
    note.write_text(note.read_text().replace(hashlib.sha256(b"one").hexdigest(), "0" * 64))
    assert digest.of_file(path, str(tmp_path)) == "0" * 64
    note.chmod(0o666)
    assert hashlib.sha256(b"one").hexdigest() == digest.of_file(path, str(tmp_path))


def flipped(note: str) -> str:
    return f"{'0' if note[0] != '0' else '1'}{note[1:]}"


def shortened(note: str) -> str:
    return note[:-1]


def halved(note: str) -> str:
    return note[: len(note) // 2]


def emptied(note: str) -> str:
    return ""


def blanked(note: str) -> str:
    return "\0" * len(note)


@pytest.mark.parametrize("damage", [flipped, shortened, halved, emptied, blanked])
def test_damaged_note_heals(
    settled: Callable[[bytes], str], tmp_path: Path, damage: Callable[[str], str]
) -> None:
    """A damaged note of a digest is not believed, and a whole one takes its place."""
    path, expected = settled(b"one"), hashlib.sha256(b"one").hexdigest()
    digest.of_file(path, str(tmp_path))
    note = next(tmp_path.glob("*.digest"))
    whole = note.read_text()
    note.write_text(damage(whole))
    assert expected == digest.of_file(path, str(tmp_path))
    assert whole == note.read_text()


def test_wrong_note_heals(settled: Callable[[bytes], str], tmp_path: Path) -> None:
    """A note that is whole and wrong stops one run; the next has the right digest."""
    path = settled(b"\0asm\x0d\0\1\0")
    right = FileApp(path, str(tmp_path)).sha256
    note = next(tmp_path.glob("*.digest"))
    note.write_text(note.read_text().replace(right, "0" * 64))
    with pytest.raises(AppError, match="changed while it was read"):
        FileApp(path, str(tmp_path)).read()
    assert right == FileApp(path, str(tmp_path)).sha256
