"""How long compiling ahead of time takes, and how large things are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.process import child_environment
from benchmarks.samples import in_turns
from benchmarks.subjects import Subjects
from benchmarks.table import megabytes, ratio, seconds, table

ROUNDS = 3
# In a process of its own, since compiled code stays in memory.
_COMPILE = """
import sys, time
from pathlib import Path
from wae.runtime.engine import Engine
wasm, output = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2])
engine = Engine()
started = time.perf_counter()
component = engine.compile(wasm)
print(time.perf_counter() - started)
output.write_bytes(engine.serialize(component))
"""


def report(subjects: Subjects) -> Iterator[str]:
    """Lines of Markdown."""
    files = {
        f"largest component (`{subjects.largest_name}`)": subjects.largest,
        "toolbox, core modules shared": subjects.shared,
        "toolbox, nothing shared": subjects.unshared,
    }
    taken = in_turns({name: partial(compile_alone, file) for name, file in files.items()}, ROUNDS)
    base = taken[next(iter(files))]
    rows = [
        (
            name,
            ratio(samples.ratio(base)),
            seconds(samples.median),
            seconds(samples.fastest),
            megabytes(files[name].stat().st_size),
            megabytes(_compiled(files[name]).stat().st_size),
            megabytes(subjects.packed_size(files[name])),
        )
        for name, samples in taken.items()
    ]
    header = ("what is compiled", "× largest", "median", "fastest", "`.wasm`", "`.cwasm`", "`.xz`")
    yield from table(header, rows)


def compile_alone(file: Path) -> float:
    """Seconds that compiling `file` takes, in a process of its own."""
    command = [sys.executable, "-c", _COMPILE, str(file), str(_compiled(file))]
    done = subprocess.run(
        command, env=child_environment(), capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _compiled(file: Path) -> Path:
    return file.with_suffix(".cwasm")
