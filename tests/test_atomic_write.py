"""Files are written whole, or not at all."""

import os
from pathlib import Path

import pytest

from wae.atomic_write import write_atomically


def test_new_file(tmp_path: Path) -> None:
    """A file is written with its folders, readable as the user's umask says."""
    umask = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a" / "b.wasm", b"content")
    finally:
        os.umask(umask)
    file = tmp_path / "a" / "b.wasm"
    assert b"content" == file.read_bytes()
    assert 0o640 == file.stat().st_mode & 0o777


def test_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing is interrupted, the old file stays and nothing else is left behind."""
    file = tmp_path / "app.wasm"
    file.write_bytes(b"old")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(file, b"new")
    assert [file] == list(tmp_path.iterdir())
    assert b"old" == file.read_bytes()


def test_failure(tmp_path: Path) -> None:
    """What cannot be written is an OSError, and leaves nothing behind."""
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "inside").touch()
    with pytest.raises(OSError, match="taken"):
        write_atomically(tmp_path / "taken", b"content")
    assert [tmp_path / "taken"] == list(tmp_path.iterdir())
