"""The first start of the packaged toolbox: nothing is compiled yet."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.process import child_environment
from benchmarks.table import milliseconds, ratio, seconds, table

ROUNDS = 3
_WHEN = {
    "by the quick compiler (what is done)": "later",
    "by the optimizing compiler (`WAE_OPTIMIZE=first`)": "first",
}


def report() -> Iterator[str]:
    """Lines of Markdown."""
    found: dict[str, list[tuple[float, float, float, float]]] = {name: [] for name in _WHEN}
    for _ in range(ROUNDS):
        for name, when in _WHEN.items():
            with tempfile.TemporaryDirectory() as cache:
                cold, warm = _password(cache, when), _password(cache, when)
            found[name].append((*cold, *warm))
    base = [one[1] for one in found[next(reversed(_WHEN))]]
    rows = []
    for name, taken in found.items():
        whole, processor, _, again = (median(column) for column in zip(*taken, strict=True))
        part = median(one[1] / other for one, other in zip(taken, base, strict=True))
        rows.append((name, ratio(part), seconds(processor), seconds(whole), milliseconds(again)))
    header = ("`wae password`, compiled", "× processor", "processor", "time", "the next, processor")
    yield from table(header, rows)


def _password(cache: str, when: str) -> tuple[float, float]:
    """Seconds from start to end, and those of processors."""
    environment = child_environment(WAE_CACHE_DIR=cache, WAE_OPTIMIZE=when)
    environment.pop("WAE_TOOLBOX", None)
    command = [str(Path(sys.executable).parent / "wae"), "password"]
    started = time.perf_counter()
    child = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime
