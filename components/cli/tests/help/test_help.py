"""`--help`: every command has it, with examples, at the width of the terminal."""

import re
import shlex
import time
from pathlib import Path

import click
import pytest
from wit_world.imports import chat, plain, presence

import golden_file
from command_line import root
from command_line.tools import TOOLS
from help.topics import TOPICS
from tools.openai.commands.chat.turns import Turn, message
from tools.openai.commands.sessions import turn_line

HOST = {"WAE_HOST": '{"paths": [], "checks": []}'}


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The paths of the group and of all commands below it."""
    paths = [path]
    for name, command in group.commands.items():
        below = (*path, name)
        paths += commands(command, below) if isinstance(command, click.Group) else [below]
    return paths


def test_help(wae):
    """The help of every command, as it is on 80 columns."""
    cases = []
    for path in commands(root.wae):
        done = wae(*path, "--help")
        assert (done.code, done.err) == (0, "")
        cases.append(golden_file.case(" ".join(path) or "wae", (*path, "--help"), done.out, 0))
    golden_file.check("help", cases)


@pytest.fixture
def settled(fake, data, monkeypatch, model, tmp_path):
    """Somebody who has settings, a picture, a folder, and a chat that is kept; whatever is waited
    for is over, and a model says what is asked for."""
    model('{"name": "Rex", "age": 3}')
    fake(presence, "find", presence.Source.DOTENV)
    settings = {"OPENAI_MODEL": "big-2", "OPENAI_IMAGE_MODEL": "painter", "WATTTIME_REGION": "X"}
    fake(plain, "get", settings.get)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000)
    messages = [message(chat.Role.USER, "Hi"), message(chat.Role.ASSISTANT, "Hi.")]
    turn = Turn("2026-11-22T09:44:12Z", "m", None, messages, "stop", None)
    (data / "sessions").mkdir()
    monkeypatch.chdir(tmp_path)
    Path("bin").mkdir()
    Path("photo.jpg").write_bytes(b"\xff\xd8\xff")

    def settle() -> None:
        (data / "sessions" / "1nv3k9f2ab.jsonl").write_bytes(turn_line.write(turn))
        for file in Path().rglob("*.tar.gz"):  # what was downloaded before
            file.unlink()

    return settle


HOSTS = (["config", "set"], ["config", "unset"])


def examples(text: str) -> list[list[str]]:
    """The arguments of the commands in a help text; what they do may stand beside them."""
    lines = [line.strip() for line in text.splitlines() if line.split()[:1] == ["wae"]]
    return [shlex.split(re.split(" [<>] | && |  +", line)[0])[1:] for line in lines]


def test_examples_are_commands(wae, settled):
    """Every example in a help text and in the topic runs, for somebody who has settings; or says
    that wae itself does that."""
    texts = [wae(*path, "--help").out for path in commands(root.wae)]
    for words in [words for text in texts for words in examples(text)]:
        settled()
        done = wae(*words, typed="some password\n", variables=HOST)
        hosts = done.err.endswith("by the toolbox alone. Run the command with wae.\n")
        assert (int(words[:2] in HOSTS), words) == (done.code, words), done.err
        assert (words[:2] in HOSTS) == hosts
    for words in examples(wae("help", "examples").out):
        settled()
        done = wae(*words, typed="some password\n", variables=HOST)
        assert (0, words) == (done.code, words), done.err


def test_examples_show_every_tool():
    """The examples of `wae --help` and of the topic have one of each tool at least."""
    for text in (root.wae.epilog, TOPICS["examples"][1]):
        shown = {words[0] for words in examples(text) if words}
        assert {tool.command.name for tool in TOOLS} <= shown


def test_help_fits_the_terminal(wae):
    """With COLUMNS=60 no line of help is longer, but for examples, which are not broken."""
    for path in commands(root.wae):
        for line in wae(*path, "-h", variables={"COLUMNS": "60"}).out.splitlines():
            assert len(line) <= 60 or "wae " in line


def test_wae_alone_without_a_terminal_is_help(wae):
    """`wae` and `wae github` without a terminal print help on stdout and succeed."""
    assert wae().out == wae("--help").out
    assert wae("github").out == wae("github", "--help").out
    assert (0, 0) == (wae().code, wae("github").code)
