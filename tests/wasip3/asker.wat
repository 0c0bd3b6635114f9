;; Sends a GET to the authority that is put in. `run` fails where that is denied; any
;; other error is an unreachable.
(module
  (import "wasi:http/types@0.3.0" "[constructor]fields" (func $fields (result i32)))
  (import "wasi:http/types@0.3.0" "[future-new-1][static]request.new" (func $trailers (result i64)))
  (import "wasi:http/types@0.3.0" "[async-lower][future-write-1][static]request.new"
    (func $settle (param i32 i32) (result i32)))
  (import "wasi:http/types@0.3.0" "[static]request.new"
    (func $request (param i32 i32 i32 i32 i32 i32 i32)))
  (import "wasi:http/types@0.3.0" "[method]request.set-scheme"
    (func $scheme (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi:http/types@0.3.0" "[method]request.set-authority"
    (func $authority (param i32 i32 i32 i32) (result i32)))
  (import "wasi:http/types@0.3.0" "[method]request.set-path-with-query"
    (func $path (param i32 i32 i32 i32) (result i32)))
  (import "wasi:http/client@0.3.0" "send" (func $send (param i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 900) "/x")
  (data (i32.const 1000) "AUTHORITY")
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
  (func $must (param i32 i32)
    (if (i32.ne (local.get 0) (local.get 1)) (then unreachable)))
  (func $one (result i32) (local $both i64) (local $it i32)
    (local.set $both (call $trailers))
    (call $request (call $fields) (i32.const 0) (i32.const 0)
      (i32.wrap_i64 (local.get $both)) (i32.const 0) (i32.const 0) (i32.const 16))
    (drop (call $settle
      (i32.wrap_i64 (i64.shr_u (local.get $both) (i64.const 32))) (i32.const 200)))
    (local.set $it (i32.load (i32.const 16)))
    (call $must (call $scheme (local.get $it) (i32.const 1) (i32.const 0) (i32.const 0)
      (i32.const 0)) (i32.const 0))
    (call $must (call $authority (local.get $it) (i32.const 1) (i32.const 1000)
      (i32.const LENGTH)) (i32.const 0))
    (call $must (call $path (local.get $it) (i32.const 1) (i32.const 900) (i32.const 2))
      (i32.const 0))
    (call $send (local.get $it) (i32.const 32))
    (if (i32.load8_u (i32.const 32)) (then
      (call $must (i32.load8_u (i32.const 40)) (i32.const 15))
      (return (i32.const 1))))
    (i32.const 0))
  ;; twice: what a refusal leaves, the next request does not trip over
  (func (export "wasi:cli/run@0.3.0#run") (result i32)
    (call $must (call $one) (call $one))
    (call $one)))
