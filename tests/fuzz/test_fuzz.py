"""Everything that reads components, fed with broken ones."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TRIES = 4000


def test_nothing_but_errors() -> None:
    """Broken components lead to an answer or a `WaeError`, soon and in little memory.

    A process of its own, since its memory is limited. CONTRIBUTING.md has the command for more.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--tries", str(TRIES), "--seed", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    assert f"{TRIES} tries" in done.stdout
    assert "0 findings" in done.stdout
