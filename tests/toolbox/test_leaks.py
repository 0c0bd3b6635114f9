"""`wae password check --leaked`, composed: what leaves, and what comes of the answer."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha1
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer
from tests.faults.message import Connection, Request

Wae = Callable[..., CompletedProcess[str]]
LEAKED, OTHER = "correct horse", "battery staple!"
DIGEST = sha1(LEAKED.encode()).hexdigest().upper()


def find(path: str) -> tuple[Callable[..., None], list[str]]:
    """A server that knows one password; the rest of its answers is padding."""
    return _range, [path]


def _range(server: FaultServer, to: Connection, request: Request, path: str) -> None:
    prefix = path.rpartition("/")[2]
    known = [f"{DIGEST[5:]}:4711"] if prefix == DIGEST[:5] else []
    to.text("\r\n".join([*known, f"{'0' * 35}:0"]))


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
