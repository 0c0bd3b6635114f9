;; Hands requests of wasi:http 0.2 to a responder, and its replies to wasi:http: one at a time.
;;
;; Memory: names of methods below 256; results of calls at 256, those of the responder at 320.
;; What is passed in lies behind 1024, until `reset`.
(module
  (import "wae:serving/responder@0.1.0" "begin" (func $begin
    (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "wae:serving/responder@0.1.0" "finish" (func $finish (param i32 i32 i32 i32 i32)))
  (import "wae:serving/responder@0.1.0" "next" (func $next-part (param i32 i32)))
  (import "wae:serving/responder@0.1.0" "end" (func $end (param i32)))
  (import "wasi:io/error@0.2.9" "[resource-drop]error" (func $error-drop (param i32)))
  (import "wasi:io/streams@0.2.9" "[method]input-stream.blocking-read"
    (func $read (param i32 i64 i32)))
  (import "wasi:io/streams@0.2.9" "[resource-drop]input-stream" (func $input-drop (param i32)))
  (import "wasi:io/streams@0.2.9" "[method]output-stream.blocking-write-and-flush"
    (func $write (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.9" "[method]output-stream.blocking-splice"
    (func $splice (param i32 i32 i64 i32)))
  (import "wasi:io/streams@0.2.9" "[resource-drop]output-stream" (func $output-drop (param i32)))
  (import "wasi:http/types@0.2.9" "[method]incoming-request.method"
    (func $method (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[method]incoming-request.path-with-query"
    (func $target (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[method]incoming-request.authority"
    (func $authority (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[method]incoming-request.headers"
    (func $headers (param i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[method]incoming-request.consume"
    (func $consume (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[resource-drop]incoming-request"
    (func $request-drop (param i32)))
  (import "wasi:http/types@0.2.9" "[method]incoming-body.stream"
    (func $body-stream (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[resource-drop]incoming-body" (func $body-drop (param i32)))
  (import "wasi:http/types@0.2.9" "[method]fields.entries" (func $entries (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[static]fields.from-list"
    (func $from-list (param i32 i32 i32)))
  (import "wasi:http/types@0.2.9" "[resource-drop]fields" (func $fields-drop (param i32)))
  (import "wasi:http/types@0.2.9" "[constructor]outgoing-response"
    (func $response (param i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-response.set-status-code"
    (func $set-status (param i32 i32) (result i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-response.body"
    (func $response-body (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[static]response-outparam.set"
    (func $send (param i32 i32 i32 i32 i64 i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.9" "[method]outgoing-body.write"
    (func $response-stream (param i32 i32)))
  (import "wasi:http/types@0.2.9" "[static]outgoing-body.finish"
    (func $finish-body (param i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.9" "[resource-drop]outgoing-body"
    (func $drop-body (param i32)))

  (memory (export "memory") 2)
  ;; Methods in the order of wasi:http, each in 8 bytes, filled up with zeros; and a header.
  (data (i32.const 0) "GET\00\00\00\00\00HEAD\00\00\00\00POST\00\00\00\00PUT\00\00\00\00\00")
  (data (i32.const 32) "DELETE\00\00CONNECT\00OPTIONS\00TRACE\00\00\00PATCH\00\00\00")
  (data (i32.const 128) "content-length")
  (global $number i32 (i32.const 1))  ;; of the exchange: there is one
  (global $result i32 (i32.const 256))
  (global $reply i32 (i32.const 320))
  (global $at (mut i32) (i32.const 1024))  ;; where what is passed in next lies

  (func $reset (global.set $at (i32.const 1024)))
  (func (export "cabi_realloc")
    (param i32 i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32) (local $lacking i32)
    (local.set $at (i32.and
      (i32.add (global.get $at) (i32.sub (local.get $align) (i32.const 1)))
      (i32.sub (i32.const 0) (local.get $align))))
    (if (i32.gt_u (local.get $size) (i32.sub (i32.const 0x7fffffff) (local.get $at)))
      (then unreachable))
    (global.set $at (i32.add (local.get $at) (local.get $size)))
    (local.set $lacking (i32.sub
      (i32.shr_u (i32.add (global.get $at) (i32.const 65535)) (i32.const 16)) (memory.size)))
    (if (i32.gt_s (local.get $lacking) (i32.const 0)) (then
      (if (i32.eq (memory.grow (local.get $lacking)) (i32.const -1)) (then unreachable))))
    (local.get $at))

  (func (export "wasi:http/incoming-handler@0.2.9#handle") (param $request i32) (param $out i32)
    (local $method i32) (local $method-size i32) (local $has-target i32) (local $target i32)
    (local $target-size i32) (local $has-authority i32) (local $host i32) (local $host-size i32)
    (local $fields i32)
    (call $reset)
    (call $method (local.get $request) (global.get $result))
    (local.set $method (i32.shl (i32.load8_u (global.get $result)) (i32.const 3)))
    (if (i32.lt_u (local.get $method) (i32.const 72))
      (then (local.set $method-size (i32.sub (i32.const 8) (i32.shr_u
        (i32.wrap_i64 (i64.clz (i64.load (local.get $method)))) (i32.const 3)))))
      (else
        (local.set $method (i32.load offset=4 (global.get $result)))
        (local.set $method-size (i32.load offset=8 (global.get $result)))))
    (call $target (local.get $request) (global.get $result))
    (local.set $has-target (i32.load8_u (global.get $result)))
    (local.set $target (i32.load offset=4 (global.get $result)))
    (local.set $target-size (i32.load offset=8 (global.get $result)))
    (call $authority (local.get $request) (global.get $result))
    (local.set $has-authority (i32.load8_u (global.get $result)))
    (local.set $host (i32.load offset=4 (global.get $result)))
    (local.set $host-size (i32.load offset=8 (global.get $result)))
    (local.set $fields (call $headers (local.get $request)))
    (call $entries (local.get $fields) (global.get $result))
    (call $fields-drop (local.get $fields))
    (call $begin (global.get $number)
      (local.get $method) (local.get $method-size)
      (local.get $has-target) (local.get $target) (local.get $target-size)
      (local.get $has-authority) (local.get $host) (local.get $host-size)
      (i32.load (global.get $result)) (i32.load offset=4 (global.get $result))
      (global.get $reply))
    (if (i32.load8_u (global.get $reply))
      (then
        (call $read-body (local.get $request) (i32.load offset=4 (global.get $reply)))
        (call $answer (local.get $out) (global.get $reply)))
      (else
        (call $request-drop (local.get $request))
        (call $answer (local.get $out) (i32.add (global.get $reply) (i32.const 4))))))

  ;; --- the request's body: so many bytes are taken at most, and `finish` is called ---
  (func $read-body (param $request i32) (param $most i32)
    (local $body i32) (local $stream i32) (local $first i32) (local $kept i32) (local $all i64)
    (local $why i32)  ;; there is none, if it is 1 more than the case of `unread`
    (call $reset)
    (local.set $first (global.get $at))
    (call $consume (local.get $request) (global.get $result))
    (call $request-drop (local.get $request))
    (local.set $body (i32.load offset=4 (global.get $result)))
    (call $body-stream (local.get $body) (global.get $result))
    (local.set $stream (i32.load offset=4 (global.get $result)))
    (block $over (loop $again
      (global.set $at (i32.add (local.get $first) (local.get $kept)))
      (call $read (local.get $stream) (i64.const 65536) (global.get $result))
      (if (i32.load8_u (global.get $result)) (then
        (if (i32.eqz (i32.load8_u offset=4 (global.get $result)))
          (then (local.set $why (i32.const 1))))
        (call $failed (i32.add (global.get $result) (i32.const 4)))
        (br $over)))
      (local.set $kept (i32.add (local.get $kept) (i32.load offset=8 (global.get $result))))
      (local.set $all (i64.add (local.get $all) (i64.load32_u offset=8 (global.get $result))))
      ;; Of a body that is too large eight times as much is read and thrown away, for clients that
      ;; read only after writing.
      (if (i32.or (i32.gt_u (local.get $kept) (local.get $most)) (local.get $why)) (then
        (local.set $why (i32.const 2))
        (local.set $kept (i32.const 0))))
      (br_if $again (i64.le_u (local.get $all)
        (i64.shl (i64.extend_i32_u (local.get $most)) (i64.const 3))))))
    (call $input-drop (local.get $stream))
    (call $body-drop (local.get $body))
    (if (local.get $why)
      (then (call $finish (global.get $number) (i32.const 1)
        (i32.sub (local.get $why) (i32.const 1)) (i32.const 0) (global.get $reply)))
      (else (call $finish (global.get $number) (i32.const 0)
        (local.get $first) (local.get $kept) (global.get $reply)))))

  ;; --- the reply that lies there ---
  (func $answer (param $out i32) (param $it i32)
    (local $response i32) (local $body i32) (local $stream i32) (local $content i32)
    (local $is-sent i32)
    (call $from-list (i32.load offset=4 (local.get $it)) (i32.load offset=8 (local.get $it))
      (global.get $result))
    (if (i32.load8_u (global.get $result)) (then unreachable))  ;; no header of HTTP
    (local.set $response (call $response (i32.load offset=4 (global.get $result))))
    (drop (call $set-status (local.get $response) (i32.load16_u (local.get $it))))
    (local.set $content (i32.load8_u offset=12 (local.get $it)))
    ;; A body that is taken must be as long as the head says: where it says so, and none is sent,
    ;; none is taken.
    (if (i32.and (i32.eqz (local.get $content)) (call $has-length (local.get $it))) (then
      (call $send-response (local.get $out) (local.get $response))
      (return)))
    (call $response-body (local.get $response) (global.get $result))
    (local.set $body (i32.load offset=4 (global.get $result)))
    (call $send-response (local.get $out) (local.get $response))
    (local.set $is-sent (i32.const 1))
    (if (local.get $content) (then
      (call $response-stream (local.get $body) (global.get $result))
      (local.set $stream (i32.load offset=4 (global.get $result)))
      (local.set $is-sent (if (result i32) (i32.eq (local.get $content) (i32.const 1))
        (then (call $write-all (local.get $stream)
          (i32.load offset=16 (local.get $it)) (i32.load offset=20 (local.get $it))))
        (else (call $write-parts (local.get $stream)))))
      (call $output-drop (local.get $stream))))
    ;; A body that is dropped breaks off.
    (if (local.get $is-sent)
      (then (call $finish-body (local.get $body) (i32.const 0) (i32.const 0)
        (global.get $result)))
      (else (call $drop-body (local.get $body)))))
  (func $send-response (param $out i32) (param $response i32)
    (call $send (local.get $out) (i32.const 0) (local.get $response) (i32.const 0) (i64.const 0)
      (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
  ;; Whether a header of the reply says how long the body is.
  (func $has-length (param $it i32) (result i32) (local $header i32) (local $end i32)
    (local.set $header (i32.load offset=4 (local.get $it)))
    (local.set $end (i32.add (local.get $header)
      (i32.shl (i32.load offset=8 (local.get $it)) (i32.const 4))))
    (block $none (loop $again
      (br_if $none (i32.eq (local.get $header) (local.get $end)))
      (if (i32.eq (i32.load offset=4 (local.get $header)) (i32.const 14)) (then
        (if (call $is-length (i32.load (local.get $header))) (then (return (i32.const 1))))))
      (local.set $header (i32.add (local.get $header) (i32.const 16)))
      (br $again)))
    (i32.const 0))
  (func $is-length (param $name i32) (result i32)
    (i32.and
      (i64.eq (i64.load align=1 (local.get $name)) (i64.load (i32.const 128)))
      (i64.eq (i64.load offset=6 align=1 (local.get $name)) (i64.load offset=6 (i32.const 128)))))
  ;; What is wrong with a stream does not matter.
  (func $failed (param $error i32)
    (if (i32.eqz (i32.load8_u (local.get $error)))
      (then (call $error-drop (i32.load offset=4 (local.get $error))))))
  ;; Whether all of it was written.
  (func $write-all (param $stream i32) (param $first i32) (param $left i32) (result i32)
    (local $count i32)
    (block $done (loop $again
      (br_if $done (i32.eqz (local.get $left)))
      (local.set $count (select (local.get $left) (i32.const 4096)
        (i32.lt_u (local.get $left) (i32.const 4096))))  ;; as many as it takes at most
      (call $write (local.get $stream) (local.get $first) (local.get $count)
        (global.get $result))
      (if (i32.load8_u (global.get $result)) (then
        (call $failed (i32.add (global.get $result) (i32.const 4)))
        (return (i32.const 0))))
      (local.set $first (i32.add (local.get $first) (local.get $count)))
      (local.set $left (i32.sub (local.get $left) (local.get $count)))
      (br $again)))
    (i32.const 1))
  (func $write-parts (param $stream i32) (result i32)
    (loop $again
      (call $reset)
      (call $next-part (global.get $number) (global.get $reply))
      (if (i32.eqz (i32.load8_u (global.get $reply))) (then (return (i32.const 1))))
      (br_if $again (if (result i32) (i32.load8_u offset=8 (global.get $reply))
        (then (call $write-span (local.get $stream)
          (i32.load offset=16 (global.get $reply)) (i64.load offset=24 (global.get $reply))))
        (else (call $write-all (local.get $stream)
          (i32.load offset=16 (global.get $reply)) (i32.load offset=20 (global.get $reply)))))))
    (call $end (global.get $number))
    (i32.const 0))
  ;; So many bytes go from one stream to the other.
  (func $write-span (param $stream i32) (param $source i32) (param $left i64) (result i32)
    (block $done (loop $again
      (br_if $done (i64.le_s (local.get $left) (i64.const 0)))
      (call $splice (local.get $stream) (local.get $source)
        (select (local.get $left) (i64.const 1048576)
          (i64.lt_u (local.get $left) (i64.const 1048576)))
        (global.get $result))
      (if (i32.load8_u (global.get $result)) (then
        (call $failed (i32.add (global.get $result) (i32.const 8)))
        (br $done)))
      (local.set $left (i64.sub (local.get $left) (i64.load offset=8 (global.get $result))))
      (br $again)))
    (call $input-drop (local.get $source))
    ;; Less than nothing is left where a host sends more than it is told to, as jco does.
    (i64.eqz (local.get $left))))
