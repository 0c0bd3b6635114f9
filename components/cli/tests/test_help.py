"""`--help`: every command has it, with examples, at the width of the terminal."""

import re
import shlex
import time

import click
from wit_world.imports import plain, presence

import command_line
import golden_file

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
    for path in commands(command_line.wae):
        done = wae(*path, "--help")
        assert (done.code, done.err) == (0, "")
        cases.append(golden_file.case(" ".join(path) or "wae", (*path, "--help"), done.out, 0))
    golden_file.check("help", cases)


def test_examples_are_commands(wae, fake, monkeypatch, tmp_path):
    """Every example in a help text runs, for somebody who has settings."""
    fake(presence, "find", presence.Source.DOTENV)
    settings = {"OPENAI_MODEL": "big-2", "OPENAI_IMAGE_MODEL": "painter", "WATTTIME_REGION": "X"}
    fake(plain, "get", settings.get)
    # Whatever is waited for is over; pictures go where nobody has any.
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000)
    monkeypatch.chdir(tmp_path)
    for path in commands(command_line.wae):
        for line in wae(*path, "--help").out.splitlines():
            if line.split()[:1] == ["wae"]:
                words = shlex.split(re.split(" > | && ", line)[0])[1:]
                done = wae(*words, typed="some password\n", variables=HOST)
                assert done.code == 0, line


def test_help_fits_the_terminal(wae):
    """With COLUMNS=60 no line of help is longer, but for examples, which are not broken."""
    for path in commands(command_line.wae):
        for line in wae(*path, "-h", variables={"COLUMNS": "60"}).out.splitlines():
            assert len(line) <= 60 or "wae " in line


def test_wae_alone_without_a_terminal_is_help(wae):
    """`wae` and `wae github` without a terminal print help on stdout and succeed."""
    assert wae().out == wae("--help").out
    assert wae("github").out == wae("github", "--help").out
    assert (0, 0) == (wae().code, wae("github").code)
