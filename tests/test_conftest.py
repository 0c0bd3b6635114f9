"""What `conftest.py` promises: nothing is left out unnoticed where everything is to be there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTS = """
import pytest

def test_without_a_program():
    pytest.skip("fish is not installed")

@pytest.mark.skipif(True, reason="root may write everywhere")
def test_not_for_root():
    pass

@pytest.mark.xfail
def test_expected():
    assert False
"""


@pytest.mark.parametrize(("ci", "code", "end"), [("", 0, "2 skipped"), ("true", 1, "1 failed")])
def test_skips(tmp_path: Path, ci: str, code: int, end: str) -> None:
    """A missing program lets a test skip on a laptop and fail with CI set; what no package can
    mend skips there, too, and an expected failure is one."""
    (tmp_path / "test_it.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider", "-rf"]
    environment = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert code == done.returncode, done.stdout
    assert end in done.stdout.splitlines()[-1]
    assert "1 xfailed" in done.stdout
    assert bool(ci) == ("With CI set nothing may be missing" in done.stdout)
