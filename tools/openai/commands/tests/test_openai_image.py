"""`wae openai image`: what is asked for, where it is saved, and that nothing is lost."""

import base64
import json
from pathlib import Path

import pytest
from componentize_py_types import Err
from wit_world.imports import chat, images, plain

import golden_file
import openai_answers
from fake_process import Stream
from openai_answers import PICTURE, work
from tools.openai.commands.pictures import file_names, graphics

CONTENT = base64.b64decode(openai_answers.PNG)


def test_a_picture(wae, painter):
    """It is saved under its name, and told on stdout; nothing is asked but the prompt."""
    done = wae("openai", "image", "A fox", "-o", "fox.png")
    assert (0, "fox.png\tpng\t8\n", "") == (done.code, done.out, done.err)
    assert CONTENT == Path("fox.png").read_bytes()
    assert [images.Order("painter", "A fox", 1, None, [], None)] == painter
    assert ["fox.png"] == [path.name for path in Path().iterdir()]


def test_on_a_terminal(wae, painter):
    """There is a progress line while it is made, and the size afterwards."""
    done = wae("openai", "image", "A fox", "-o", "fox.png", terminal=True)
    assert "fox.png (png, 8 B)\n" == done.out
    assert "painter makes 1 picture…\r\x1b[2K" == done.err


def test_options(wae, painter):
    """Size, quality, format and model go to the server as they were given."""
    arguments = ("--size", "1x1", "--quality", "low", "--format", "png", "-m", "other")
    wae("openai", "image", "A fox", "-o", "fox.png", *arguments)
    named = json.dumps({"size": "1x1", "quality": "low", "output_format": "png"})
    assert [images.Order("other", "A fox", 1, named, [], None)] == painter


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.png", None), ("a.jpg", "jpeg"), ("a.JPEG", "jpeg"), ("a.webp", "webp"), ("a", None)],
)
def test_the_format_of_the_name(wae, painter, name, form):
    """Without --format the name decides; PNG, which every model makes, is not asked for."""
    wae("openai", "image", "A fox", "-o", name)
    assert [form and {"output_format": form}] == [
        json.loads(one.options or "null") for one in painter
    ]


def test_several(wae, painter):
    """-n makes files with numbers before the suffix."""
    done = wae("openai", "image", "A fox", "-o", "fox.png", "-n", "3")
    assert 0 == done.code
    assert ["fox-1.png", "fox-2.png", "fox-3.png"] == sorted(p.name for p in Path().iterdir())
    assert 3 == painter[0].count


def test_to_stdout(wae, painter):
    """`-o -` writes the picture to stdout, and nothing else: no row, no file."""
    out = Stream()
    done = wae("openai", "image", "A fox", "-o", "-", out=out)
    assert (0, "", CONTENT) == (done.code, done.err, out.buffer.getvalue())
    assert [] == [*Path().iterdir()]


@pytest.mark.parametrize(
    ("more", "option"), [(("-n", "2"), "--count"), (("--show",), "--show"), (("--json",), "--json")]
)
def test_more_than_a_picture_to_stdout(wae, painter, more, option):
    """Nothing but one picture can go there; that is said before one is paid for."""
    done = wae("openai", "image", "A fox", "-o", "-", *more)
    assert (2, "", []) == (done.code, done.out, painter)
    assert done.err.startswith(f"wae: {option} does not go with --output -.\n")


def test_to_stdout_on_a_terminal(wae, painter):
    """A picture's bytes are no text for a terminal."""
    done = wae("openai", "image", "A fox", "-o", "-", terminal=True)
    assert (2, "", []) == (done.code, done.out, painter)
    line = "wae: A terminal does not show a picture's bytes: give --output FILE.\n"
    assert done.err.startswith(line)


def test_elsewhere_but_not_to_stdout(wae, fake):
    """A URL is no picture: with `-o -` it is told on stderr."""
    elsewhere = images.Elsewhere(
        url="https://cdn.example/1.png", revised_prompt=None, reason=chat.Error_Unreachable("no")
    )
    fake(images, "draw", images.Work([images.Outcome_Elsewhere(elsewhere)], None))
    done = wae("openai", "image", "A fox", "-o", "-")
    assert (1, "") == (done.code, done.out)
    assert done.err.startswith("https://cdn.example/1.png\n")


@pytest.mark.parametrize(
    ("path", "first"),
    [("a.png", "a-1.png"), ("a", "a-1"), ("b.c/a", "b.c/a-1"), ("../.x", "../.x-1"),
     ("x/a.b.png", "x/a.b-1.png")],
)  # fmt: skip
def test_numbered_names(path, first):
    """The number stands before the last suffix of the file, if it has one."""
    assert first == file_names.numbered(path, 2)[0]


def test_fewer_than_asked_for(wae, fake):
    """Where the server makes fewer, those are saved, and it is told."""
    fake(images, "draw", work(PICTURE))
    done = wae("openai", "image", "A fox", "-o", "fox.png", "-n", "2")
    assert (0, "wae: The server made 1 picture of 2.\n") == (done.code, done.err)
    assert ["fox-1.png"] == [path.name for path in Path().iterdir()]


def test_a_file_that_is_there(wae, painter):
    """No file is ever replaced without --force, and nothing is paid for before that is clear."""
    Path("fox-2.png").write_bytes(b"mine")
    done = wae("openai", "image", "A fox", "-o", "fox.png", "-n", "2")
    assert 1 == done.code
    assert [] == painter
    assert b"mine" == Path("fox-2.png").read_bytes()
    case = golden_file.case("there already", ("openai", "image"), done.err, done.code)
    golden_file.check("openai-image-there", [case])
    assert 0 == wae("openai", "image", "A fox", "-o", "fox.png", "-n", "2", "--force").code
    assert CONTENT == Path("fox-2.png").read_bytes()


