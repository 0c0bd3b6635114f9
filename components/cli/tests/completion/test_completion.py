"""`wae completion`: scripts with which bash, fish and zsh really complete."""

import json
from pathlib import Path

import click
import pytest
import shells

from command_line import root

SHELLS = {"bash": shells.bash, "fish": shells.fish, "zsh": shells.zsh}
HOST = {
    "commands": [
        {
            "name": "build",
            "help": 'make it, don\'t "ask" $HOME: why',
            "files": True,
            "options": [
                {"names": ["-o", "--output"], "help": "where", "takes_value": True, "files": True},
                {"names": ["--with"], "help": "part", "takes_value": True, "files": False},
            ],
        },
        {
            "name": "dice",
            "help": "registry.example/dice:1",
            "files": False,
            "options": [],
            "commands": [
                {
                    "name": "roll",
                    "help": "a tool's own",
                    "files": False,
                    "options": [
                        {
                            "names": ["--sides"],
                            "help": "how many",
                            "takes_value": True,
                            "files": False,
                        }
                    ],
                }
            ],
        },
    ],
    "options": [{"names": ["--version"], "help": "versions", "takes_value": False, "files": False}],
}
HELP = {"-h", "--help"}
TOP = {name for name, each in root.wae.commands.items() if not each.hidden}
TOP |= {"build", "dice"}


@pytest.fixture(params=SHELLS)
def complete(request, wae, tmp_path: Path):
    """Completes with one of the shells, in a folder with two files."""
    shell = request.param
    shells.path_of(shell)
    script = tmp_path / "script"
    done = wae("completion", shell, variables={"WAE_HOST": json.dumps(HOST)})
    assert (0, "") == (done.code, done.err)
    script.write_text(done.out)
    (tmp_path / "some file.wasm").touch()
    (tmp_path / "so").mkdir()
    return lambda *words: SHELLS[shell](script, *words)


def test_commands(complete):
    """All commands of the toolbox and of the host, and those of a group."""
    assert complete("") == TOP
    assert complete("github", "re") == {"readme", "repo", "release", "releases"}
    assert complete("net", "") == {"lookup", "probe", "time"}
    assert complete("net", "--timeout", "3", "") == {"lookup", "probe", "time"}


def test_installed_tools(complete):
    """The commands of a tool that the user installed, and their options."""
    assert complete("dice", "") == {"roll"}
    assert complete("dice", "roll", "--s") == {"--sides"}
    assert complete("dice", "roll", "--sides", "") == set()


def test_options(complete):
    """Options of the command that was typed, whatever stands between."""
    assert complete("net", "time", "--t") == {"--timeout"}
    assert {"--json", "--fields", "--questions", "--timeout", *HELP} >= complete(
        "net", "time", "--"
    )
    assert {"--json", "--limit", "--all"} <= complete("github", "stars", "o/r", "--")
    assert complete("--v") == {"--version"}


def test_values(complete):
    """Words where only some make sense; nothing where anything may stand."""
    assert complete("completion", "") == {"bash", "fish", "zsh"}
    assert complete("completion", "f") == {"fish"}
    assert complete("net", "time", "--timeout", "") == set()
    assert complete("build", "--with", "so") == set()


def test_help_takes_topics_and_commands(complete):
    """`wae help` completes both."""
    assert complete("help", "s") == {"settings", "sandbox"}
    assert complete("help", "git") == {"github"}
    assert {"build"} <= complete("help", "b")


def test_files(complete):
    """Names of files, where a command or an option takes one."""
    for words in (("build", "some"), ("build", "-o", "some")):
        assert any(name.endswith("file.wasm") for name in complete(*words))


def test_no_files_elsewhere(complete):
    """A name of a file is not offered where none makes sense."""
    assert complete("password", "so") == set()
    assert complete("github", "repo", "so") == set()


@pytest.mark.parametrize("shell", SHELLS)
def test_everything_is_in_the_script(wae, shell):
    """Every command and every option stands in the script of each shell."""
    script = wae("completion", shell).out
    for words, command in _commands(root.wae, ("wae",)):
        assert " ".join(words) in script
        names = [name for option in _options(command) for name in option.opts]
        assert [] == [name for name in names if name.lstrip("-") not in script]


@pytest.mark.parametrize("shell", SHELLS)
def test_without_a_host(wae, shell):
    """Under another host than wae there are the toolbox's own commands."""
    done = wae("completion", shell)
    assert (0, "", False) == (done.code, done.err, "--version" in done.out)


def _commands(command: click.Command, words: tuple[str, ...]):
    yield words, command
    for name, child in getattr(command, "commands", {}).items():
        if not child.hidden:
            yield from _commands(child, (*words, name))


def _options(command: click.Command) -> list[click.Option]:
    return [each for each in command.params if isinstance(each, click.Option)]
