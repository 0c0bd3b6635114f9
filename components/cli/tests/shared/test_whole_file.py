"""Files are written whole or not at all."""

import os

import pytest

from shared import whole_file
from shared.errors import Failure


def test_written(tmp_path):
    """The content, and no other file beside it."""
    whole_file.write(str(tmp_path / "a"), b"one", force=False)
    assert [("a", b"one")] == [(path.name, path.read_bytes()) for path in tmp_path.iterdir()]


def test_nothing_is_replaced_unasked(tmp_path):
    """A file, or a link to nowhere, stays unless it is forced."""
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "file").write_bytes(b"mine")
    for name in ("link", "file"):
        with pytest.raises(Failure, match="already exists"):
            whole_file.write(str(tmp_path / name), b"new", force=False)
        whole_file.write(str(tmp_path / name), b"new", force=True)
        assert (tmp_path / name).read_bytes() == b"new"


def test_a_failure_leaves_nothing_behind(tmp_path, monkeypatch):
    """A disk that fails at the end: the old file is there, and nothing else."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a").write_bytes(b"mine")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Failure, match="could not be written: No space left on device"):
        whole_file.write(str(tmp_path / "a"), b"new", force=True)
    assert [("a", b"mine")] == [(path.name, path.read_bytes()) for path in tmp_path.iterdir()]


def test_a_folder_that_is_not_there(tmp_path):
    """One line says which file could not be written, and why."""
    with pytest.raises(Failure) as failed:
        whole_file.write(str(tmp_path / "no" / "a"), b"", force=False)
    assert str(failed.value) == (
        f"wae: {tmp_path / 'no' / 'a'} could not be written: No such file or directory. "
        "Check its folder."
    )
