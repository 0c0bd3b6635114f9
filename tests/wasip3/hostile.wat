;; Asks for all that WASI 0.3 hands out. Each answer must be what a sealed component gets; any other
;; is an unreachable. At last it prints, and ends the app with status 7.
(module
  (import "wasi:cli/environment@0.3.0" "get-environment" (func $variables (param i32)))
  (import "wasi:filesystem/preopens@0.3.0" "get-directories" (func $folders (param i32)))
  (import "wasi:sockets/types@0.3.0" "[static]tcp-socket.create" (func $tcp (param i32 i32)))
  (import "wasi:sockets/types@0.3.0" "[static]udp-socket.create" (func $udp (param i32 i32)))
  (import "wasi:sockets/ip-name-lookup@0.3.0" "resolve-addresses"
    (func $resolve (param i32 i32 i32)))
  (import "wasi:cli/stdin@0.3.0" "read-via-stream" (func $stdin (param i32)))
  (import "wasi:cli/stdin@0.3.0" "[async-lower][stream-read-0]read-via-stream"
    (func $read (param i32 i32 i32) (result i32)))
  (import "wasi:cli/stdin@0.3.0" "[async-lower][future-read-1]read-via-stream"
    (func $ended (param i32 i32) (result i32)))
  (import "wasi:cli/stdout@0.3.0" "write-via-stream" (func $stdout (param i32) (result i32)))
  (import "wasi:cli/stdout@0.3.0" "[stream-new-0]write-via-stream" (func $stream (result i64)))
  (import "wasi:cli/stdout@0.3.0" "[async-lower][stream-write-0]write-via-stream"
    (func $write (param i32 i32 i32) (result i32)))
  (import "wasi:cli/stdout@0.3.0" "[stream-drop-writable-0]write-via-stream"
    (func $close (param i32)))
  (import "wasi:cli/stdout@0.3.0" "[async-lower][future-read-1]write-via-stream"
    (func $written (param i32 i32) (result i32)))
  (import "$root" "[waitable-set-new]" (func $set (result i32)))
  (import "$root" "[waitable-join]" (func $join (param i32 i32)))
  (import "$root" "[waitable-set-wait]" (func $wait (param i32 i32) (result i32)))
  (import "wasi:http/types@0.3.0" "[constructor]fields" (func $fields (result i32)))
  (import "wasi:http/types@0.3.0" "[future-new-1][static]request.new" (func $trailers (result i64)))
  (import "wasi:http/types@0.3.0" "[static]request.new"
    (func $request (param i32 i32 i32 i32 i32 i32 i32)))
  (import "wasi:http/client@0.3.0" "send" (func $send (param i32 i32)))
  (import "wasi:cli/exit@0.3.0" "exit-with-code" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1000) "example.org" "printed\n")
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
  (func $same (param i32 i32)
    (if (i32.ne (local.get 0) (local.get 1)) (then unreachable)))
  (func (export "wasi:cli/run@0.3.0#run") (result i32)
    (local $end i32) (local $both i64) (local $waiting i32)
    ;; no variables, no folders
    (call $variables (i32.const 16))
    (call $same (i32.load (i32.const 20)) (i32.const 0))
    (call $folders (i32.const 16))
    (call $same (i32.load (i32.const 20)) (i32.const 0))
    ;; access-denied: an error whose case is 0
    (call $tcp (i32.const 0) (i32.const 16))
    (call $same (i32.load8_u (i32.const 16)) (i32.const 1))
    (call $same (i32.load8_u (i32.const 20)) (i32.const 0))
    (call $udp (i32.const 0) (i32.const 16))
    (call $same (i32.load8_u (i32.const 16)) (i32.const 1))
    (call $resolve (i32.const 1000) (i32.const 11) (i32.const 16))
    (call $same (i32.load8_u (i32.const 16)) (i32.const 1))
    ;; stdin: no bytes, dropped; it ended well
    (call $stdin (i32.const 16))
    (call $same (call $read (i32.load (i32.const 16)) (i32.const 100) (i32.const 9)) (i32.const 1))
    (i32.store8 (i32.const 100) (i32.const 9))
    (call $same (call $ended (i32.load (i32.const 20)) (i32.const 100)) (i32.const 0))
    (call $same (i32.load8_u (i32.const 100)) (i32.const 0))
    ;; a request can be made, but not sent: case 15 of error-code
    (call $request (call $fields) (i32.const 0) (i32.const 0)
      (i32.wrap_i64 (call $trailers)) (i32.const 0) (i32.const 0) (i32.const 16))
    (call $send (i32.load (i32.const 16)) (i32.const 32))
    (call $same (i32.load8_u (i32.const 32)) (i32.const 1))
    (call $same (i32.load8_u (i32.const 40)) (i32.const 15))
    ;; stdout is stderr
    (local.set $both (call $stream))
    (local.set $end (call $stdout (i32.wrap_i64 (local.get $both))))
    (local.set $waiting (call $set))
    (local.set $both (i64.shr_u (local.get $both) (i64.const 32)))
    (if (i32.eq (call $write (i32.wrap_i64 (local.get $both)) (i32.const 1011) (i32.const 8))
        (i32.const -1))
      (then
        (call $join (i32.wrap_i64 (local.get $both)) (local.get $waiting))
        (drop (call $wait (local.get $waiting) (i32.const 200)))
        (call $join (i32.wrap_i64 (local.get $both)) (i32.const 0))))
    (call $close (i32.wrap_i64 (local.get $both)))
    (if (i32.eq (call $written (local.get $end) (i32.const 100)) (i32.const -1))
      (then
        (call $join (local.get $end) (local.get $waiting))
        (drop (call $wait (local.get $waiting) (i32.const 200)))))
    (call $exit (i32.const 7))
    (i32.const 0)))