def test_a_file_that_comes_while_the_picture_is_made(wae, fake):
    """It stays as it is, and the picture, which is paid for, gets another name."""

    def draw(order):
        Path("fox.png").write_bytes(b"mine")
        return work(PICTURE)

    fake(images, "draw", draw)
    done = wae("openai", "image", "A fox", "-o", "fox.png")
    assert (0, "fox-1.png\tpng\t8\n") == (done.code, done.out)
    assert b"mine" == Path("fox.png").read_bytes()
    assert CONTENT == Path("fox-1.png").read_bytes()


def test_a_place_that_cannot_be_written(wae, painter):
    """It is told before anything is paid for."""
    cases = []
    for path in ("no/fox.png", "."):
        done = wae("openai", "image", "A fox", "-o", path)
        assert (1, "") == (done.code, done.out)
        arguments = ("openai", "image", "-o", path)
        cases.append(golden_file.case("a place", arguments, done.err, done.code))
    assert [] == painter
    golden_file.check("openai-image-place", cases)


def test_failures_leave_no_files(wae, fake):
    """An error of the server leaves nothing behind."""
    fake(images, "draw", Err(chat.Error_Refused("no")))
    assert 1 == wae("openai", "image", "A fox", "-o", "fox.png").code
    assert [] == [*Path().iterdir()]


def test_no_base64(wae, fake):
    """Data that is not a picture is an error, and no file."""
    fake(images, "draw", work(images.Picture("?", "png", None)))
    done = wae("openai", "image", "A fox", "-o", "fox.png")
    assert (1, "wae: The picture is not base64. Ask again.\n") == (done.code, done.err)
    assert [] == [*Path().iterdir()]


def test_another_format_than_the_name_says(wae, fake):
    """The bytes are kept, and the difference is told."""
    fake(images, "draw", work(images.Picture("AA==", "webp", None)))
    done = wae("openai", "image", "A fox", "-o", "fox.png")
    assert (0, "wae: fox.png is webp, whatever its name says.\n") == (done.code, done.err)


def test_json(wae, painter):
    """--json is one object with what is documented."""
    document = json.loads(wae("openai", "image", "A fox", "-o", "fox.png", "--json").out)
    assert {
        "model": "painter",
        "files": [{"path": "fox.png", "format": "png", "size": 8, "revised_prompt": "A red fox"}],
        "urls": [],
        "usage": {"input": 1, "output": 2, "total": 3},
    } == document


def test_no_model(wae, fake):
    """Nobody guesses a model: exit 2, and how to choose."""
    fake(plain, "get", None)
    done = wae("openai", "image", "A fox", "-o", "fox.png")
    case = golden_file.case("no model for pictures", ("openai", "image"), done.err, done.code)
    golden_file.check("openai-image-no-model", [case])
    assert 2 == done.code


KITTY = f"\x1b_Ga=T,f=100,q=2,m=0;{openai_answers.PNG}\x1b\\\n"
ITERM = f"\x1b]1337;File=inline=1;size=8:{openai_answers.PNG}\x07\n"


@pytest.mark.parametrize(
    ("variables", "shown"),
    [
        ({"TERM": "xterm-kitty"}, KITTY),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, KITTY),
        ({"TERM": "xterm-ghostty"}, KITTY),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, ITERM),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, ITERM),
    ],
)
def test_shown(wae, painter, variables, shown):
    """--show draws the picture in the protocol that the terminal knows."""
    arguments = ("openai", "image", "A fox", "-o", "fox.png", "--show")
    assert shown in wae(*arguments, variables=variables, terminal=True).out


@pytest.mark.parametrize(
    "variables",
    [
        {"TERM": "xterm-256color"},
        {"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"},
        {"TERM": "screen", "TERM_PROGRAM": "iTerm.app"},
        {"TERM": "dumb", "KITTY_WINDOW_ID": "1"},
        {},
    ],
)
def test_not_shown(wae, painter, variables):
    """A terminal that cannot, or a multiplexer in between: a notice instead."""
    arguments = ("openai", "image", "A fox", "-o", "fox.png", "--show")
    done = wae(*arguments, variables=variables, terminal=True)
    assert "\x1b" not in done.out
    assert done.err.endswith("wae: This terminal shows no pictures. Open the file instead.\n")


def test_not_shown_in_a_pipe(wae, painter):
    """No picture in a pipe, whatever the terminal."""
    arguments = ("openai", "image", "A fox", "-o", "fox.png", "--show")
    assert "\x1b" not in wae(*arguments, variables={"TERM": "xterm-kitty"}).out


def test_large_pictures_are_sent_in_pieces():
    """kitty takes 4096 bytes at a time: every piece but the last says that more comes, and
    together they are the picture.
    """
    content = bytes(range(256)) * 40
    sequence = graphics.escape_sequence(content, "png", "kitty")
    pieces = [piece.partition(";") for piece in sequence.strip().split("\x1b\\") if piece]
    assert ["\x1b_Ga=T,f=100,q=2,m=1", "\x1b_Gm=1", "\x1b_Gm=1", "\x1b_Gm=0"] == [
        head for head, _, _ in pieces
    ]
    assert content == base64.b64decode("".join(data for _, _, data in pieces))
    assert max(len(data) for _, _, data in pieces) == 4096


def test_formats_that_kitty_does_not_know(wae, fake):
    """Its protocol has PNG only: a notice for others."""
    fake(images, "draw", work(images.Picture("AA==", "webp", None)))
    arguments = ("openai", "image", "A fox", "-o", "fox.webp", "--show")
    done = wae(*arguments, variables={"TERM": "xterm-kitty"}, terminal=True)
    assert done.err.endswith("wae: This terminal shows PNG only. Open fox.webp instead.\n")
