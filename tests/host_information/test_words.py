"""wae's own commands and options, as completion learns them."""

from importlib import import_module

import pytest

from wae.cli import COMMANDS
from wae.host_information import words


def test_options_of_a_help_text() -> None:
    """Short and long names, whether a value follows, and whether that names a file."""
    text = (
        "Usage: x\n\nOptions:\n"
        "  -o, --output OUT  The file.\n"
        "  --with NAME=FILE  A part.\n"
        "  --port N          A number.\n"
        "  -h, --help        This.\n"
        "\nExamples:\n  x --port 3\n"
    )
    actual = words.options(text)
    assert [["-o", "--output"], ["--with"], ["--port"], ["-h", "--help"]] == [
        each["names"] for each in actual
    ]
    assert [True, True, True, False] == [each["takes_value"] for each in actual]
    assert [True, True, False, False] == [each["files"] for each in actual]
    assert "The file." == actual[0]["help"]


def test_every_command() -> None:
    """All of wae's commands are there, and installed tools, with what each does."""
    told = words.words(COMMANDS, {"dice": "x"}, lambda tool: [])["commands"]
    assert isinstance(told, list)
    assert [*COMMANDS.items(), ("dice", "x")] == [(each["name"], each["help"]) for each in told]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_the_help(name: str) -> None:
    """No option in a command's help is overlooked."""
    text: str = import_module(f"wae.commands.{name}").HELP
    options = text.partition("\nOptions:\n")[2].partition("\n\n")[0]
    named = {word.rstrip(",:") for word in options.split() if word.startswith("-") and word != "-"}
    actual = {name for each in words.options(text) for name in each["names"]}
    assert named <= actual
