"""Coverage of a component's tests, by pytest-cov."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from python_peer import PACKAGES
from wae.commands import new

NAMES = ("coverage", "pytest_cov")


def test_the_native_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The author's lines are counted as they ran natively, in each component; bindings and tests
    are not among them."""
    if not (PACKAGES / "pytest_cov").is_dir():
        pytest.skip("the Python package pytest-cov is not installed: run scripts/peers")
    monkeypatch.chdir(tmp_path)
    packages = tmp_path / "packages"
    packages.mkdir()
    for place in PACKAGES.iterdir():
        if place.name.partition("-")[0] in NAMES:
            (packages / place.name).symlink_to(place)
    new.main(["words", "-t", "app"], debug=False)
    options = ["--native", "--", "--cov", "--cov-report=term-missing"]
    done = subprocess.run(
        [sys.executable, "-m", "wae", "test", "words", *options],
        env={**os.environ, "PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    rows = re.findall(r"^(\S+\.py) +\d+ +\d+ +(\d+)%(.*)", done.stdout, re.MULTILINE)
    assert ["app.py", "app.py", "counting.py"] == sorted(name for name, *_ in rows)
    assert ["100"] == [percent for name, percent, _ in rows if name == "counting.py"]
    app = (tmp_path / "words/words/app.py").read_text().splitlines()
    missing = [numbers for name, _, numbers in rows if name == "app.py"]
    first = int(missing[0].split("-")[0])
    assert "except" in app[first - 1]
