"""Installs a component's locked dependencies into a folder of their own."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from wae.build.guest import componentize
from wae.build.preload import modules_to_preload
from wae.build.source import Source
from wae.build.tools import BuildError, last_lines

GUEST_PYTHON = "3.14"


def install_dependencies(source: Source, cache: Path) -> Path | None:
    """The folder with exactly the locked packages; None where there are none.

    Only pure Python packages can run in a component (there is no dynamic loading of native code),
    so only such are considered; files must have the hashes that the lock file gives.
    """
    if not source.lock:
        return None
    digest = hashlib.sha256(f"{GUEST_PYTHON}\n{source.lock}".encode()).hexdigest()[:24]
    target = cache / "dependencies" / digest
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        lock, packages = Path(scratch, "lock.txt"), Path(scratch, "packages")
        lock.write_text(source.lock, encoding="utf-8")
        _pip(source.name, lock, packages)
        _refuse_native(source.name, packages)
        _precompile(source.name, packages, Path(scratch))
        try:
            packages.rename(target)
        except OSError:  # another build was faster
            if not target.is_dir():
                raise
    return target


def _pip(name: str, lock: Path, target: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
    command += ["--require-hashes", "--only-binary=:all:", "--disable-pip-version-check"]
    command += ["--platform", "any", "--implementation", "py", "--abi", "none"]
    command += ["--python-version", GUEST_PYTHON, "--target", str(target), "-r", str(lock)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONSAFEPATH": "1"},
    )
    if done.returncode == 0:
        return
    missing = re.search(r"No matching distribution found for ([^\s(]+)", done.stderr)
    if missing:
        raise BuildError(
            f'component "{name}": {missing[1]} has no pure-Python wheel, or is not to be had',
            hint="Packages with native extensions cannot run in a component",
            debug=done.stderr,
        )
    changed = re.search(r"^\s+(\S+) from .*:\n\s+Expected sha256", done.stderr, re.MULTILINE)
    if changed:
        raise BuildError(
            f'component "{name}": {changed[1]} is not the file that was locked: '
            "its hash is another",
            hint="Check where it comes from before you lock it again",
            debug=done.stderr,
        )
    raise BuildError(
        f'component "{name}": its dependencies cannot be installed: {last_lines(done.stderr)}',
        debug=done.stderr,
    )


def _refuse_native(name: str, packages: Path) -> None:
    for path in packages.rglob("*"):
        if path.suffix in (".so", ".pyd", ".dylib"):
            package = path.relative_to(packages).parts[0]
            raise BuildError(
                f'component "{name}": {package} contains a native extension ({path.name})',
                hint="Packages with native extensions cannot run in a component",
            )


def _precompile(name: str, packages: Path, scratch: Path) -> None:
    """Has the guest's own interpreter leave ``__pycache__`` folders beside the modules.

    Compiling leaves garbage on the guest's heap, megabytes of it for large modules, and a
    component's snapshot would keep it. So compile in a component that is thrown away.
    """
    wit, source = scratch / "wit", scratch / "source"
    wit.mkdir()
    source.mkdir()
    (wit / "world.wit").write_text("package wae:precompile; world nothing {}", encoding="utf-8")
    preload = modules_to_preload(source, (), packages)
    componentize(name, wit, "nothing", source, packages, preload, (), scratch / "thrown-away.wasm")
