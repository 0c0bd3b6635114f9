"""What an author waits for: from a saved file to a result, and for a component's tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.subjects import ROOT
from benchmarks.table import table

APPS = ROOT / "tests" / "apps"
CALL = ("tally.count", "--text", "a b")
EDITS = 10
HEADER = ("from a saved `.py` to the result", "median", "fastest")
TESTS = ("23 tests of a component, whole process", "time")
ENVIRONMENT = {**os.environ, "WAE_BUILD_CACHE": str(ROOT / ".cache" / "build")}


def report(scratch: Path) -> Iterator[str]:
    """Lines of Markdown."""
    for name in ("tally", "relay", "echo"):
        shutil.copytree(APPS / name, scratch / name, ignore=shutil.ignore_patterns(".wae"))
    app = scratch / "tally"
    rows = [
        ("`wae watch --call`", _watched(app)),
        ("`wae build`, then `wae call`", [_rebuilt(app, number) for number in range(3)]),
    ]
    yield from table(HEADER, [(name, _time(median(all_)), _time(min(all_))) for name, all_ in rows])
    yield ""
    worlds = ("--native", "--sandbox")
    for world in worlds:
        _tested(scratch / "relay", world)  # builds what is to be built
    rows_of_tests = [
        (f"`wae test {world}`", _time(min(_tested(scratch / "relay", world) for _ in range(3))))
        for world in worlds
    ]
    yield from table(TESTS, rows_of_tests)


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1e3:.0f} ms"


def _edit(app: Path, factor: int) -> None:
    file = app / "tally" / "words.py"
    beside = file.with_suffix(".new")
    beside.write_text(re.sub(r"return .*len", f"return {factor} * len", file.read_text()))
    beside.replace(file)


def _watched(app: Path) -> list[float]:
    """Seconds from saving to the result that a running `wae watch` prints."""
    call = "tally.count --text 'a b'"
    process = subprocess.Popen(
        [sys.executable, "-m", "wae", "watch", str(app), "--call", call],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    try:
        process.stdout.readline()
        found = []
        for factor in range(2, EDITS + 2):
            time.sleep(0.5)
            started = time.perf_counter()
            _edit(app, factor)
            line = process.stdout.readline()
            found.append(time.perf_counter() - started)
            assert line.strip() == str(2 * factor)
        return found
    finally:
        process.terminate()
        process.wait()


def _rebuilt(app: Path, number: int) -> float:
    started = time.perf_counter()
    _edit(app, 1000 + int(time.time()) % 1000 * 10 + number)  # never built before
    for words in (("build", str(app)), ("call", str(app / "tally.wasm"), *CALL)):
        command = [sys.executable, "-m", "wae", *words]
        subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=True)
    return time.perf_counter() - started


def _tested(app: Path, world: str) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-m", "wae", "test", str(app), world]
    subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=True)
    return time.perf_counter() - started
