;; A synchronous `nap` that waits by `pollable.block`.
(module
  (import "wasi:io/poll@0.2.0" "[method]pollable.block" (func $block (param i32)))
  (import "wasi:io/poll@0.2.0" "[resource-drop]pollable" (func $drop (param i32)))
  (import "wasi:clocks/monotonic-clock@0.2.0" "subscribe-duration"
    (func $after (param i64) (result i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
  (func (export "t:t/slow#nap") (param $ms i32) (param $times i32) (local $timer i32)
    (loop $again
      (local.set $timer
        (call $after (i64.mul (i64.const 1000000) (i64.extend_i32_u (local.get $ms)))))
      (call $block (local.get $timer))
      (call $drop (local.get $timer))
      (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))))
