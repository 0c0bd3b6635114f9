"""Components that never end, or never have enough: the user and the host stay in charge."""

import os
import signal
import subprocess

import pytest
from tests.adversary.victim import COMMAND, Victim
from tests.patience import PATIENCE, until_busy


def _start(victim: Victim, attack: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "XDG_CACHE_HOME": victim.cache, "WAE_TOOLBOX": str(victim.app)}
    return subprocess.Popen(
        [COMMAND, "password", "--symbols", attack],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.fixture(params=["python", "javascript"])
def any_victim(request: pytest.FixtureRequest) -> Victim:
    name = {"python": "victim", "javascript": "javascript_victim"}[request.param]
    actual: Victim = request.getfixturevalue(name)
    return actual


def test_ctrl_c_ends_an_endless_loop(any_victim: Victim) -> None:
    """Ctrl-C ends the command at once, without a word."""
    with _start(any_victim, "loop") as process:
        until_busy(process.pid, 2.0)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == -signal.SIGINT
        assert process.stdout
        assert process.stderr
        assert (process.stdout.read(), process.stderr.read()) == (b"", b"")
    assert any_victim.is_well()


def _peak(victim: Victim, attack: str) -> tuple[int, int]:
    """The exit status and the largest resident size of a run, in MiB."""
    with _start(victim, attack) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read()
        process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss >> 10


@pytest.mark.parametrize("attack", ["flood", "flood-of-marks"])
def test_flood_of_stderr_is_not_kept(victim: Victim, attack: str) -> None:
    """What a component writes to stderr takes no memory of the host, and the command ends."""
    _, ordinary = _peak(victim, "")
    code, flooded = _peak(victim, attack)
    assert code == 0
    assert flooded < ordinary + 16


def test_memory_stays_below_the_limit(victim: Victim) -> None:
    """A component that takes all it can get does not get more than its limit of 1 GiB."""
    code, peak = _peak(victim, "hoard")
    assert code == 0
    assert peak < 1024 + 300
    assert victim.is_well()
