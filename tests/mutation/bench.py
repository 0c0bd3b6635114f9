"""Runs the tests of one module against its mutants: `python -m tests.mutation.bench MODULE JOBS`.

What takes long and does not touch the module (pytest, bindings, all that is imported before it)
is loaded once. Each mutant gets a process forked from there, which ends with the first test that
fails. Where only a function's code changes, tests and module are loaded, too, and the function gets
other code; what survives that, and all other mutants, is tried with the module's code another when
it is imported.

Stdin has a line of JSON for each mutant to try: its number, and the test that killed it last time
or null. A line goes to stdout for each: its number, and the test that killed it, "" where it was
none in particular, null where none did.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import TypeAlias

import pytest
from tests.mutation import inplace
from tests.mutation.mutants import Mutant, changed, mutants
from tests.mutation.targets import ROOT, TARGETS
from tests.mutation.watch import Watch

Tried: TypeAlias = tuple[int, str | None]
"""The number of a mutant, and the test that killed it."""
_PASSED, _FAULT = 0, 70


class Broken(Exception):
    """The tests do not pass as they are, or do not import the module."""


class Bench:
    """The tests of one module, and what has been seen of them."""

    def __init__(self, module: str, every: Sequence[Mutant], jobs: int) -> None:
        """Runs the tests without a change. Raises Broken."""
        self.options = _prepare(module, TARGETS[module])
        self.path = str((ROOT / module).resolve())
        self.every, self.jobs = every, jobs
        self.watch = self._as_it_is(module)
        sys.path[:] = self.watch.path
        for name in self.watch.before:
            # A package whose import had not ended may import the module, and so may another file of
            # that name: every folder of tests has a conftest.
            if name != "conftest" and name.rpartition(".")[0] in (*sys.modules, ""):
                importlib.import_module(name)
        if any(getattr(one, "__file__", None) == self.path for one in sys.modules.values()):
            raise Broken(f"{module} was imported too early to be changed")
        # What is there now is of every process: none of them need look through it or copy it.
        gc.freeze()

    def outcomes(self, tried: Iterable[Tried]) -> Iterator[Tried]:
        """What became of each mutant that is tried."""
        left: list[Tried] = []
        for number, killer, counts in self._in_place(tried):
            if counts:
                self.watch.kills[killer or ""] += 1
                yield number, killer
            else:
                left.append((number, None))
        yield from self._each(left, self._imported)

    def _in_place(self, tried: Iterable[Tried]) -> Iterator[tuple[int, str | None, bool]]:
        """Tries mutants in a process that has loaded module and tests; whether that counts."""
        calls = inplace.Calls()
        doubtful: set[int] = set()

        def instead(session: pytest.Session) -> None:
            calls.ends()
            known = inplace.functions(self.path)
            source = Path(self.path).read_text(encoding="utf-8")
            gc.freeze()

            def start(number: int) -> int | None:
                codes = inplace.replacements(source, self.every[number], known)
                if codes is None or calls.has(codes, known):
                    doubtful.add(number)
                return None if codes is None else _fork(lambda: run(codes))

            def run(codes: list[CodeType]) -> None:
                os.setpgid(0, 0)
                inplace.replace(codes, known)
                self.watch.run(session)
                os._exit(_PASSED)

            with open(writer, "w", encoding="utf-8") as told:
                for number, killer in self._each(tried, start):
                    counts = killer is not None or number not in doubtful
                    print(json.dumps([number, killer, counts]), file=told, flush=True)

        def run() -> int:
            calls.watch()
            return int(pytest.main(self.options, plugins=[self.watch]))

        reader, writer = os.pipe()
        self.watch.instead = instead
        process = _fork(run)
        self.watch.instead = None
        os.close(writer)
        with open(reader, encoding="utf-8") as told:
            yield from (tuple(json.loads(line)) for line in told)
        if _wait(process)[1] != _PASSED:
            raise Broken("mutants broke the bench")

    def _imported(self, number: int) -> int:
        """Starts the tests with the mutant imported."""

        def run() -> int:
            os.setpgid(0, 0)
            _instead(self.path, self.every[number], self.watch)
            return int(pytest.main(self.options, plugins=[self.watch]))

        return _fork(run)

    def _each(self, tried: Iterable[Tried], start: Callable[[int], int | None]) -> Iterator[Tried]:
        """Starts a process for each, some at a time, unless there is none, which kills nothing."""
        running: dict[int, tuple[int, int]] = {}
        left = list(tried)
        while left or running:
            while left and len(running) < self.jobs:
                number, self.watch.first = left.pop(0)
                reader, self.watch.tell = os.pipe()
                # A process that a test has left may hold the other end.
                os.set_blocking(reader, False)
                process = start(number)
                os.close(self.watch.tell)
                if process is None:
                    os.close(reader)
                    yield number, None
                else:
                    running[process] = number, reader
            if running:
                process, status = _wait()
                number, reader = running.pop(process)
                with suppress(ProcessLookupError):
                    os.killpg(process, signal.SIGKILL)  # what a test has left
                killer = _told(reader)
                if status == _FAULT:
                    raise Broken("a mutant broke the bench")
                if status != _PASSED:
                    self.watch.kills[killer] += 1
                yield number, None if status == _PASSED else killer

    def _as_it_is(self, module: str) -> Watch:
        def run() -> int:
            watch = Watch()
            _instead(self.path, None, watch)
            status = int(pytest.main(self.options, plugins=[watch]))
            seen = {name: getattr(watch, name) for name in ("before", "imported", "seconds")}
            os.write(writer, json.dumps({**seen, "path": sys.path}).encode())
            return status

        reader, writer = os.pipe()
        process = _fork(run)
        os.close(writer)
        with open(reader, encoding="utf-8") as told:
            text = told.read()
        if _wait(process)[1] != _PASSED or not text:
            raise Broken(f"the tests of {module} do not pass as they are")
        seen = json.loads(text)
        if not seen["imported"]:
            raise Broken(f"the tests of {module} do not import it")
        return Watch(**{**seen, "seconds": Counter(seen["seconds"])})


def _prepare(module: str, tests: tuple[str, ...]) -> list[str]:
    """Loads what is the same for all, and returns pytest's options."""
    # Plugins of pytest's that none of these tests needs take most of its time, and rewriting what
    # tests assert most of the rest.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    unneeded = ("cacheprovider", "unraisableexception", "threadexception")
    options = ["-x", "--assert=plain", *(f"-pno:{name}" for name in unneeded)]
    options += [str(ROOT / test) for test in tests]
    parts = Path(module).parts
    if parts[0] != "components":
        return options
    folder = ROOT / parts[0] / parts[1]
    sys.argv = ["pytest", str(folder / "tests")]
    runpy.run_path(str(ROOT / "components" / "conftest.py"))
    return [*options, f"--confcutdir={folder}"]


