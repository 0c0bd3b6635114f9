;; Calls `handle` with a request whose body never comes, and cancels the call. What `run` returns is
;; an error unless the call was cancelled, and the responder was told the end of one exchange.
(module
  (import "wasi:http/types@0.3.0" "[constructor]fields" (func $fields (result i32)))
  (import "wasi:http/types@0.3.0" "[static]request.new"
    (func $request (param i32 i32 i32 i32 i32 i32 i32)))
  (import "wasi:http/types@0.3.0" "[stream-new-0][static]request.new"
    (func $stream-new (result i64)))
  (import "wasi:http/types@0.3.0" "[future-new-1][static]request.new"
    (func $tail-new (result i64)))
  (import "wasi:http/handler@0.3.0" "[async-lower]handle"
    (func $handle (param i32 i32) (result i32)))
  (import "t:x/told@0.1.0" "ended" (func $ended (result i32)))
  (import "$root" "[subtask-cancel]" (func $cancel (param i32) (result i32)))
  (import "$root" "[subtask-drop]" (func $drop (param i32)))
  (import "[export]wasi:cli/run@0.3.0" "[task-return]run" (func $return (param i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
  (func (export "[async-lift]wasi:cli/run@0.3.0#run") (result i32)
    (local $begun i32) (local $number i32)
    (local.set $number (i32.const 3))
    (loop $again  ;; what is given up is used anew
      (call $request (call $fields)
        (i32.const 1) (i32.wrap_i64 (call $stream-new)) (i32.wrap_i64 (call $tail-new))
        (i32.const 0) (i32.const 0) (i32.const 16))
      (local.set $begun (call $handle (i32.load (i32.const 16)) (i32.const 32)))
      (if (i32.ne (i32.and (local.get $begun) (i32.const 15)) (i32.const 1))  ;; it has begun
        (then (call $return (i32.const 1)) (return (i32.const 0))))
      (local.set $begun (i32.shr_u (local.get $begun) (i32.const 4)))
      (if (i32.ne (call $cancel (local.get $begun)) (i32.const 4))  ;; before it returned
        (then (call $return (i32.const 1)) (return (i32.const 0))))
      (call $drop (local.get $begun))
      (local.set $number (i32.sub (local.get $number) (i32.const 1)))
      (br_if $again (local.get $number)))
    (call $return (i32.ne (call $ended) (i32.const 3)))
    (i32.const 0))
  (func (export "[callback][async-lift]wasi:cli/run@0.3.0#run")
    (param i32 i32 i32) (result i32) unreachable))
