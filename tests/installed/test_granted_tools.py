"""What a tool was granted when it was installed is what it has, wherever it runs."""

import os
from pathlib import Path

import pytest
from tests.installed.conftest import Wae, answering, install, run

from wae.inspect.report import inspect_app
from wae.installed.app import InstalledTool
from wae.installed.lock import read
from wae.runtime import cache_directory


@pytest.mark.parametrize(
    ("arguments", "granted", "code"),
    [
        (["--deny-rest"], [], 0),
        (["--env=DICE_A", "--env=DICE_B", "--deny-rest"], ["--env=DICE_A", "--env=DICE_B"], 2),
        (["--env", "DICE_A", "--dir", "."], ["--env=DICE_A", "--dir=HERE=."], 17),
        (["--env", "DICE_A", "--data"], ["--env=DICE_A", "--data"], 17),
    ],
)  # fmt: skip
def test_what_was_granted(
    wae: Wae, counts: Path, arguments: list[str], granted: list[str], code: int
) -> None:
    """A tool gets what was granted when it was installed, and nothing else, in any folder."""
    done = install(wae, "--json", str(counts), *arguments).document
    assert [word.replace("HERE", os.getcwd()) for word in granted] == done["granted"]
    os.chdir("..")
    assert code == run("counts", dict(os.environ), DICE_A="1", DICE_B="2", DICE_C="3")


def test_nobody_to_ask(wae: Wae, counts: Path) -> None:
    """Without a terminal nothing is installed, and the options are told that would do."""
    done = wae("install", str(counts))
    assert 2 == done.code
    assert done.err == (
        "wae: counts asks for what it was not given: all environment variables; files: read the "
        "current folder. Add --env '*' --dir ., or --deny-rest to install it without"
    )
    assert [] == wae("list", "--json").document


def test_yes(wae: Wae, counts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sits at a terminal is asked once; there is no `once` for what stays."""
    shown = answering(monkeypatch, "o", "y")
    done = install(wae, "--json", str(counts)).document
    assert ["--env=*", f"--dir={os.getcwd()}=."] == done["granted"]
    question = "Give it that? [y]es, [n]o, [q]uit: "
    assert [question, question] == [text for text in shown if text.startswith("Give")]
    assert f"counts (sha256:{done['sha256'][:12]}) asks for:\n" in shown


def test_no(wae: Wae, counts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No is kept, too: the tool is there, without it."""
    answering(monkeypatch, "n")
    done = install(wae, "--json", str(counts)).document
    assert ([], ["--env=*", f"--dir={os.getcwd()}=."]) == (done["granted"], done["denied"])
    assert wae("list").out.endswith(f": nothing; denied --env '*' --dir {os.getcwd()}=.\n")
    assert 0 == run("counts", dict(os.environ))


def test_quit(wae: Wae, counts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is no tool."""
    answering(monkeypatch, "q")
    done = wae("install", str(counts))
    expected = (
        "wae: counts was not installed. Add --env '*' --dir ., or --deny-rest to install it without"
    )
    assert (2, expected) == (done.code, done.err)
    assert [] == wae("list", "--json").document


def test_what_runs_is_held_to_it(wae: Wae, counts: Path) -> None:
    """The grants are in the bytes that run, as `wae inspect` proves them."""
    install(wae, str(counts), "--env", "DICE_A", "--deny-rest")
    environ = dict(os.environ)
    app = (
        InstalledTool(read(environ)["counts"], environ, cache_directory.path(environ)).granted().app
    )
    [instance] = [i for i in inspect_app(app.read(), "counts").instances if not i.is_quiet]
    assert ("DICE_A",) == instance.variables
    assert "files" not in instance.capabilities
    assert "environment  only DICE_A (proved by its filter)" in wae("inspect", "counts").out
