"""What one more sandbox costs: the time to make it, and the memory that it does not share."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.first_calls import REQUEST
from benchmarks.subjects import Subjects
from benchmarks.table import megabytes, table
from wae.contract.model import Function
from wae.faces import flags
from wae.faces.loaded_app import LoadedApp, callable_contract, find_function, load_app
from wae.faces.sandbox import Sandbox
from wae.grants.model import everything
from wae.runtime.app import FileApp
from wae.runtime.threads import DeepThread, Errand

SANDBOXES = 20


def report(subjects: Subjects) -> Iterator[str]:
    """Lines of Markdown."""
    os.environ.update(WAE_CACHE_DIR=str(subjects.cache), WAE_OPTIMIZE="first")
    rows = []
    for name, path in ((subjects.largest_name, subjects.largest), ("the toolbox", subjects.shared)):
        app = FileApp(str(path), str(subjects.cache))
        contract = callable_contract(app, str(subjects.cache))
        loaded = load_app(app, contract, everything())
        generate = find_function(contract, "generator.generate")
        errand = Errand(_grown, loaded, generate)
        thread = DeepThread("sandboxes")
        thread.put(errand)
        grown = errand.result()
        thread.close()
        rows.append(
            (name, *(text for taken, own in grown for text in (_fine(taken), megabytes(own))))
        )
    header = ("one more sandbox of", "to make it", "its own", "a first call", "its own then")
    yield from table(header, rows)


def _grown(app: LoadedApp, function: Function) -> tuple[tuple[float, int], tuple[float, int]]:
    """Seconds and bytes for each of SANDBOXES sandboxes, which all live; and for a call in each.

    What the first one makes for all does not count.
    """
    kept = [Sandbox(app.engine, app.component, app.given)]
    _generate(kept[0], function)
    made = _measured(lambda: kept.append(Sandbox(app.engine, app.component, app.given)))
    fresh = kept[1:]
    called = _measured(lambda: _generate(fresh.pop(), function))
    return made, (called[0], made[1] + called[1])


def _measured(step: Callable[[], object]) -> tuple[float, int]:
    taken, before = [], _own_memory()
    for _ in range(SANDBOXES):
        started = time.perf_counter()
        step()
        taken.append(time.perf_counter() - started)
    return median(taken), (_own_memory() - before) // SANDBOXES


def _fine(value: float) -> str:
    return f"{value * 1e3:.2f} ms"


def _own_memory() -> int:
    """Bytes of this process that no other process and no file shares (proc(5), smaps_rollup)."""
    text = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    lines = (line.split() for line in text.splitlines()[1:])
    return sum(int(line[1]) << 10 for line in lines if line[0].startswith("Private_Dirty"))


def _generate(sandbox: Sandbox, function: Function) -> None:
    sandbox.call(function, flags.parse(function, ["--request", json.dumps(REQUEST)]))
