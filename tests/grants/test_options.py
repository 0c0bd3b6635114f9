"""The options that give an app something: what they give, and what stays the app's."""

import os
from pathlib import Path

import pytest

from wae.errors import UsageError
from wae.grants import options
from wae.grants.model import Grants

VARIABLE = "For example: --env HOME"
FOLDER = "For example: --dir ."
ORIGIN = "Write https://HOST, https://HOST:PORT or https://*.HOST"


def taken(text: str, *, anywhere: bool = False) -> tuple[list[str], list[str]]:
    grants, rest = options.take(text.split(), anywhere=anywhere)
    return options.spell(grants), rest


@pytest.mark.parametrize(
    ("text", "given", "rest"),
    [
        ("", [], []),
        ("--env A --env=B --env C=1=2 x", ["--env=A", "--env=B", "--env=C=1=2"], ["x"]),
        ("--env A=1 --env A", ["--env=A"], []),
        ("--env A=", ["--env=A="], []),
        ("--env=*", ["--env=*"], []),
        ("--dir a --dir=b=n --dir c:rw --dir d=m:rw",
         ["--dir=a", "--dir=b=n", "--dir=c:rw", "--dir=d=m:rw"], []),
        ("--dir=a=b=n", ["--dir=a=b=n"], []),
        ("--dir=a:rw=n", ["--dir=a:rw=n"], []),
        ("--data", ["--data"], []),
        ("--net", ["--net"], []),
        ("--allow-all", ["--allow-all"], []),
        ("--deny-rest", ["--deny-rest"], []),
        ("--http", ["--http=*"], []),
        ("--http=*", ["--http=*"], []),
        ("--http x", ["--http=*"], ["x"]),
        ("--http https://a https://b:443/ c", ["--http=a", "--http=b"], ["c"]),
        ("--http=a https://b", ["--http=a"], ["https://b"]),
        ("--http=b --http=http://a", ["--http=b", "--http=http://a"], []),
        ("--http https://a --data x --net", ["--data", "--http=a"], ["x", "--net"]),
        ("x --data", [], ["x", "--data"]),
        ("-- --data", [], ["--", "--data"]),
        ("--data=x", [], ["--data=x"]),
        ("--datas --net", [], ["--datas", "--net"]),
        ("--allow-all=", [], ["--allow-all="]),
    ],
)  # fmt: skip
def test_take(text: str, given: list[str], rest: list[str]) -> None:
    """Options up to the first other argument give; all behind it are the app's own."""
    assert (given, rest) == taken(text)
    assert given == options.spell(options.take(text.split())[0])


@pytest.mark.parametrize(
    ("text", "given", "rest"),
    [
        ("x --data y", ["--data"], ["x", "y"]),
        ("x --env A -- --data", ["--env=A"], ["x", "--", "--data"]),
        ("--other --net", ["--net"], ["--other"]),
    ],
)
def test_take_anywhere(text: str, given: list[str], rest: list[str]) -> None:
    """A command's own arguments may come before; a `--` ends that."""
    assert (given, rest) == taken(text, anywhere=True)


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["--env"], "--env needs a value", VARIABLE),
        (["--data", "--dir"], "--dir needs a value", FOLDER),
        (["--env="], "--env  names no variable", VARIABLE),
        (["--env", "=1"], "--env =1 names no variable", VARIABLE),
        (["--env", "A B"], "--env A B names no variable", VARIABLE),
        (["--env", "A\nB=1"], "--env A\nB=1 names no variable", VARIABLE),
        (["--env", "*=1"], "--env '*' takes no value", "It gives all variables as they are"),
        (["--dir="], "--dir  names no folder", FOLDER),
        (["--dir", ":rw"], "--dir :rw names no folder", FOLDER),
        (["--dir", "=n"], "--dir =n names no folder", FOLDER),
        (["--dir", "a="], "--dir a= names no folder", FOLDER),
        (["--dir", "a\nb"], "--dir: a folder's name has a line break", "Rename the folder"),
        (
            ["--dir", "a=n", "--dir", "b=n:rw"],
            "--dir gives the app two folders called n",
            "Rename one: --dir PATH=NAME",
        ),
        (["--http="], "--http  is not an origin: it is not [SCHEME://][*.]HOST[:PORT]", ORIGIN),
        (
            ["--http", "https://a/b"],
            "--http https://a/b is not an origin: it is not [SCHEME://][*.]HOST[:PORT]",
            ORIGIN,
        ),
    ],
)
def test_nonsense(words: list[str], message: str, hint: str) -> None:
    """An option that gives nothing that there is is an error, which says how to write it."""
    with pytest.raises(UsageError) as caught:
        options.take(words)
    assert (message, hint) == (caught.value.message, caught.value.hint)


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("--http", None),
        ("--http=*", None),
        ("--http=any", ("any",)),
        ("--http https://any", ("any",)),
        ("--http=https://*.any", ("*.any",)),
    ],
)
def test_anywhere(text: str, origins: tuple[str, ...] | None) -> None:
    """No origin is anywhere, whatever its host is called; nor is it once it is spelled."""
    grants, _ = options.take(text.split())
    assert origins == grants.origins
    assert origins == options.take(options.spell(grants))[0].origins


@pytest.mark.parametrize(
    "option", ["--env", "--dir", "--data", "--net", "--http", "--allow-all", "--deny-rest"]
)
def test_help(option: str) -> None:
    """Each option stands in the help, in a line of its own."""
    assert [option] == [line.split()[0] for line in options.HELP.splitlines() if option in line]


def test_shown() -> None:
    """What people are shown can be pasted into a shell, and is read as the same."""
    words = ["--allow-all", "--env=*", "--env=A=x y", "--dir=a b=n:rw", "--data", "--net"]
    words += ["--http=*.a", "--http=b", "--deny-rest"]
    grants, _ = options.take(words)
    expected = "--allow-all --env '*' --env 'A=x y' --dir 'a b=n:rw' --data --net '--http=*.a'"
    assert f"{expected} --http=b --deny-rest" == options.shell_line(grants)


def test_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder stays the one that it was, under its name and with its rights; the rest, too."""
    monkeypatch.chdir(tmp_path)
    grants, _ = options.take(["--env=A=1", "--dir=.", "--dir=/x:rw", "--net"])
    expected = ["--env=A=1", f"--dir={os.getcwd()}=.", "--dir=/x:rw", "--net"]
    assert expected == options.spell(options.absolute(grants))
    assert ["--env=A=1", "--dir=.", "--dir=/x:rw", "--net"] == options.spell(grants)


def test_nothing() -> None:
    """Nothing given is no option at all."""
    assert ([], "") == (options.spell(Grants()), options.shell_line(Grants()))
