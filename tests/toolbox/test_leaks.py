"""`wae password check --leaked`, composed: what leaves, and what comes of the answer."""

import json
from collections.abc import Callable, Iterator
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer
from tests.faults.pwned import DIGEST, LEAKED, find

Wae = Callable[..., CompletedProcess[str]]
OTHER = "battery staple!"


@pytest.fixture
def pwned() -> Iterator[FaultServer]:
    with FaultServer(find=find) as server:
        yield server


def test_five_digits_leave(wae: Wae, pwned: FaultServer) -> None:
    """Nothing else of the password does, and nothing at all without `--leaked`."""
    env = {"PWNED_PASSWORDS_URL": pwned.url}
    assert 0 == wae("password", "check", env=env, input=LEAKED).returncode
    assert [] == pwned.received[""]
    done = wae("password", "check", "--leaked", "--json", env=env, input=LEAKED)
    assert (1, 4711) == (done.returncode, json.loads(done.stdout)["leaked"])
    assert "wae: This password was seen in leaks 4,711 times. Use it nowhere.\n" == done.stderr
    [request] = pwned.received[""]
    assert ("GET", f"/range/{DIGEST[:5]}", b"") == (request.method, request.target, request.body)
    headers = {name.lower(): value for name, value in request.headers}
    assert "true" == headers["add-padding"]
    sent = " ".join([*headers.values(), request.target])
    assert LEAKED not in sent
    assert DIGEST[5:] not in sent


def test_not_leaked(wae: Wae, pwned: FaultServer) -> None:
    """Padding is no leak."""
    env = {"PWNED_PASSWORDS_URL": pwned.url}
    done = wae("password", "check", "--leaked", env=env, input=OTHER)
    assert (0, "") == (done.returncode, done.stderr)
    assert "leaked\t0" in done.stdout.splitlines()


def test_nobody_answers(wae: Wae) -> None:
    """What is not known is no success, and nothing is on stdout."""
    env = {"PWNED_PASSWORDS_URL": "http://127.0.0.1:9"}
    done = wae("password", "check", "--leaked", env=env, input=OTHER)
    assert (1, "") == (done.returncode, done.stdout)
    assert "Whether the password was leaked is not known." in done.stderr


def test_fields(wae: Wae) -> None:
    """`--fields` stands beside every `--json`, and names what there is."""
    done = wae("password", "check", "--fields", "score,guesses_log10", input=OTHER)
    assert ["score", "guesses_log10"] == [*json.loads(done.stdout)]
    done = wae("password", "check", "--fields", "scores", input=OTHER)
    assert (2, "") == (done.returncode, done.stdout)
    assert "wae: The result has no field scores. Did you mean score? It has score, " in done.stderr
