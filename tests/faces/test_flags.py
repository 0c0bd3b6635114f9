"""A function's parameters on a command line, whatever their names and values look like."""

from pathlib import Path
from typing import Any

import pytest

from wae.contract.model import Function, Parameter
from wae.contract.shapes import Scalar, Shape
from wae.errors import UsageError
from wae.faces import flags

TEXT, FLAG = Scalar("string"), Scalar("bool")


def function(**parameters: Shape) -> Function:
    """One with these parameters."""
    listed = tuple(Parameter(name, name, shape) for name, shape in parameters.items())
    return Function("test:app/texts", "put", listed, None, "")


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (["--text", "-5"], "-5"),
        (["--text", "--"], "--"),
        (["--text", "-h"], "-h"),
        (["--text", "--help"], "--help"),
        (["--text", "--text"], "--text"),
        (["--text", "--no-text"], "--no-text"),
        (["--text=-h"], "-h"),
        (["--text=--debug"], "--debug"),
        (["--text", "@@"], "@"),
        (["--text", "@@home"], "@home"),
        (["--text", "@@@"], "@@"),
        (["--text=@@-"], "@-"),
        (["--text", "a@b"], "a@b"),
        (["--text", ""], ""),
        (["--text="], ""),
        (["--text", "=x"], "=x"),
    ],
)
def test_any_value(arguments: list[str], value: str) -> None:
    """What follows an option is its value, whatever it begins with; two @ are one."""
    put = function(text=TEXT)
    assert not flags.wants_help(put, arguments)
    assert [value] == flags.parse(put, arguments)


def test_the_content_of_a_file(tmp_path: Path) -> None:
    """@FILE is what the file says, also where that begins with @ or -."""
    (tmp_path / "value").write_text("@-x")
    assert ["@-x"] == flags.parse(function(text=TEXT), ["--text", f"@{tmp_path}/value"])


@pytest.mark.parametrize(
    ("arguments", "values"),
    [
        (["--help", "me"], ["me", False]),
        (["--help=me", "--debug", "true"], ["me", True]),
        (["--help", "--help"], ["--help", False]),
        (["--help", "-h"], ["-h", False]),
        (["--debug", "--help", "me"], ["me", True]),
        (["--no-debug", "--help", "x"], ["x", False]),
    ],
)
def test_parameters_with_names_of_ours(arguments: list[str], values: list[Any]) -> None:
    """A parameter may be called `help` or `debug`; then `-h` alone asks for help."""
    put = function(help=TEXT, debug=FLAG)
    arguments = [*arguments, *(() if "debug" in " ".join(arguments) else ("--no-debug",))]
    assert not flags.wants_help(put, arguments)
    assert values == flags.parse(put, arguments)


@pytest.mark.parametrize(
    "arguments",
    [["-h"], ["--help"], ["--text", "a", "-h"], ["--flag", "--help"], ["--flag", "true", "-h"]],
)
def test_asking_for_help(arguments: list[str]) -> None:
    """An option that no parameter has asks for help, wherever options stand."""
    assert flags.wants_help(function(text=TEXT, flag=FLAG), arguments)


def test_only_the_short_option_asks() -> None:
    """Where `--help` is a parameter, `-h` is still help."""
    assert flags.wants_help(function(help=TEXT), ["--help", "x", "-h"])
    assert not flags.wants_help(function(help=TEXT), ["--help"])


def test_a_file_that_is_none() -> None:
    """The error says how a value begins with @."""
    with pytest.raises(UsageError) as caught:
        flags.parse(function(text=TEXT), ["--text", "@nobody"])
    line = (
        "wae: --text: cannot read nobody: No such file or directory. "
        "Write @@nobody for a value that begins with @"
    )
    assert line == caught.value.line()
