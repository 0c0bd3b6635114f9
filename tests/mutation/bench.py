"""Runs the tests of one module against its mutants: `python -m tests.mutation.bench MODULE JOBS`.

What takes long and does not touch the module (pytest, bindings, all that is imported before it)
is loaded once. Each mutant then gets a process forked from there, in which the module's code is
another when it is imported, and which ends with the first test that fails, the fastest file of
tests first.
A line of JSON goes to stdout for each: its number and what became of it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis
import pytest
from tests.mutation.mutants import Mutant, changed, mutants
from tests.mutation.targets import ROOT, TARGETS

SURVIVED, KILLED = "survived", "killed"
_PASSED = 0
_LEAST, _TIMES = 10.0, 8.0
"""Seconds that a run may take: so many, and so many times what it takes without a change."""


class Broken(Exception):
    """The tests do not pass as they are, or do not import the module."""


@dataclass
class Watch:
    """What is seen of a run.

    before    the modules whose import ended before that of the module under test began.
    path      where modules were looked for in the end.
    imported  whether the module under test was imported at all.
    seconds   what the tests of each file took.
    """

    before: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    imported: bool = False
    seconds: Counter[str] = field(default_factory=Counter)

    @pytest.hookimpl
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.seconds[_file(item.nodeid)])

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[_file(report.nodeid)] += report.duration


def _file(test: str) -> str:
    return test.partition("::")[0]


def outcomes(module: str, every: Sequence[Mutant], jobs: int) -> None:
    """Prints what became of each mutant, by its number. Raises Broken."""
    options = _prepare(module, TARGETS[module])
    path = str((ROOT / module).resolve())
    first = _as_it_is(module, path, options, Watch())
    sys.path[:] = first.path
    for name in first.before:
        # A package whose import had not ended may import the module.
        if name.rpartition(".")[0] in (*sys.modules, ""):
            importlib.import_module(name)
    # What is there now is of every process: none of them need look through it or copy it.
    gc.freeze()
    started = time.monotonic()
    watch = _as_it_is(module, path, options, Watch(seconds=first.seconds))
    limit = _LEAST + _TIMES * (time.monotonic() - started)
    running: dict[int, int] = {}
    left = list(enumerate(every))
    while left or running:
        while left and len(running) < jobs:
            number, mutant = left.pop(0)
            running[_fork(path, mutant, options, limit, watch)] = number
        process, status = _wait()
        outcome = SURVIVED if status == _PASSED else KILLED
        print(json.dumps([running.pop(process), outcome]), flush=True)


def _as_it_is(module: str, path: str, options: list[str], watch: Watch) -> Watch:
    """Runs the tests without a change. Raises Broken."""
    reader, writer = os.pipe()
    process = _fork(path, None, options, 0, watch, writer)
    os.close(writer)
    with open(reader, encoding="utf-8") as told:
        text = told.read()
    if _wait(process)[1] != _PASSED or not text:
        raise Broken(f"the tests of {module} do not pass as they are")
    seen = json.loads(text)
    if not seen["imported"]:
        raise Broken(f"the tests of {module} do not import it")
    seen["seconds"] = Counter(seen["seconds"])
    return Watch(**seen)


def _prepare(module: str, tests: tuple[str, ...]) -> list[str]:
    """Loads what is the same for all, and returns pytest's options."""
    # Plugins of pytest's that none of these tests needs take most of its time, and rewriting what
    # tests assert most of the rest.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    unneeded = ("cacheprovider", "unraisableexception", "threadexception")
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutation", phases=phases, database=None)
    hypothesis.settings.load_profile("mutation")
    options = ["-x", "--assert=plain", *(f"-pno:{name}" for name in unneeded)]
    options += [str(ROOT / test) for test in tests]
    parts = Path(module).parts
    if parts[0] != "components":
        return options
    folder = ROOT / parts[0] / parts[1]
    sys.argv = ["pytest", str(folder / "tests")]
    runpy.run_path(str(ROOT / "components" / "conftest.py"))
    return [*options, f"--confcutdir={folder}"]


def _fork(
    path: str, mutant: Mutant | None, options: list[str], limit: float, watch: Watch, tell: int = -1
) -> int:
    """Starts the tests in a process of their own; what was seen goes to `tell`, as JSON."""
    process = os.fork()
    if process:
        return process
    status = 2
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(null, descriptor)
        signal.alarm(int(limit))
        _instead(path, mutant, watch)
        status = int(pytest.main(options, plugins=[watch]))
        if tell >= 0:
            watch.path = sys.path
            os.write(tell, json.dumps(vars(watch)).encode())
    finally:
        os._exit(status)


def _instead(path: str, mutant: Mutant | None, watch: Watch) -> None:
    """Has the module imported as the mutant, and what is imported watched."""
    get_original, execute_original = SourceFileLoader.get_code, SourceFileLoader.exec_module

    def get_code(self: SourceFileLoader, name: str) -> CodeType | None:
        if os.path.realpath(self.path) != path:
            return get_original(self, name)
        watch.imported = True
        if mutant is None:
            return get_original(self, name)
        return compile(changed(Path(path).read_text(encoding="utf-8"), mutant), path, "exec")

    def exec_module(self: SourceFileLoader, module: ModuleType) -> None:
        execute_original(self, module)
        if not watch.imported:
            watch.before.append(module.__name__)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
    SourceFileLoader.exec_module = exec_module  # type: ignore[method-assign]


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
