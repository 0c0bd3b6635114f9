"""Benchmarks are run by hand; that they can be is seen here."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_they_start() -> None:
    """Whatever they use of wae is there: `--help` imports all of them, and names each."""
    command = [sys.executable, "-m", "benchmarks", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    assert "sandboxes" in done.stdout
