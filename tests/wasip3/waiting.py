"""Apps of a kilobyte: `run` of one component calls an async function of another."""

from string import Template

from tests import dummy

_APP = Template(
    """(component
  (import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock
    (export "now" (func (result u64)))))
  (component $waiter
    (import "clock" (instance $clock (export "now" (func (result u64)))))
    (alias export $clock "now" (func $now))
    (core func $now (canon lower (func $now)))
    (core func $return (canon task.return))
    (core module $m
      (import "host" "now" (func $now (result i64)))
      (import "host" "return" (func $return))
      (global $due (mut i64) (i64.const 0))
      (func (export "start") (param i64) (result i32)
        (global.set $due (i64.add (call $now) (local.get 0)))
        $first)
      (func $step (export "step") (param i32 i32 i32) (result i32)
        (if (i64.lt_u (call $now) (global.get $due)) (then (return (i32.const 1))))
        (call $return) (i32.const 0)))
    (core instance $i (instantiate $m (with "host"
      (instance (export "now" (func $now)) (export "return" (func $return))))))
    (func (export "wait-for") async (param "how-long" u64)
      (canon lift (core func $i "start") async (callback (core func $i "step")))))
  (component $caller
    (import "waiter" (instance $waiter (export "wait-for" (func async (param "how-long" u64)))))
    (alias export $waiter "wait-for" (func $wait))
    (core func $wait (canon lower (func $wait)))
    (core module $m
      (import "host" "wait" (func $wait (param i64)))
      (func (export "run") (result i32) (call $wait (i64.const 1000000)) (i32.const 0)))
    (core instance $i (instantiate $m (with "host" (instance (export "wait" (func $wait))))))
    (func $run $async (result (result)) (canon lift (core func $i "run")))
    (component $facade
      (import "run" (func $run $async (result (result))))
      (export "run" (func $run)))
    (instance $run (instantiate $facade (with "run" (func $run))))
    (export "run" (instance $run)))
  (instance $waiter (instantiate $waiter (with "clock" (instance $clock))))
  (instance $caller (instantiate $caller (with "waiter" (instance $waiter))))
  (alias export $caller "run" (instance $run))
  (export "wasi:cli/run@$version" (instance $run)))"""
)
_YIELDS = "(i32.const 1)"  # to whoever else can go on, until a millisecond is over
_RETURNS = "(call $return) (i32.const 0)"


def app(*, waits: bool, is_async: bool) -> bytes:
    """Exports `wasi:cli/run`, of 0.3 if `is_async`. What it calls `waits`, or returns at once."""
    first = _YIELDS if waits else _RETURNS
    spelled = (
        {"async": "async", "version": "0.3.0"} if is_async else {"async": "", "version": "0.2.0"}
    )
    return dummy.from_wat(_APP.safe_substitute(first=first, **spelled))
