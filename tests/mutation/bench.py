"""Runs the tests of one module against its mutants: `python -m tests.mutation.bench MODULE JOBS`.

Everything that takes long and does not touch the module (pytest, a component's bindings) is loaded
once. Each mutant then gets a process forked from there, in which the module's code is another when
it is imported. A line of JSON goes to stdout for each: its number and what became of it.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import sys
import time
from collections.abc import Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

import hypothesis
import pytest
from tests.mutation.mutants import Mutant, changed, mutants
from tests.mutation.targets import ROOT, TARGETS

SURVIVED, KILLED = "survived", "killed"
_PASSED = 0
_LEAST, _TIMES = 20.0, 10.0
"""Seconds that a run may take: so many, and so many times what it takes without a change."""


class Broken(Exception):
    """The tests do not pass as they are, or do not import the module."""


def outcomes(module: str, every: Sequence[Mutant], jobs: int) -> None:
    """Prints what became of each mutant, by its number. Raises Broken."""
    tests = TARGETS[module]
    options = _prepare(module, tests)
    path = str((ROOT / module).resolve())
    started = time.monotonic()
    if _wait(_fork(path, None, options, 0))[1] != _PASSED:
        raise Broken(f"the tests of {module} do not pass as they are, or do not import it")
    limit = _LEAST + _TIMES * (time.monotonic() - started)
    running: dict[int, int] = {}
    left = list(enumerate(every))
    while left or running:
        while left and len(running) < jobs:
            number, mutant = left.pop(0)
            running[_fork(path, mutant, options, limit)] = number
        process, status = _wait()
        outcome = SURVIVED if status == _PASSED else KILLED
        print(json.dumps([running.pop(process), outcome]), flush=True)


def _prepare(module: str, tests: tuple[str, ...]) -> list[str]:
    """Loads what is the same for all, and returns pytest's options."""
    # Plugins of pytest's that none of these tests needs take most of its time.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutation", phases=phases, database=None)
    hypothesis.settings.load_profile("mutation")
    options = ["-x", "-p", "no:cacheprovider", *(str(ROOT / test) for test in tests)]
    parts = Path(module).parts
    if parts[0] != "components":
        return options
    folder = ROOT / parts[0] / parts[1]
    sys.argv = ["pytest", str(folder / "tests")]
    runpy.run_path(str(ROOT / "components" / "conftest.py"))
    return [*options, f"--confcutdir={folder}"]


def _fork(path: str, mutant: Mutant | None, options: list[str], limit: float) -> int:
    process = os.fork()
    if process:
        return process
    status = 2
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(null, descriptor)
        signal.alarm(int(limit))
        imported = _instead(path, mutant)
        status = int(pytest.main(options))
        if mutant is None and not imported:
            status = 2
    finally:
        os._exit(status)


def _instead(path: str, mutant: Mutant | None) -> list[str]:
    """Has the module imported as the mutant; the list is filled once that happens."""
    original = SourceFileLoader.get_code
    imported: list[str] = []

    def get_code(self: SourceFileLoader, name: str) -> CodeType | None:
        if os.path.realpath(self.path) != path:
            return original(self, name)
        imported.append(name)
        if mutant is None:
            return original(self, name)
        return compile(changed(Path(path).read_text(encoding="utf-8"), mutant), path, "exec")

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
    return imported


def _wait(process: int = -1) -> tuple[int, int]:
    ended, status = os.waitpid(process, 0)
    return ended, os.waitstatus_to_exitcode(status)


def main() -> int:
    module, jobs = sys.argv[1], int(sys.argv[2])
    every = mutants((ROOT / module).read_text(encoding="utf-8"))
    try:
        outcomes(module, every, jobs)
    except Broken as error:
        print(json.dumps([-1, str(error)]))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
