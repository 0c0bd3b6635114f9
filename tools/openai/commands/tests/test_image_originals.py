"""Pictures that others are made from, and what a server knows beside."""

import json
from pathlib import Path

from wit_world.imports import images

import golden_file


def test_from_pictures(wae, painter):
    """--edit and --mask go as Base64, in their order; --style and --option by their names."""
    for number in (1, 2, 3):
        Path(f"{number}.png").write_bytes(bytes([number]))
    options = ("--style", "vivid", "--option", "steps=30", "--option", "a=b=c", "--mask", "3.png")
    wae("openai", "image", "Winter", "-o", "x.png", "--edit", "1.png", "--edit", "2.png", *options)
    named = json.dumps({"style": "vivid", "steps": 30, "a": "b=c"})
    assert [images.Order("painter", "Winter", 1, named, ["AQ==", "Ag=="], "Aw==")] == painter


def test_pictures_that_cannot_be_read(wae, painter, monkeypatch):
    """No file, a folder, a huge file, a mask without a picture, an unknown option: nothing is
    asked for."""
    monkeypatch.setattr("tools.openai.commands.pictures.original._LONGEST", 3)
    Path("huge.png").write_bytes(b"1234")
    Path("x.png").write_bytes(b"1")
    cases = []
    for title, code, arguments in (
        ("no file", 1, ("--edit", "no.png")),
        ("a folder", 1, ("--edit", ".")),
        ("a huge file", 1, ("--edit", "huge.png")),
        ("no mask", 1, ("--edit", "x.png", "--mask", "no.png")),
        ("a mask alone", 2, ("--mask", "x.png")),
        ("an option without a value", 2, ("--option", "steps")),
        ("an option without a name", 2, ("--option", "=3")),
        ("an option twice", 2, ("--option", "a=3", "--option", "a=4")),
    ):
        done = wae("openai", "image", "A fox", "-o", "fox.png", *arguments)
        assert (code, "") == (done.code, done.out), title
        cases.append(golden_file.case(title, arguments, done.err, done.code))
    assert [] == painter
    golden_file.check("openai-image-edit", cases)
