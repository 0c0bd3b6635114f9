"""What the host does on request, and how its answers get to the app: on stdin, alone, once."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from wae.errors import AppError
from wae.runtime import background, interrupt, services
from wae.runtime.services import Services


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """Services of a process whose stdin is a file; `repeat/1` answers what it is given."""

    def refuse(_needs: bytes) -> tuple[bytes, bytes]:
        raise OSError(5, "Input/output error")

    def stumble(_needs: bytes) -> tuple[bytes, bytes]:
        raise AppError("the lock is damaged")

    monkeypatch.setitem(services.SERVICES, b"stumble/1", stumble)
    monkeypatch.setitem(services.SERVICES, b"repeat/1", lambda needs: (b"ok", needs))
    monkeypatch.setitem(services.SERVICES, b"refuse/1", refuse)
    (tmp_path / "stdin").write_bytes(b"typed\n")
    before = os.dup(0)
    with (tmp_path / "stdin").open("rb") as file:
        os.dup2(file.fileno(), 0)
    yield Services(b"t0k", lambda work: work())
    interrupt.release()
    os.dup2(before, 0)
    os.close(before)


def read(count: int) -> bytes:
    content = b""
    while len(content) < count:
        content += os.read(0, count - len(content))
    return content


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (b"repeat/1\none\ntwo", b"ok\none\ntwo"),
        (b"repeat/1", b"ok\n"),
        (b"repeat/1\n" + b"x" * 300_000, b"ok\n" + b"x" * 300_000),
        (b"refuse/1\n", b"failed\nInput/output error"),
        (b"stumble/1\n", b"failed\nthe lock is damaged"),
        (b"repeat/2\none", b"unknown\nrepeat/2"),
        (b"read-secret/1\nPassword: ", b"failed\nInappropriate ioctl for device"),
        (
            b'edit-line/1\n{"prompt": "> ", "more": "", "text": "", "history": []}',
            b"failed\nInappropriate ioctl for device",
        ),
        (b"hold-interrupt/1\n", b"ok\n"),
        (b"release-interrupt/1\n", b"ok\n0"),
        (b"wait/1\n0.01", b"ok\n0"),
    ],
)
def test_answer(served: Services, request_: bytes, answer: bytes) -> None:
    """The answer is all there is on stdin until the app has taken it; then stdin is as it was."""
    served.request(request_)
    frame = b"\x1et0k=%d:%s" % (len(answer), answer)
    assert frame == read(len(frame))
    served.request(b"")
    assert b"typed\n" == os.read(0, 100)


def test_answer_that_nobody_reads(served: Services) -> None:
    """An app that ends or asks anew without reading leaves nothing behind: no thread, no file."""
    before = threading.active_count(), sorted(os.listdir("/dev/fd"))
    for _ in range(3):
        served.request(b"repeat/1\n" + b"x" * 300_000)
    served.close()
    assert b"typed\n" == os.read(0, 100)
    assert before == (threading.active_count(), sorted(os.listdir("/dev/fd")))


@pytest.mark.parametrize(
    ("term", "editor"), [("xterm", True), ("dumb", False), ("", False), (None, False)]
)
def test_what_is_offered(monkeypatch: pytest.MonkeyPatch, term: str | None, editor: bool) -> None:
    """No editor where nothing can be drawn, be it that stderr is elsewhere; nothing at all where
    nobody types."""
    environ = {} if term is None else {"TERM": term}
    offered = {}
    for terminals in ((0, 2), (0,), (2,)):
        monkeypatch.setattr(os, "isatty", lambda number, them=terminals: number in them)
        offered[terminals] = services.offered(environ)
    expected = ["read-secret/1"]
    if editor:
        expected += ["edit-line/1", "hold-interrupt/1", "release-interrupt/1", "wait/1"]
    assert {(0, 2): expected, (0,): ["read-secret/1"], (2,): []} == offered


def test_on_the_main_thread() -> None:
    """Errands of the work are done on the thread that waits for it; their errors go to the work."""
    errands = background.Errands()

    def work() -> list[object]:
        here = [errands.run(threading.get_ident) == threading.get_ident()]
        with pytest.raises(ZeroDivisionError):
            errands.run(lambda: 1 // 0)
        return [*here, errands.run(lambda: "again")]

    assert [False, "again"] == background.call(work, errands=errands)
    with pytest.raises(KeyboardInterrupt):
        background.call(lambda: errands.run(press), errands=errands)


def press() -> None:
    raise KeyboardInterrupt
