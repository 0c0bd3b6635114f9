;; A synchronous `nap` that waits by `poll` of HOURS that are long, and of one that is over in time,
;; behind them. It traps if any other is said to be ready.
(module
  (import "wasi:io/poll@0.2.0" "poll" (func $poll (param i32 i32 i32)))
  (import "wasi:io/poll@0.2.0" "[resource-drop]pollable" (func $drop (param i32)))
  (import "wasi:clocks/monotonic-clock@0.2.0" "subscribe-duration"
    (func $after (param i64) (result i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
  (func $at (param $number i32) (result i32)
    (i32.add (i32.const 1024) (i32.shl (local.get $number) (i32.const 2))))
  (func (export "t:t/quick#nap") (param $ms i32) (param $times i32) (local $number i32)
    (loop $long
      (if (i32.lt_u (local.get $number) (i32.const HOURS)) (then
        (i32.store (call $at (local.get $number)) (call $after (i64.const 3600000000000)))
        (local.set $number (i32.add (local.get $number) (i32.const 1)))
        (br $long))))
    (loop $again
      (i32.store (call $at (i32.const HOURS))
        (call $after (i64.mul (i64.const 1000000) (i64.extend_i32_u (local.get $ms)))))
      (call $poll (i32.const 1024) (i32.add (i32.const HOURS) (i32.const ONE)) (i32.const 16))
      (if (i32.ne (i32.load (i32.const 20)) (i32.const 1)) (then unreachable))
      (if (i32.ne (i32.load (i32.load (i32.const 16))) (i32.const HOURS)) (then unreachable))
      (call $drop (i32.load (call $at (i32.const HOURS))))
      (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
    (local.set $number (i32.const 0))
    (loop $long
      (if (i32.lt_u (local.get $number) (i32.const HOURS)) (then
        (call $drop (i32.load (call $at (local.get $number))))
        (local.set $number (i32.add (local.get $number) (i32.const 1)))
        (br $long))))))
