"""The host's services: asked for on stderr, answered on stdin, nothing else read or written."""

import io
import sys

import pytest
from wit_world.imports import account, answers, checker, environment, presence

import password_answers
from command_line import process
from fake_process import Stream

GOOD = "correct-horse-1"
ON = {"WAE_NOTICES": "t0k", "WAE_SERVICES": "edit-line/1 read-secret/1"}


class Host:
    """Answers requests as wae does, each with the next of `lines` (status and answer)."""

    def __init__(self, *lines: tuple[str, bytes]) -> None:
        self.lines = [*lines]
        self.requests: list[bytes] = []
        self.notices = b""
        self.stdin = Stream(terminal=True)
        self.stderr = Stream(terminal=True)
        self.stderr.buffer.write = self.read

    def read(self, data: bytes) -> int:
        start, rest = bytes(data[:4]), bytes(data[5:])
        length, _, payload = rest.partition(b":")
        assert (start, int(length)) == (b"\x1et0k", len(payload))
        if data[4:5] == b":":
            self.notices += payload
        else:
            self.requests.append(payload)
            if payload:
                self.answer(*self.lines.pop(0))
        return len(data)

    def answer(self, status: str, text: bytes) -> None:
        payload = status.encode() + b"\n" + text
        assert b"" == self.stdin.buffer.read()
        self.stdin.buffer.write(b"\x1et0k=%d:%s" % (len(payload), payload))
        self.stdin.buffer.seek(-len(payload) - len(b"\x1et0k=%d:" % len(payload)), io.SEEK_CUR)


@pytest.fixture
def on(wae, monkeypatch):
    """Runs `wae` under a host."""

    def run(host: Host, *arguments: str):
        # The fixture's own streams would stand in the way.

        out = Stream(terminal=True)
        monkeypatch.setattr(environment, "get_arguments", lambda: ["wae", *arguments])
        monkeypatch.setattr(environment, "get_environment", lambda: [*ON.items()])
        monkeypatch.setattr(sys, "stdin", host.stdin)
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", host.stderr)
        return process.main(), out.text()

    return run


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
