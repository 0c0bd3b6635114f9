"""The host's services: asked for on stderr, answered on stdin, nothing else read or written."""

import pytest
from wit_world.imports import account, answers, checker, presence

import password_answers
from fake_host import Host

GOOD = "correct-horse-1"


@pytest.mark.parametrize("secret", ["hunter2", " pass word ", "é\u202e", "", "x" * 5000])
def test_secret(on, fake, secret):
    """The host asks; what it answers is the password, as it is, and nothing of it is shown."""
    seen = []
    fake(checker, "check", lambda word, _: (seen.append(word), password_answers.VERDICT)[1])
    host = Host(("ok", secret.encode()))
    code, out = on(host, "password", "check")
    assert (0, [secret]) == (code, seen)
    assert [b"read-secret/1\nPassword: ", b""] == host.requests
    assert secret == "" or secret not in out + host.notices.decode()


def test_end_of_input(on):
    """The end of the input at the question: code 1 and no word."""
    host = Host(("end", b""))
    assert (1, "") == on(host, "password", "check")
    assert ([b"read-secret/1\nPassword: ", b""], b"\n") == (host.requests, host.notices)


def test_unreadable(on):
    """A terminal that cannot be read is one line that says what to do."""
    host = Host(("failed", b"Input/output error"))
    assert (1, "") == on(host, "password", "check")
    line = "wae: The terminal cannot be read unseen: Input/output error. Pipe it in, or set it.\n"
    assert line == host.notices.decode()


def test_not_utf8(on):
    """A secret that is not UTF-8 is a usage error, as from a pipe."""
    host = Host(("ok", b"\xff"))
    assert (2, "") == on(host, "password", "check")
    assert host.notices.startswith(b"wae: Standard input is not UTF-8 text.\n")


def test_every_secret(on, fake):
    """Every secret that is typed is asked of the host: passwords, twice for a new one, and keys."""
    fake(presence, "find", lambda name: None)
    fake(answers, "provide", lambda *_: None)
    host = Host(("ok", b"sk-key"))
    on(host, "openai", "models")
    assert b"read-secret/1\nOPENAI_API_KEY, for this run: " == host.requests[0]
    fake(presence, "find", {"WATTTIME_USER": presence.Source.ENVIRONMENT}.get)
    host = Host(("ok", GOOD.encode()))
    on(host, "watttime", "login")
    assert b"read-secret/1\nPassword: " == host.requests[0]
    known = {"WATTTIME_USER": "mona"}
    fake(presence, "find", lambda name: presence.Source.ASKED if name in known else None)
    fake(answers, "provide", lambda name, value: known.update({name: value}))
    fake(account, "register", lambda *_: "User created")
    host = Host(("ok", GOOD.encode()), ("ok", GOOD.encode()))
    on(host, "watttime", "register", "--email", "a@example.org", "--organization", "x")
    questions = [b"read-secret/1\nPassword: ", b"", b"read-secret/1\nPassword, once more: ", b""]
    assert questions == host.requests
