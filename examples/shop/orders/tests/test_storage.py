"""The ledger in a folder."""

from pathlib import Path

import pytest

import storage
from desk import Refused


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(storage, "FOLDER", str(tmp_path / "data"))
    monkeypatch.setattr(storage, "FILE", str(tmp_path / "data" / "orders.jsonl"))
    return tmp_path / "data"


def test_lines(folder: Path) -> None:
    """What was added is read again, in order; before that there is nothing."""
    folder.mkdir()
    file = storage.File()
    assert [] == file.read()
    file.add("one\n")
    file.add("two\n")
    assert ["one\n", "two\n"] == [line for line in file.read() if line.strip()]


def test_after_an_interrupted_write(folder: Path) -> None:
    """A line that was left open spoils no other."""
    folder.mkdir()
    (folder / "orders.jsonl").write_text('{"order": "a')
    storage.File().add("next\n")
    assert "next\n" in storage.File().read()


def test_no_folder(folder: Path) -> None:
    """Without one nothing is read, nor written, and the error says what to do."""
    for use in (storage.File().read, lambda: storage.File().add("x\n")):
        with pytest.raises(Refused) as caught:
            use()
        expected = ("no-storage", "the app was given no folder: add --data")
        assert expected == (caught.value.case, caught.value.payload)


def test_no_right(folder: Path) -> None:
    """What cannot be written is named."""
    (folder / "orders.jsonl").mkdir(parents=True)
    with pytest.raises(Refused) as caught:
        storage.File().add("x\n")
    assert f"{storage.FILE}: Is a directory" == caught.value.payload
