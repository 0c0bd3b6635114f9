"""Who installs wae from its sources sees what it builds, though pip keeps the output to itself."""

import os
import pty
import subprocess
import sys
from pathlib import Path

HOOK = Path(__file__).parents[2] / "scripts"
BUILD = """
import os, sys
if sys.argv[1:]:
    os.open(sys.argv[1], os.O_RDWR)  # the first terminal that a session opens is its own
import wheel_hook
with wheel_hook.seen():
    print("building password", file=sys.stderr)
"""


def built(*terminal: str) -> str:
    """What somebody reads who runs the build, which has a session of its own."""
    done = subprocess.run(
        [sys.executable, "-c", BUILD, *terminal],
        env={**os.environ, "PYTHONPATH": str(HOOK)},
        capture_output=True,
        text=True,
        start_new_session=True,
        check=True,
    )
    return done.stderr


def test_at_a_terminal() -> None:
    """Progress is on the terminal, below pip's line, and nowhere else."""
    here, there = pty.openpty()
    try:
        assert "" == built(os.ttyname(there))
        assert b"\r\nbuilding password\r\n" == os.read(here, 100)
    finally:
        os.close(here)
        os.close(there)


def test_without_a_terminal() -> None:
    """In a log it stands on stderr."""
    assert "building password\n" == built()
