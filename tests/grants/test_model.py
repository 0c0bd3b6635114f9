"""What is given to an app, added up and compared."""

import pytest

from wae.grants import options
from wae.grants.model import Grants, everything

ALL = ["--allow-all", "--env=A", "--env=B=1", "--dir=x", "--data", "--net", "--http=a.example"]
EACH = [*ALL, "--env=*", "--http=*", "--deny-rest"]


def grants(*words: str) -> Grants:
    actual, rest = options.take(list(words))
    assert [] == rest
    return actual


def spelled(*words: str) -> list[str]:
    return options.spell(grants(*words))


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        *(([], [word], [word]) for word in EACH),
        *(([word], [], [word]) for word in EACH),
        *(([word], [word], [word]) for word in EACH),
        (["--env=A=1"], ["--env=A=2", "--env=B"], ["--env=A=1", "--env=B"]),
        (["--env=A"], ["--env=A=2"], ["--env=A"]),
        (["--dir=x"], ["--dir=y=x:rw", "--dir=z"], ["--dir=x", "--dir=z"]),
        (["--http=a"], ["--http=b", "--http=a"], ["--http=a", "--http=b"]),
        (["--http=*"], ["--http=a"], ["--http=*"]),
        (["--http=a"], ["--http=*"], ["--http=*"]),
    ],
)
def test_add(here: list[str], there: list[str], expected: list[str]) -> None:
    """Both are given; of one variable or folder, what was there first. Neither is taken away."""
    first, second = grants(*here), grants(*there)
    first.add(second)
    assert expected == options.spell(first)
    assert spelled(*there) == options.spell(second)


def test_a_copy_is_apart() -> None:
    """What is added to a copy is not given to the original."""
    original = grants("--env=A", "--dir=x", "--http=a")
    copy = original.copy()
    assert options.spell(original) == options.spell(copy)
    copy.add(grants("--env=B", "--dir=y", "--http=b", "--data", "--net"))
    assert ["--env=A", "--dir=x", "--http=a"] == options.spell(original)


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        *(([word], [], [word]) for word in EACH if word != "--deny-rest"),
        *(([word], [word], []) for word in EACH),
        *(([], [word], []) for word in EACH),
        (ALL, ["--allow-all"], []),
        (["--env=A", "--env=B"], ["--env=A=1"], ["--env=B"]),
        (["--env=A", "--env=B"], ["--env=*"], []),
        (["--env=*"], ["--env=A"], ["--env=*"]),
        (["--dir=x:rw"], ["--dir=x"], ["--dir=x:rw"]),
        (["--dir=x=n"], ["--dir=y=n"], ["--dir=x=n"]),
        (["--dir=x=n"], ["--dir=x=m"], ["--dir=x=n"]),
        (["--dir=x", "--dir=y"], ["--dir=y"], ["--dir=x"]),
        (["--data"], ["--dir=x"], ["--data"]),
        (["--net"], ["--http=*"], ["--net"]),
        (["--http=a", "--http=b"], ["--http=b"], ["--http=a"]),
        (["--http=a"], ["--http=*"], []),
        (["--http=*"], ["--http=a"], ["--http=*"]),
    ],
)
def test_without(here: list[str], there: list[str], expected: list[str]) -> None:
    """What is left is what the other does not give, or gives less of."""
    assert expected == options.spell(grants(*here).without(grants(*there)))


@pytest.mark.parametrize(
    ("asked", "given", "expected"),
    [
        (["--env=*"], ["--env=A"], []),
        (["--env=*"], ["--net"], ["--env=*"]),
        (["--env=A"], ["--env=B"], ["--env=A"]),
        (["--dir=."], ["--dir=x"], []),
        (["--dir=."], ["--data"], []),
        (["--data"], ["--dir=x"], []),
        (["--dir=.", "--data"], ["--env=A"], ["--dir=.", "--data"]),
        (["--http=*"], ["--http=a"], []),
        (["--http=*"], ["--net"], ["--http=*"]),
        (["--http=b"], ["--http=a"], ["--http=b"]),
        (["--net"], ["--http=*"], ["--net"]),
    ],
)
def test_unsettled(asked: list[str], given: list[str], expected: list[str]) -> None:
    """Who gives a variable, a folder or an origin has said how much of all; nothing else is."""
    assert expected == options.spell(grants(*asked).unsettled(grants(*given)))


@pytest.mark.parametrize("word", EACH)
def test_nothing(word: str) -> None:
    """Anything that is given is something; that the rest is denied gives nothing, but was said."""
    assert (True, True) == (Grants().is_nothing, Grants().is_default)
    assert (word == "--deny-rest", False) == (grants(word).is_nothing, grants(word).is_default)


@pytest.mark.parametrize("word", EACH)
def test_files(word: str) -> None:
    """A folder or the data folder is files; nothing else is."""
    assert (word in ("--dir=x", "--data")) is grants(word).files


def test_environment() -> None:
    """Values are those that are said, else those that wae has; what is not set is not there."""
    has = {"A": "1", "B": "2", "*": "3"}
    cases = {
        (): {},
        ("--env=A", "--env=C"): {"A": "1"},
        ("--env=A=x", "--env=C=", "--env=D=y"): {"A": "x", "C": "", "D": "y"},
        ("--env=*", "--env=B=x"): {"A": "1", "B": "x", "*": "3"},
        ("--env=*",): has,
    }
    for words, expected in cases.items():
        assert expected == grants(*words).environment(has), words
    assert {"A": "1"} == grants("--env=*").environment({"A": "1"})


def test_everything() -> None:
    """All that wae has is one word, whatever stands beside it."""
    assert ["--allow-all"] == options.spell(everything())
