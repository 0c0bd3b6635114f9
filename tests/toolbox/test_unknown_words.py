"""Words that are no commands: what was meant is told, whoever knows it."""

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

Wae = Callable[..., CompletedProcess[str]]


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ("chat hi", "wae openai chat"),
        ("openia chat hi", "wae openai"),
        ("github cli/cli", "wae github repo cli/cli"),
        ("cli/cli", "wae github repo cli/cli"),
        ("net host.example:443", "wae net probe host.example:443"),
        ("biuld", "wae build"),
        ("inspct app.wasm", "wae inspect"),
        ("serv toolbox", "wae serve"),
        ("mpc toolbox", "wae mcp"),
        ("rnu app.wasm", "wae run"),
    ],
)
def test_what_was_meant(wae: Wae, arguments: str, meant: str) -> None:
    """Nothing is done, and the command that was meant is named."""
    done = wae(*arguments.split())
    assert (2, "") == (done.returncode, done.stdout)
    assert f"Did you mean `{meant}`?" in done.stderr
    assert 1 == done.stderr.count("Did you mean")


@pytest.mark.parametrize(
    "arguments",
    ["net", "menu --x", "config --x", "github --x", "password --x", "watttime --x", "help x y"],
)
def test_known_words_are_meant_themselves(wae: Wae, arguments: str) -> None:
    """A known command that is used wrongly is not taken for one of the host's."""
    assert "Did you mean `wae " not in wae(*arguments.split()).stderr


def test_nothing_like_it(wae: Wae) -> None:
    """Where nothing is meant that anybody knows, nothing is guessed."""
    done = wae("frobnicate")
    assert 2 == done.returncode
    assert "Did you mean" not in done.stderr
