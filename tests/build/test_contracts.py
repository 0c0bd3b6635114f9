"""The contracts of an app that has several folders of them."""

from pathlib import Path

import pytest

from wae.build.tools import BuildError
from wae.build.wit import declared, reached_contracts, read_contracts

WORLD = {"world.wit": b"package a:components;\nworld w { import a:front/door@0.1.0; }\n"}


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Three teams' contracts; the first one's uses the second's."""
    texts = {
        "front": "package a:front@0.1.0;\ninterface door { use a:back/room@0.1.0.{key}; }\n",
        "back": "package a:back@0.1.0;\ninterface room { type key = u32; }\n",
        "other": "package b:other@0.1.0;\ninterface thing { do: func(); }\n",
    }
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.wit").write_text(text)
    return [tmp_path / name for name in ("other", "back", "front")]


def test_text_of_another_encoding(folders: list[Path]) -> None:
    """The file is named, where its author has it."""
    file = folders[1] / "back.wit"
    file.write_text("package a:back@0.1.0; /// Schlüssel\n", encoding="latin-1")
    with pytest.raises(BuildError) as caught:
        read_contracts(*folders)
    assert f"wae: {file} is not UTF-8 text. Save it as UTF-8" == caught.value.line()


def test_what_a_world_reaches(folders: list[Path]) -> None:
    """The folders that it refers to, itself and through others; no other one changes anything."""
    actual = reached_contracts(WORLD, read_contracts(*folders))
    assert ["back.wit", "front.wit"] == [name for files in actual.values() for name in files]
    (folders[0] / "other.wit").write_text("package b:other@0.2.0;\n")
    assert actual == reached_contracts(WORLD, read_contracts(*folders))
    (folders[1] / "back.wit").write_text(
        "package a:back@0.1.0;\ninterface room { type key = u64; }\n"
    )
    assert actual != reached_contracts(WORLD, read_contracts(*folders))


def test_declared() -> None:
    """Each package that says who it is, with its version; none that is only spoken of."""
    files = {"a.wit": b"/// package x:comment;\npackage a:b-c@1.0.0-rc.1+b;\nuse d:e/f@1.0.0;\n"}
    assert {"a:b-c@1.0.0-rc.1+b", "a:components"} == declared(files, {"none.wit": b""}, WORLD)
    assert set() == declared()


def test_folders_of_one_name(folders: list[Path], tmp_path: Path) -> None:
    """Two teams may call their folders alike; no file takes the place of another."""
    world = {"world.wit": b"package a:all;\nworld w { import a:front/door; import b:other/thing; }"}
    moved = [tmp_path / str(number) / "contract" for number in range(3)]
    for folder, place in zip(folders, moved, strict=True):
        place.parent.mkdir()
        folder.rename(place)
    actual = reached_contracts(world, read_contracts(*(place.parent for place in moved)))
    assert {"other.wit", "back.wit", "front.wit"} == {n for files in actual.values() for n in files}
