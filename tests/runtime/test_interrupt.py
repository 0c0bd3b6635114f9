"""Ctrl-C that cuts connections: those of the app, and no others; the second one ends."""

import os
import signal
import socket
import threading
from collections.abc import Iterator

import pytest
from tests.patience import PATIENCE

from wae.runtime import interrupt


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture(autouse=True)
def released() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    interrupt.release()
    assert before == signal.getsignal(signal.SIGINT)


def connected(server: socket.socket) -> tuple[socket.socket, socket.socket]:
    """A connection's two ends; reading from either gives up after a while."""
    ours = socket.create_connection(server.getsockname(), 10)
    theirs, _ = server.accept()
    theirs.settimeout(PATIENCE)
    return ours, theirs


def test_connections_are_cut(server: socket.socket) -> None:
    """Those that were opened since `hold`, also after the Ctrl-C; then it was pressed."""
    interrupt.hold()
    ours, theirs = connected(server)
    os.kill(os.getpid(), signal.SIGINT)
    assert b"" == ours.recv(1)
    later, theirs_too = connected(server)
    assert b"" == later.recv(1)
    assert interrupt.release()
    for one in (ours, theirs, later, theirs_too):
        one.close()


def test_others_stay(server: socket.socket) -> None:
    """What was open before `hold`, what listens, and what is opened after `release` work on."""
    earlier, theirs = connected(server)
    interrupt.hold()
    opened, theirs_too = connected(server)
    os.kill(os.getpid(), signal.SIGINT)
    assert b"" == opened.recv(1)
    theirs.sendall(b"x")
    assert b"x" == earlier.recv(1)
    assert interrupt.release()
    later, theirs_last = connected(server)
    theirs_last.sendall(b"y")
    assert b"y" == later.recv(1)
    for one in (earlier, theirs, opened, theirs_too, later, theirs_last):
        one.close()


def test_the_second_one_ends() -> None:
    """It does what Ctrl-C did before `hold`; so it does after `release`."""
    interrupt.hold()
    os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
    assert interrupt.release()
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_nothing_was_pressed() -> None:
    """Then `release` says so, as often as it is called."""
    interrupt.hold()
    assert [False, False] == [interrupt.release(), interrupt.release()]


def test_waits_end() -> None:
    """What is waited for ends with the Ctrl-C, and at once where it was pressed before; until then
    it takes its time."""
    interrupt.hold()
    assert not interrupt.wait(0.01)
    threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
    assert interrupt.wait(10 * PATIENCE)
    assert interrupt.wait(10 * PATIENCE)
    assert interrupt.release()
    assert not interrupt.wait(0.01)