def _fork(run: Callable[[], object]) -> int:
    """Starts a process that ends with the status that `run` returns, and writes nothing."""
    process = os.fork()
    if process:
        return process
    status: object = _FAULT
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(null, descriptor)
        status = run()
    finally:
        os._exit(status if isinstance(status, int) else _FAULT)


def _instead(path: str, mutant: Mutant | None, watch: Watch) -> None:
    """Has the module imported as the mutant, and what is imported watched."""
    get_original, execute_original = SourceFileLoader.get_code, SourceFileLoader.exec_module

    def get_code(self: SourceFileLoader, name: str) -> CodeType | None:
        if os.path.realpath(self.path) != path:
            return get_original(self, name)
        watch.imported = True
        if mutant is None:
            return get_original(self, name)
        tree = changed(Path(path).read_text(encoding="utf-8"), mutant)
        return compile(tree, path, "exec", dont_inherit=True)

    def exec_module(self: SourceFileLoader, module: ModuleType) -> None:
        execute_original(self, module)
        if not watch.imported:
            watch.before.append(module.__name__)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
    SourceFileLoader.exec_module = exec_module  # type: ignore[method-assign]


def _told(reader: int) -> str:
    """What an ended process has written."""
    try:
        return os.read(reader, 1 << 16).decode()
    except BlockingIOError:
        return ""
    finally:
        os.close(reader)


def _wait(process: int = -1) -> tuple[int, int]:
    ended, status = os.waitpid(process, 0)
    return ended, os.waitstatus_to_exitcode(status)


def main() -> int:
    module, jobs = sys.argv[1], int(sys.argv[2])
    every = mutants((ROOT / module).read_text(encoding="utf-8"))
    tried = [json.loads(line) for line in sys.stdin]
    try:
        for outcome in Bench(module, every, jobs).outcomes(tried):
            print(json.dumps(outcome), flush=True)
    except Broken as error:
        print(json.dumps([-1, str(error)]))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
