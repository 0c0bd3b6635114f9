"""Answers that the contract allows and no honest component gives: nothing of them does harm."""

import json
from itertools import product

import pytest
from tests.adversary import attacks
from tests.adversary.attacks import Forgery
from tests.adversary.dumb_terminal import on_terminal
from tests.adversary.victim import Victim


@pytest.mark.parametrize("text", attacks.TEXTS)
@pytest.mark.parametrize("json_too", [False, True], ids=["plain", "json"])
def test_password(victim: Victim, text: str, json_too: bool) -> None:
    """A password is one line that steers nothing; in JSON it is what it is, escaped."""
    flags = ["--json"] if json_too else []
    done = victim.wae("password", "--symbols", f"text:{text}", *flags)
    assert (done.returncode, done.stderr) == (0, "")
    if json_too:
        assert len(json.loads(done.stdout)["passwords"]) == 1
    else:
        assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("forgery", attacks.BATCHES, ids=lambda forgery: forgery.name)
def test_batch(victim: Victim, forgery: Forgery) -> None:
    """A nonsensical batch or error is shown or ends with one line: no traceback."""
    for flags in ([], ["--json"]):
        done = victim.wae("password", "--symbols", forgery.name, *flags)
        if flags or forgery.name not in ("nan", "infinity"):
            assert done.returncode == forgery.code
        assert done.stderr.count("\n") <= 1
        assert done.stderr == "" or done.stderr.startswith("wae: ")
    assert victim.is_well()


@pytest.mark.parametrize("forgery", attacks.VERDICTS, ids=lambda forgery: forgery.name)
def test_verdict(victim: Victim, forgery: Forgery) -> None:
    """A nonsensical verdict is shown, or refused where JSON cannot hold it."""
    check = ("password", "check", "--user-input", forgery.name)
    assert victim.wae(*check).returncode == 0
    done = victim.wae(*check, "--json")
    assert done.returncode == forgery.code
    assert bool(done.stdout) == (forgery.code == 0)
    assert done.stderr.count("\n") == (forgery.code != 0)


@pytest.mark.parametrize(
    ("command", "text"),
    [*product(attacks.GITHUB_COMMANDS, ["controls", "screen", "bidi", "lines", "wide", "empty"])],
)
def test_github(victim: Victim, command: str, text: str) -> None:
    """No name, note, time or number of a repository does harm, in text or in JSON. A list in which
    nothing has a name is an error."""
    wish = json.dumps({"forge": text})
    nameless = text == "empty" and command in ("releases", "contributors")
    plain = victim.wae("github", command, wish)
    assert plain.returncode == nameless
    assert plain.stderr.count("\n") <= 1
    actual = victim.wae("github", command, wish, "--json")
    assert actual.returncode == nameless
    assert bool(nameless) == (actual.stdout == "")
    assert nameless or json.loads(actual.stdout)


@pytest.mark.parametrize("error", attacks.GITHUB_ERRORS)
@pytest.mark.parametrize("text", ["controls", "lines", "screen", "empty"])
def test_github_error(victim: Victim, error: str, text: str) -> None:
    """An error is one line in the words of `cli`, whatever the component puts into it."""
    done = victim.wae("github", "repo", json.dumps({"refuse": error, "text": text}))
    assert done.returncode in (1, 2, 4)
    assert done.stdout == ""
    assert done.stderr.startswith("wae: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", attacks.GITHUB_COMMANDS)
@pytest.mark.parametrize("text", ["controls", "screen", "bidi", "lines"])
def test_github_on_a_terminal(victim: Victim, command: str, text: str) -> None:
    """Tables and notes for people have no sequence in them but `cli`'s own, here none."""
    code, shown = on_terminal(victim, "github", command, json.dumps({"forge": text}))
    assert code == 0
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "\u202e" not in shown
