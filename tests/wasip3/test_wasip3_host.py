"""Apps whose functions are async, on wae's own engine, which has no WASI 0.3 for its imports."""

import asyncio
import time
from pathlib import Path

import pytest
from tests.wasip3.waiting import app

import wae
from tests import dummy
from wae.errors import AppError, Crash
from wae.runtime.engine import Engine
from wae.runtime.run import Invocation, run
from wae.runtime.wasi import Surroundings

HOW = Invocation(Surroundings({}, [], network=False), "app.wasm", None)
SLEEPER = """(component
  (import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock
    (export "now" (func (result u64)))))
  (alias export $clock "now" (func $now))
  (core func $now (canon lower (func $now)))
  (type $slept (func async (param "milliseconds" u32) (result u32)))
  (core func $return (canon task.return (result u32)))
  (core func $get (canon context.get i32 0))
  (core func $set (canon context.set i32 0))
  (core module $m
    (import "" "now" (func $now (result i64)))
    (import "" "return" (func $return (param i32)))
    (import "" "get" (func $get (result i32)))
    (import "" "set" (func $set (param i32)))
    (global $due (mut i64) (i64.const 0))
    (func (export "start") (param i32) (result i32)
      (if (i32.eq (local.get 0) (i32.const 13)) (then unreachable))
      (call $set (local.get 0))
      (global.set $due (i64.add (call $now)
        (i64.mul (i64.const 1000000) (i64.extend_i32_u (local.get 0)))))
      (i32.const 1))
    (func (export "step") (param i32 i32 i32) (result i32)
      (if (i64.lt_u (call $now) (global.get $due)) (then (return (i32.const 1))))
      (call $return (call $get)) (i32.const 0)))
  (core instance $i (instantiate $m (with "" (instance
    (export "now" (func $now)) (export "return" (func $return))
    (export "get" (func $get)) (export "set" (func $set))))))
  (func $slept (type $slept)
    (canon lift (core func $i "start") async (callback (core func $i "step"))))
  (type $bytes (func (result (stream u8))))
  (core module $n (func (export "f") (result i32) unreachable))
  (core instance $n (instantiate $n))
  (func $bytes (type $bytes) (canon lift (core func $n "f")))
  (instance $api (export "slept" (func $slept)) (export "bytes" (func $bytes)))
  (export "acme:naps/naps@1.0.0" (instance $api)))"""


@pytest.fixture
def sleeper(tmp_path: Path) -> Path:
    file = tmp_path / "naps.wasm"
    file.write_bytes(dummy.from_wat(SLEEPER))
    return file


@pytest.mark.parametrize("waits", [False, True])
def test_a_command(waits: bool) -> None:
    """`wasi:cli/run` of 0.3 is a command, and may wait for other components."""
    engine = Engine()
    component = engine.compile(app(waits=waits, is_async=True))
    assert 0 == run(engine, component, HOW, [], debug=False)


def test_a_synchronous_command() -> None:
    """One of 0.2 may not, and the crash says so in a line."""
    engine = Engine()
    component = engine.compile(app(waits=True, is_async=False))
    message = (
        "the app crashed (a synchronous function called an async one, which only an async "
        "function may)"
    )
    with pytest.raises(Crash) as caught:
        run(engine, component, HOW, [], debug=False)
    assert message == caught.value.message


def test_imports_of_the_host() -> None:
    """What is missing is named, and who has it."""
    wit = """package a:b; world w { import wasi:clocks/monotonic-clock@0.3.0;
      export wasi:cli/run@0.3.0; }
    package wasi:clocks@0.3.0 { interface monotonic-clock { wait-for: async func(how-long: u64); } }
    package wasi:cli@0.3.0 { interface run { run: async func() -> result; } }"""
    engine = Engine()
    with pytest.raises(AppError) as caught:
        run(engine, engine.compile(dummy.from_wit(wit)), HOW, [], debug=False)
    message = "the app imports wasi:clocks/monotonic-clock@0.3.0, and the wasmtime package has no"
    assert f"{message} WASI 0.3 yet" == caught.value.message
    assert "The wasmtime command has it: wasmtime run" == caught.value.hint


def test_functions(sleeper: Path) -> None:
    """An async function is called like any other, blocking or with `await`; a stream is refused
    by name, before the engine sees it."""
    with wae.load(sleeper) as loaded:
        before = time.monotonic()
        assert 40 == loaded.naps.naps.slept(40)
        assert time.monotonic() - before >= 0.04
        assert 5 == asyncio.run(loaded.naps.naps.slept_async(5))
        with pytest.raises(wae.Crash):
            loaded.naps.naps.slept(13)
    with wae.load(sleeper) as loaded, pytest.raises(AppError) as caught:
        loaded.naps.naps.bytes()
    reason = "no stream or future leaves an app; return a resource with next"
    assert f"naps.bytes cannot be called: {reason}" == caught.value.message


def test_a_deadline(sleeper: Path) -> None:
    """A call that waits longer than it may ends."""
    with wae.load(sleeper, timeout=0.2) as loaded, pytest.raises(wae.Crash):
        loaded.naps.naps.slept(60_000)
