"""`--help`: every command has it, with examples, at the width of the terminal."""

import click

import command_line
import golden_file


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


def test_examples_are_commands(wae):
    """Every example in a help text runs."""
    for path in commands(command_line.wae):
        for line in wae(*path, "--help").out.splitlines():
            words = line.split()
            if words[:1] == ["wae"]:
                assert wae(*words[1:], typed="some password\n").code == 0, line


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
