;; Answers every request with STATUS: its version, then a line for each variable that it finds.
(module
  (import "wasi:cli/environment@0.2.9" "get-environment" (func $environment (param i32)))
  (import "wasi:http/types@0.2.9" "[constructor]fields" (func $fields (result i32)))
  (import "wasi:http/types@0.2.9" "[constructor]outgoing-response"
    (func $response (param i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-response.set-status-code"
    (func $set-status (param i32 i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-response.body" (func $body (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[static]response-outparam.set"
    (func $set (param i32 i32 i32 i32 i64 i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-body.write" (func $write-body (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[static]outgoing-body.finish"
    (func $finish (param i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.9" "[resource-drop]incoming-request"
    (func $drop-request (param i32)))
  (import "wasi:io/streams@0.2.9" "[method]output-stream.blocking-write-and-flush"
    (func $write (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.9" "[resource-drop]output-stream" (func $drop-stream (param i32)))

  (memory (export "memory") 2)
  (global $heap (mut i32) (i32.const 4096))
  (data (i32.const 256) "VERSION")
  (data (i32.const 320) "=\n")

  (func (export "cabi_realloc") (param i32 i32 i32) (param $size i32) (result i32) (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
    (global.set $heap (i32.add (local.get $at) (local.get $size)))
    (local.get $at))

  (func (export "wasi:http/incoming-handler@0.2.9#handle") (param $request i32) (param $out i32)
    (local $answer i32) (local $body i32) (local $stream i32) (local $pair i32) (local $end i32)
    (call $drop-request (local.get $request))
    (local.set $answer (call $response (call $fields)))
    (drop (call $set-status (local.get $answer) (i32.const STATUS)))
    (call $body (local.get $answer) (i32.const 0))
    (local.set $body (i32.load (i32.const 4)))
    (call $set (local.get $out) (i32.const 0) (local.get $answer) (i32.const 0) (i64.const 0)
      (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (call $write-body (local.get $body) (i32.const 0))
    (local.set $stream (i32.load (i32.const 4)))
    (call $write (local.get $stream) (i32.const 256) (i32.const LENGTH) (i32.const 0))
    (call $write (local.get $stream) (i32.const 321) (i32.const 1) (i32.const 0))
    (call $environment (i32.const 16))
    (local.set $pair (i32.load (i32.const 16)))
    (local.set $end (i32.add (local.get $pair) (i32.shl (i32.load (i32.const 20)) (i32.const 4))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $pair) (local.get $end)))
        (call $write (local.get $stream)
          (i32.load (local.get $pair)) (i32.load offset=4 (local.get $pair)) (i32.const 0))
        (call $write (local.get $stream) (i32.const 320) (i32.const 1) (i32.const 0))
        (call $write (local.get $stream)
          (i32.load offset=8 (local.get $pair)) (i32.load offset=12 (local.get $pair))
          (i32.const 0))
        (call $write (local.get $stream) (i32.const 321) (i32.const 1) (i32.const 0))
        (local.set $pair (i32.add (local.get $pair) (i32.const 16)))
        (br $next)))
    (call $drop-stream (local.get $stream))
    (call $finish (local.get $body) (i32.const 0) (i32.const 0) (i32.const 0)))
)
