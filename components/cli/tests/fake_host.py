"""A host that lends its services to `wae`, as wae does: asked on stderr, answers on stdin."""

import io
import sys

import pytest
from wit_world.imports import environment

from command_line import process
from fake_process import Stream

_SERVICES = "edit-line/1 hold-interrupt/1 read-secret/1 release-interrupt/1 wait/1"
ON = {"WAE_NOTICES": "t0k", "WAE_SERVICES": _SERVICES}


class Host:
    """Answers requests as wae does, each with the next of `lines` (status and answer); Ctrl-C is
    pressed by setting `interrupted`, or `pressed_while_waiting`: then nobody waits."""

    def __init__(self, *lines: tuple[str, bytes]) -> None:
        self.lines = [*lines]
        self.interrupted = False
        self.pressed_while_waiting = False
        self.waits: list[bytes] = []
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
            self.request(payload)
        return len(data)

    def request(self, payload: bytes) -> None:
        if payload == b"hold-interrupt/1\n":
            self.interrupted = False
            self.answer("ok", b"")
        elif payload == b"release-interrupt/1\n":
            self.answer("ok", b"1" if self.interrupted else b"0")
        elif payload.startswith(b"wait/1\n"):
            self.waits.append(payload.removeprefix(b"wait/1\n"))
            self.interrupted = self.pressed_while_waiting
            self.answer("ok", b"1" if self.interrupted else b"0")
        else:
            self.requests.append(payload)
            if payload:
                self.answer(*self.lines.pop(0))

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
