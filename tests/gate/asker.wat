;; Sends one request by wasi:http itself, as a component in any language may.
(module
  (import "wasi:http/types@0.2.9" "[static]fields.from-list"
    (func $from-list (param i32 i32 i32)))
  (import "wasi:http/types@0.2.9" "[constructor]outgoing-request"
    (func $request (param i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-request.set-method"
    (func $set-method (param i32 i32 i32 i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-request.set-scheme"
    (func $set-scheme (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-request.set-authority"
    (func $set-authority (param i32 i32 i32 i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-request.set-path-with-query"
    (func $set-path (param i32 i32 i32 i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-request.headers"
    (func $headers-of (param i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-request.body"
    (func $body (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-body.write"
    (func $body-write (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[static]outgoing-body.finish"
    (func $body-finish (param i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.9" "[constructor]request-options"
    (func $options (result i32)))
  (import "wasi:http/types@0.2.9" "[method]future-incoming-response.subscribe"
    (func $subscribe (param i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[method]future-incoming-response.get"
    (func $get (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[method]incoming-response.status"
    (func $status (param i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[resource-drop]outgoing-body"
    (func $drop-body (param i32)))
  (import "wasi:http/types@0.2.9" "[resource-drop]future-incoming-response"
    (func $drop-future (param i32)))
  (import "wasi:http/types@0.2.9" "[resource-drop]incoming-response"
    (func $drop-response (param i32)))
  (import "wasi:io/poll@0.2.9" "[method]pollable.block" (func $block (param i32)))
  (import "wasi:io/poll@0.2.9" "[resource-drop]pollable" (func $drop-pollable (param i32)))
  (import "wasi:io/streams@0.2.9" "[method]output-stream.blocking-write-and-flush"
    (func $write (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.9" "[resource-drop]output-stream" (func $drop-stream (param i32)))
  (import "wasi:http/outgoing-handler@0.2.9" "handle"
    (func $handle (param i32 i32 i32 i32)))

  (memory (export "memory") 1 400)
  (global $heap (mut i32) (i32.const 4096))
  (data (i32.const 16) "ftp")
  (data (i32.const 32) "hello")

  (func (export "cabi_realloc") (param $old i32) (param $size i32) (param $align i32) (param $new i32)
    (result i32) (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 15)) (i32.const -16)))
    (global.set $heap (i32.add (local.get $at) (local.get $new)))
    (if (i32.gt_u (global.get $heap) (i32.shl (memory.size) (i32.const 16)))
      (then (drop (memory.grow (i32.const 80)))))
    (memory.copy (local.get $at) (local.get $old) (local.get $size))
    (local.get $at))

  ;; `modes`: 1 opens a body, 2 writes to it before the request is handed over, 4 afterwards,
  ;; 8 gives options, 16 changes the authority to `name` once the body is open, 32 keeps the
  ;; request's headers.
  ;; The status; or 1000 and the case of the error that comes at once, 2000 and that of one that
  ;; comes later, 3000 and the number of the step that the host refuses.
  (func (export "acme:asker/requests#send")
    (param $method i32) (param $name i32) (param $name-size i32)
    (param $scheme i32)
    (param $authority? i32) (param $authority i32) (param $authority-size i32)
    (param $path? i32) (param $path i32) (param $path-size i32)
    (param $headers i32) (param $headers-size i32) (param $modes i32)
    (result i32)
    (local $r i32) (local $b i32) (local $s i32) (local $o i32) (local $f i32) (local $p i32)
    (call $from-list (local.get $headers) (local.get $headers-size) (i32.const 64))
    (if (i32.load8_u (i32.const 64)) (then (return (i32.const 3001))))
    (local.set $r (call $request (i32.load (i32.const 68))))
    (if (call $set-method (local.get $r) (local.get $method) (local.get $name) (local.get $name-size))
      (then (return (i32.const 3002))))
    (if (call $set-scheme (local.get $r) (i32.ne (local.get $scheme) (i32.const 3))
          (local.get $scheme) (i32.const 16) (i32.const 3))
      (then (return (i32.const 3003))))
    (if (call $set-authority (local.get $r)
          (local.get $authority?) (local.get $authority) (local.get $authority-size))
      (then (return (i32.const 3004))))
    (if (call $set-path (local.get $r) (local.get $path?) (local.get $path) (local.get $path-size))
      (then (return (i32.const 3005))))
    (if (i32.and (local.get $modes) (i32.const 1)) (then
      (call $body (local.get $r) (i32.const 64))
      (if (i32.load8_u (i32.const 64)) (then (return (i32.const 3006))))
      (local.set $b (i32.load (i32.const 68)))
      (call $body-write (local.get $b) (i32.const 64))
      (if (i32.load8_u (i32.const 64)) (then (return (i32.const 3007))))
      (local.set $s (i32.load (i32.const 68)))))
    (if (i32.and (local.get $modes) (i32.const 16)) (then
      (if (call $set-authority (local.get $r)
            (i32.const 1) (local.get $name) (local.get $name-size))
        (then (return (i32.const 3008))))))
    (if (i32.and (local.get $modes) (i32.const 2)) (then (call $hello (local.get $s))))
    (if (i32.and (local.get $modes) (i32.const 32)) (then (drop (call $headers-of (local.get $r)))))
    (if (i32.and (local.get $modes) (i32.const 8)) (then (local.set $o (call $options))))
    (call $handle (local.get $r) (i32.ne (local.get $o) (i32.const 0)) (local.get $o) (i32.const 128))
    (if (i32.and (local.get $modes) (i32.const 4)) (then (call $hello (local.get $s))))
    (if (local.get $s) (then (call $drop-stream (local.get $s))))
    (if (i32.load8_u (i32.const 128)) (then
      (if (local.get $b) (then (call $drop-body (local.get $b))))
      (return (i32.add (i32.const 1000) (i32.load8_u (i32.const 136))))))
    (if (local.get $b) (then
      (call $body-finish (local.get $b) (i32.const 0) (i32.const 0) (i32.const 256))))
    (local.set $f (i32.load (i32.const 136)))
    (local.set $p (call $subscribe (local.get $f)))
    (call $block (local.get $p))
    (call $drop-pollable (local.get $p))
    (call $get (local.get $f) (i32.const 256))
    (call $drop-future (local.get $f))
    ;; option of result of result of incoming-response or error-code, each 8 bytes further in
    (if (i32.load8_u (i32.const 272)) (then
      (return (i32.add (i32.const 2000) (i32.load8_u (i32.const 280))))))
    (local.set $r (i32.load (i32.const 280)))
    (local.set $modes (call $status (local.get $r)))
    (call $drop-response (local.get $r))
    (local.get $modes))

  (func $hello (param $stream i32)
    (call $write (local.get $stream) (i32.const 32) (i32.const 5) (i32.const 512)))
)
