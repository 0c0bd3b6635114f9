;; A synchronous `nap` that calls that of another component.
(module
  (import "t:t/slow" "nap" (func $nap (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
  (func (export "t:t/slow#nap") (param i32 i32)
    (call $nap (local.get 0) (local.get 1))))
