"""Waiting for a moment by the clock on the wall."""

import sys
import time

import pytest

from shared.services import Services
from shared.terminal import Terminal
from tools.watttime.commands import countdown


class Clock:
    """A clock that moves when somebody sleeps, and can be set by `jumps` after so many sleeps."""

    def __init__(self, monkeypatch, jumps=None) -> None:
        self.now = 1000.0
        self.slept: list[float] = []
        self._jumps = jumps or {}
        monkeypatch.setattr(time, "time", lambda: self.now)
        monkeypatch.setattr(time, "sleep", self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds + self._jumps.get(len(self.slept), 0)


def terminal(stderr_tty: bool, capable: bool = True) -> Terminal:
    return Terminal(
        True, False, stderr_tty, capable, False, 80, "", Services("", frozenset(), sys.stderr)
    )


def test_it_ends_on_time(monkeypatch, capsys):
    """The wait is as long as asked for, and says nothing where nobody watches."""
    clock = Clock(monkeypatch)
    countdown.wait_until(1100.5, terminal(stderr_tty=False))
    assert (clock.now, clock.slept) == (1100.5, [30, 30, 30, 10.5])
    assert capsys.readouterr().err == ""


def test_it_counts_down_on_a_terminal(monkeypatch, capsys):
    """Each second shows what is left, on one line that is removed at the end."""
    Clock(monkeypatch)
    countdown.wait_until(1002.5, terminal(stderr_tty=True))
    shown = capsys.readouterr().err.split("\r\x1b[2K")
    assert shown == [f"{left} s left (Ctrl-C gives up)" for left in (3, 2, 1)] + [""]


def test_a_dumb_terminal_is_not_scrolled(monkeypatch, capsys):
    """Where a line cannot be removed, nothing is counted."""
    Clock(monkeypatch)
    countdown.wait_until(1090, terminal(stderr_tty=True, capable=False))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("jump", "end"), [(500, 1530), (-500, 1100)])
def test_a_clock_that_is_set(monkeypatch, jump, end):
    """The clock is read again and again: a jump ahead ends the wait, a jump back prolongs it."""
    clock = Clock(monkeypatch, {1: jump})
    countdown.wait_until(1100, terminal(stderr_tty=False))
    assert clock.now == end


def test_what_is_over_is_not_waited_for(monkeypatch):
    """A moment that is over returns at once."""
    clock = Clock(monkeypatch)
    countdown.wait_until(1000, terminal(stderr_tty=False))
    assert clock.slept == []
