"""An app gets the variables that it reads, and no others."""

from dataclasses import replace

import pytest
from tests.deploy import greeter

from wae.deploy.needs import Needs, needs_of
from wae.deploy.variables import choose, parse_file
from wae.errors import UsageError
from wae.inspect.report import inspect_app

NEEDS = needs_of(inspect_app(greeter.app(), "app"))
ENVIRON = {"GREETING": "hi", "PATH": "/bin", "OTHER": "x"}


def test_all_that_it_reads_and_that_are_set() -> None:
    """Without an option: what is read and set, and nothing else of the environment."""
    actual = choose(NEEDS, (), None, ENVIRON)
    assert ({"GREETING": "hi"}, ()) == (actual.values, actual.left_out)


def test_named_ones_only() -> None:
    """With --env, those that are named."""
    environ = {**ENVIRON, "SECRET": "s"}
    assert {"SECRET": "s"} == choose(NEEDS, ("SECRET",), None, environ).values


def test_a_file() -> None:
    """Of a file what is read; what is not is told. A named one goes before the file's."""
    file = {"GREETING": "file", "EXTRA": "x"}
    actual = choose(NEEDS, (), file, {**ENVIRON, "SECRET": "s"})
    assert ({"GREETING": "file"}, ("EXTRA",)) == (actual.values, actual.left_out)
    assert {"GREETING": "hi"} == choose(NEEDS, ("GREETING",), file, ENVIRON).values


def test_an_app_that_reads_any() -> None:
    """It gets nothing that was not named."""
    free: Needs = replace(NEEDS, variables=(), any_variable=True)
    assert {} == choose(free, (), None, ENVIRON).values
    assert {"OTHER": "x"} == choose(free, ("OTHER",), None, ENVIRON).values


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("SECRET", "wae: the variable SECRET is not set. Set it, or leave out SECRET"),
        ("OTHER", "wae: nothing in the app reads OTHER. It reads GREETING, SECRET"),
    ],
)
def test_names_that_make_no_sense(name: str, line: str) -> None:
    """A variable that would do nothing is a mistake, and its value is not shown."""
    with pytest.raises(UsageError) as caught:
        choose(NEEDS, (name,), None, ENVIRON)
    assert line == caught.value.line()


def test_an_app_that_reads_nothing() -> None:
    """It says so."""
    with pytest.raises(UsageError) as caught:
        choose(replace(NEEDS, variables=()), ("OTHER",), None, ENVIRON)
    assert "wae: nothing in the app reads OTHER. It reads no variable" == caught.value.line()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("# A=1\n\n  \n", {}),
        ("A=1\nB = two words  # why\n", {"A": "1", "B": "two words"}),
        ("export A=1", {"A": "1"}),
        ("A='x # y' # z\nB=\"p=q\"", {"A": "x # y", "B": "p=q"}),
        ("A=\nB= # only", {"A": "", "B": ""}),
        ("A=a#b", {"A": "a#b"}),
        ("A=1\nA=2", {"A": "2"}),
        ("A='it''", {"A": "it'"}),
    ],
)
def test_files(text: str, found: dict[str, str]) -> None:
    """Lines NAME=VALUE as `.env` files have them."""
    assert found == parse_file(text, "x.env")


@pytest.mark.parametrize("text", ["A", "1A=x", "=x", "A-B=x", "export =1"])
def test_lines_that_are_none(text: str) -> None:
    """The line's number is told, and not what it says."""
    with pytest.raises(UsageError) as caught:
        parse_file(f"# one\n{text}", "x.env")
    assert "wae: x.env:2: this is not NAME=VALUE" == caught.value.line()
