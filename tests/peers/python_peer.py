"""Python packages that are peers (installed by scripts/peers), used in processes of their own."""

import sys
from pathlib import Path

import pytest

PACKAGES = Path(__file__).resolve().parents[2] / ".cache" / "peers" / "python"
_HERE = Path(__file__).parent


def command(script: str, package: str, *arguments: str) -> list[str]:
    """Runs a script of this folder with the peers' packages; skips the test without them."""
    if not (PACKAGES / package).is_dir():
        pytest.skip(f"the Python package {package} is not installed: run scripts/peers")
    return [sys.executable, str(_HERE / script), str(PACKAGES), *arguments]
