;; Hands requests of wasi:http 0.3 to a responder, and its replies to wasi:http.
;;
;; Each call of `handle` is an exchange. It reads the body of the request, if that is needed, returns
;; the response, and then writes the body of it. Where it has to wait, it returns to the runtime, so
;; that other exchanges go on.
;;
;; Memory: names of methods and free lists below 1024, then what comes in while there is no
;; exchange. An exchange has a page of 64 KiB. What the runtime and the responder pass lies behind
;; its fields, and in chunks where that is too little, until `reset`:
;;
;;   0 the next free page; 4 its phase; 8 its waitable set; 12 how much it waits for; 16 whether its
;;   phase waits; 20 its chunks
;;   24 the request's body, to read; 28 its trailers, to read; 32 whether it was read, to write
;;   36 a buffer for the body: 40 its size, 44 what is filled; 48 all that was read; 52 how much is
;;   taken at most; 56 why there is none (0: there is), and 1 more than the case of `unread`
;;   60 the response's body, to write; 64 its trailers, to write; 68 what is to be written next, 72
;;   its length; 76 whether there are further parts
;;   80 the result that the trailers are, 40 bytes; 120 the request's trailers, 40 bytes; 160 results
;;   of calls, 80 bytes; 240 a stream whose bytes are the next part (0: none), 248 how many of them
;;   are to come; 256 what is passed in
(module
  (import "wae:serving/responder@0.1.0" "begin" (func $begin
    (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "wae:serving/responder@0.1.0" "finish" (func $finish (param i32 i32 i32 i32 i32)))
  (import "wae:serving/responder@0.1.0" "next" (func $next-part (param i32 i32)))
  (import "wae:serving/responder@0.1.0" "end" (func $end (param i32)))
  (import "wasi:http/types@0.3.0" "[method]request.get-method" (func $method (param i32 i32)))
  (import "wasi:http/types@0.3.0" "[method]request.get-path-with-query"
    (func $target (param i32 i32)))
  (import "wasi:http/types@0.3.0" "[method]request.get-authority"
    (func $authority (param i32 i32)))
  (import "wasi:http/types@0.3.0" "[method]request.get-headers"
    (func $headers (param i32) (result i32)))
  (import "wasi:http/types@0.3.0" "[resource-drop]request" (func $request-drop (param i32)))
  (import "wasi:http/types@0.3.0" "[method]fields.copy-all" (func $copy-all (param i32 i32)))
  (import "wasi:http/types@0.3.0" "[static]fields.from-list"
    (func $from-list (param i32 i32 i32)))
  (import "wasi:http/types@0.3.0" "[resource-drop]fields" (func $fields-drop (param i32)))
  (import "wasi:http/types@0.3.0" "[static]response.new"
    (func $response (param i32 i32 i32 i32 i32)))
  (import "wasi:http/types@0.3.0" "[method]response.set-status-code"
    (func $set-status (param i32 i32) (result i32)))
  (import "wasi:io/error@0.2.9" "[resource-drop]error" (func $error-drop (param i32)))
  (import "wasi:io/streams@0.2.9" "[method]input-stream.blocking-read"
    (func $source-read (param i32 i64 i32)))
  (import "wasi:io/streams@0.2.9" "[resource-drop]input-stream" (func $source-drop (param i32)))
  ;; the body of a request, and its trailers; whether it was read
  (import "wasi:http/types@0.3.0" "[static]request.consume-body"
    (func $consume (param i32 i32 i32)))
  (import "wasi:http/types@0.3.0" "[future-new-0][static]request.consume-body"
    (func $read-new (result i64)))
  (import "wasi:http/types@0.3.0" "[async-lower][future-write-0][static]request.consume-body"
    (func $read-write (param i32 i32) (result i32)))
  (import "wasi:http/types@0.3.0" "[future-drop-writable-0][static]request.consume-body"
    (func $read-close (param i32)))
  (import "wasi:http/types@0.3.0" "[async-lower][stream-read-1][static]request.consume-body"
    (func $stream-read (param i32 i32 i32) (result i32)))
  (import "wasi:http/types@0.3.0" "[stream-cancel-read-1][static]request.consume-body"
    (func $stream-cancel (param i32) (result i32)))
  (import "wasi:http/types@0.3.0" "[stream-drop-readable-1][static]request.consume-body"
    (func $stream-drop (param i32)))
  (import "wasi:http/types@0.3.0" "[async-lower][future-read-2][static]request.consume-body"
    (func $tail-read (param i32 i32) (result i32)))
  (import "wasi:http/types@0.3.0" "[future-cancel-read-2][static]request.consume-body"
    (func $tail-cancel (param i32) (result i32)))
  (import "wasi:http/types@0.3.0" "[future-drop-readable-2][static]request.consume-body"
    (func $tail-drop (param i32)))
  ;; the body of a response, and its trailers; whether it was sent, which nobody asks
  (import "wasi:http/types@0.3.0" "[stream-new-0][static]response.new"
    (func $stream-new (result i64)))
  (import "wasi:http/types@0.3.0" "[async-lower][stream-write-0][static]response.new"
    (func $stream-write (param i32 i32 i32) (result i32)))
  (import "wasi:http/types@0.3.0" "[stream-drop-writable-0][static]response.new"
    (func $stream-close (param i32)))
  (import "wasi:http/types@0.3.0" "[future-new-1][static]response.new"
    (func $tail-new (result i64)))
  (import "wasi:http/types@0.3.0" "[async-lower][future-write-1][static]response.new"
    (func $tail-write (param i32 i32) (result i32)))
  (import "wasi:http/types@0.3.0" "[future-drop-writable-1][static]response.new"
    (func $tail-close (param i32)))
  (import "wasi:http/types@0.3.0" "[future-drop-readable-2][static]response.new"
    (func $sent-drop (param i32)))
  ;; the current task
  (import "[export]wasi:http/handler@0.3.0" "[task-return]handle"
    (func $return (param i32 i32 i32 i64 i32 i32 i32 i32)))
  (import "[export]$root" "[task-cancel]" (func $task-cancel))
  (import "$root" "[context-get-0]" (func $context (result i32)))
  (import "$root" "[context-set-0]" (func $context-set (param i32)))
  (import "$root" "[waitable-set-new]" (func $set-new (result i32)))
  (import "$root" "[waitable-set-drop]" (func $set-drop (param i32)))
  (import "$root" "[waitable-join]" (func $join (param i32 i32)))

  (memory (export "memory") 1)
  ;; Methods in the order of wasi:http, each in 8 bytes, filled up with zeros.
  (data (i32.const 0) "GET\00\00\00\00\00HEAD\00\00\00\00POST\00\00\00\00PUT\00\00\00\00\00")
  (data (i32.const 32) "DELETE\00\00CONNECT\00OPTIONS\00TRACE\00\00\00PATCH\00\00\00")
  (global $lists i32 (i32.const 128))  ;; of free chunks: 64 KiB, 128 KiB, ...
  (global $pages (mut i32) (i32.const 0))  ;; free ones of exchanges
  (global $x (mut i32) (i32.const 0))  ;; the exchange that goes on
  (global $at (mut i32) (i32.const 1024))  ;; where what is passed in next lies
  (global $limit (mut i32) (i32.const 65536))

  ;; --- memory ---
  (func $grown (param $count i32) (result i32) (local $at i32)
    (local.set $at (memory.grow (local.get $count)))
    (if (i32.eq (local.get $at) (i32.const -1)) (then unreachable))
    (i32.shl (local.get $at) (i32.const 16)))
  ;; So many bytes, behind 16 that say which is the next chunk, and in which list it is when free.
  (func $chunk (param $size i32) (result i32) (local $list i32) (local $it i32)
    (local.set $list (i32.sub (i32.const 16)
      (i32.clz (i32.add (local.get $size) (i32.const 15)))))
    (if (i32.lt_s (local.get $list) (i32.const 0)) (then (local.set $list (i32.const 0))))
    (local.set $it (i32.load (call $list-at (local.get $list))))
    (if (local.get $it)
      (then (i32.store (call $list-at (local.get $list)) (i32.load (local.get $it))))
      (else
        (local.set $it (call $grown (i32.shl (i32.const 1) (local.get $list))))
        (i32.store offset=4 (local.get $it) (local.get $list))))
    (i32.add (local.get $it) (i32.const 16)))
  (func $chunk-size (param $it i32) (result i32)
    (i32.sub
      (i32.shl (i32.const 65536) (i32.load (i32.sub (local.get $it) (i32.const 12))))
      (i32.const 16)))
  (func $chunk-free (param $it i32) (local $list i32)
    (local.set $it (i32.sub (local.get $it) (i32.const 16)))
    (local.set $list (call $list-at (i32.load offset=4 (local.get $it))))
    (i32.store (local.get $it) (i32.load (local.get $list)))
    (i32.store (local.get $list) (local.get $it)))
  (func $list-at (param $list i32) (result i32)
    (i32.add (global.get $lists) (i32.shl (local.get $list) (i32.const 2))))
  (func (export "cabi_realloc")
    (param i32 i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32) (local $chunk i32)
    (local.set $at (i32.and
      (i32.add (global.get $at) (i32.sub (local.get $align) (i32.const 1)))
      (i32.sub (i32.const 0) (local.get $align))))
    (if (i32.or
        (i32.gt_u (local.get $at) (global.get $limit))
        (i32.gt_u (local.get $size) (i32.sub (global.get $limit) (local.get $at))))
      (then
        (if (i32.eqz (global.get $x)) (then
          (if (i32.gt_u (local.get $size) (i32.const 60000)) (then unreachable))
          (global.set $at (i32.add (i32.const 1024) (local.get $size)))
          (return (i32.const 1024))))
        (local.set $chunk (call $chunk (local.get $size)))
        (i32.store (i32.sub (local.get $chunk) (i32.const 8)) (i32.load offset=20 (global.get $x)))
        (i32.store offset=20 (global.get $x) (local.get $chunk))
        (if (i32.gt_u (local.get $size) (i32.const 32768)) (then (return (local.get $chunk))))
        (local.set $at (local.get $chunk))
        (global.set $limit (i32.add (local.get $chunk) (call $chunk-size (local.get $chunk))))))
    (global.set $at (i32.add (local.get $at) (local.get $size)))
    (local.get $at))
  ;; What was passed in to the exchange is over.
  (func $reset (local $chunk i32)
    (local.set $chunk (i32.load offset=20 (global.get $x)))
    (loop $again
      (if (local.get $chunk) (then
        (i32.store offset=20 (global.get $x)
          (i32.load (i32.sub (local.get $chunk) (i32.const 8))))
        (call $chunk-free (local.get $chunk))
        (local.set $chunk (i32.load offset=20 (global.get $x)))
        (br $again))))
    (global.set $at (i32.add (global.get $x) (i32.const 256)))
    (global.set $limit (i32.add (global.get $x) (i32.const 65536))))
  (func $leave
    (call $reset)
    (if (i32.load offset=8 (global.get $x))
      (then (call $set-drop (i32.load offset=8 (global.get $x)))))
    (i32.store (global.get $x) (global.get $pages))
    (global.set $pages (global.get $x))
    (global.set $x (i32.const 0))
    (global.set $at (i32.const 1024))
    (global.set $limit (i32.const 65536)))

  ;; --- a request ---
  (func (export "[async-lift]wasi:http/handler@0.3.0#handle") (param $request i32) (result i32)
    (local $result i32) (local $method i32) (local $method-size i32) (local $has-target i32)
    (local $target i32) (local $target-size i32) (local $has-authority i32) (local $host i32)
    (local $host-size i32) (local $fields i32)
    (global.set $x (global.get $pages))
    (if (global.get $x)
      (then (global.set $pages (i32.load (global.get $x))))
      (else (global.set $x (call $grown (i32.const 1)))))
    (memory.fill (global.get $x) (i32.const 0) (i32.const 256))
    (call $context-set (global.get $x))
    (call $reset)
    (local.set $result (i32.add (global.get $x) (i32.const 160)))
    (call $method (local.get $request) (local.get $result))
    (local.set $method (i32.shl (i32.load8_u (local.get $result)) (i32.const 3)))
    (if (i32.lt_u (local.get $method) (i32.const 72))
      (then (local.set $method-size (i32.sub (i32.const 8) (i32.shr_u
        (i32.wrap_i64 (i64.clz (i64.load (local.get $method)))) (i32.const 3)))))
      (else
        (local.set $method (i32.load offset=4 (local.get $result)))
        (local.set $method-size (i32.load offset=8 (local.get $result)))))
    (call $target (local.get $request) (local.get $result))
    (local.set $has-target (i32.load8_u (local.get $result)))
    (local.set $target (i32.load offset=4 (local.get $result)))
    (local.set $target-size (i32.load offset=8 (local.get $result)))
    (call $authority (local.get $request) (local.get $result))
    (local.set $has-authority (i32.load8_u (local.get $result)))
    (local.set $host (i32.load offset=4 (local.get $result)))
    (local.set $host-size (i32.load offset=8 (local.get $result)))
    (local.set $fields (call $headers (local.get $request)))
    (call $copy-all (local.get $fields) (local.get $result))
    (call $fields-drop (local.get $fields))
    (call $begin (global.get $x)
      (local.get $method) (local.get $method-size)
      (local.get $has-target) (local.get $target) (local.get $target-size)
      (local.get $has-authority) (local.get $host) (local.get $host-size)
      (i32.load (local.get $result)) (i32.load offset=4 (local.get $result))
      (local.get $result))
    (if (i32.load8_u (local.get $result))
      (then
        (i32.store offset=52 (global.get $x) (i32.load offset=4 (local.get $result)))
        (call $ask-body (local.get $request)))
      (else
        (call $request-drop (local.get $request))
        (call $reply (i32.add (local.get $result) (i32.const 4)))))
    (call $step))
  (func (export "[callback][async-lift]wasi:http/handler@0.3.0#handle")
    (param $kind i32) (param $what i32) (param $code i32) (result i32)
    (global.set $x (call $context))
    (if (i32.eq (local.get $kind) (i32.const 6))
      (then (call $cancel))
      (else (if (local.get $kind)
        (then (call $happened (local.get $kind) (local.get $what) (local.get $code))))))
    (call $step))

  ;; --- what it does next: phases 1 and 2 read the body and its trailers, 3 replies, 4 and 5 write the
  ;; reply's body and its trailers, in 6 it is over ---
  (func $step (result i32)
    (loop $again
      (if (i32.load offset=16 (global.get $x)) (then (return (call $wait))))
      (block $6 (block $5 (block $4 (block $3 (block $2 (block $1
        (br_table $6 $1 $2 $3 $4 $5 $6 (i32.load offset=4 (global.get $x))))
        (call $read-body) (br $again))
        (call $read-tail) (br $again))
        (call $answer) (br $again))
        (call $write-body) (br $again))
        (call $write-tail) (br $again)))
    (if (i32.load offset=12 (global.get $x)) (then (return (call $wait))))
    (call $leave)
    (i32.const 0))
  (func $enter (param $phase i32)
    (i32.store offset=4 (global.get $x) (local.get $phase)))
  (func $wait (result i32)
    (i32.or (i32.const 2) (i32.shl (i32.load offset=8 (global.get $x)) (i32.const 4))))
  ;; Something will happen.
  (func $expect (param $what i32)
    (if (i32.eqz (i32.load offset=8 (global.get $x)))
      (then (i32.store offset=8 (global.get $x) (call $set-new))))
    (call $join (local.get $what) (i32.load offset=8 (global.get $x)))
    (i32.store offset=12 (global.get $x)
      (i32.add (i32.load offset=12 (global.get $x)) (i32.const 1))))
  (func $expect-no-more (param $what i32)
    (call $join (local.get $what) (i32.const 0))
    (i32.store offset=12 (global.get $x)
      (i32.sub (i32.load offset=12 (global.get $x)) (i32.const 1))))
  ;; The same, and the phase needs it.
  (func $need (param $what i32)
    (i32.store offset=16 (global.get $x) (local.get $what))
    (call $expect (local.get $what)))
  (func $happened (param $kind i32) (param $what i32) (param $code i32)
    (call $expect-no-more (local.get $what))
    (if (i32.eq (local.get $what) (i32.load offset=16 (global.get $x)))
      (then (i32.store offset=16 (global.get $x) (i32.const 0))))
    (if (i32.eq (local.get $kind) (i32.const 2)) (then (call $got (local.get $code)) (return)))
    (if (i32.eq (local.get $kind) (i32.const 3)) (then (call $gave (local.get $code)) (return)))
    (if (i32.eq (local.get $kind) (i32.const 4)) (then (call $got-tail) (return)))
    (if (i32.eq (local.get $what) (i32.load offset=32 (global.get $x)))
      (then (call $was-read))
      (else (call $tail-close (local.get $what)))))
  ;; Whoever called does not wait any more.
  (func $cancel (local $what i32)
    (local.set $what (i32.load offset=16 (global.get $x)))
    (if (local.get $what) (then
      (i32.store offset=16 (global.get $x) (i32.const 0))
      (call $expect-no-more (local.get $what))
      (drop (if (result i32) (i32.eq (i32.load offset=4 (global.get $x)) (i32.const 1))
        (then (call $stream-cancel (local.get $what)))
        (else (call $tail-cancel (local.get $what)))))))
    (call $drop-body)
    (call $chunk-free (i32.load offset=36 (global.get $x)))
    (call $end (global.get $x))
    (call $task-cancel)
    (call $enter (i32.const 6)))

  ;; --- the request's body ---
  (func $ask-body (param $request i32) (local $both i64) (local $result i32)
    (call $reset)
    (local.set $result (i32.add (global.get $x) (i32.const 160)))
    (local.set $both (call $read-new))
    (call $consume (local.get $request) (i32.wrap_i64 (local.get $both)) (local.get $result))
    (i32.store offset=32 (global.get $x)
      (i32.wrap_i64 (i64.shr_u (local.get $both) (i64.const 32))))
    (i64.store offset=24 align=4 (global.get $x) (i64.load (local.get $result)))
    (call $buffer (i32.const 65520))
    (call $enter (i32.const 1)))
  (func $buffer (param $size i32) (local $it i32) (local $old i32)
    (local.set $it (call $chunk (local.get $size)))
    (local.set $old (i32.load offset=36 (global.get $x)))
    (if (local.get $old) (then
      (memory.copy (local.get $it) (local.get $old) (i32.load offset=44 (global.get $x)))
      (call $chunk-free (local.get $old))))
    (i32.store offset=36 (global.get $x) (local.get $it))
    (i32.store offset=40 (global.get $x) (call $chunk-size (local.get $it))))
  (func $read-body (local $code i32)
    (if (i32.eq (i32.load offset=40 (global.get $x)) (i32.load offset=44 (global.get $x)))
      (then (call $buffer (i32.shl (i32.load offset=40 (global.get $x)) (i32.const 1)))))
    (local.set $code (call $stream-read (i32.load offset=24 (global.get $x))
      (i32.add (i32.load offset=36 (global.get $x)) (i32.load offset=44 (global.get $x)))
      (i32.sub (i32.load offset=40 (global.get $x)) (i32.load offset=44 (global.get $x)))))
    (if (i32.eq (local.get $code) (i32.const -1))
      (then (call $need (i32.load offset=24 (global.get $x))))
      (else (call $got (local.get $code)))))
  ;; Of a body that is too large eight times as much is read and thrown away, for clients that read
  ;; only after writing.
  (func $got (param $code i32) (local $count i32) (local $most i32)
    (local.set $count (i32.shr_u (local.get $code) (i32.const 4)))
    (local.set $most (i32.load offset=52 (global.get $x)))
    (i32.store offset=44 (global.get $x)
      (i32.add (i32.load offset=44 (global.get $x)) (local.get $count)))
    (i32.store offset=48 (global.get $x)
      (i32.add (i32.load offset=48 (global.get $x)) (local.get $count)))
    (if (i32.gt_u (i32.load offset=48 (global.get $x)) (local.get $most)) (then
      (i32.store offset=56 (global.get $x) (i32.const 2))
      (i32.store offset=44 (global.get $x) (i32.const 0))))
    (if (i64.gt_u (i64.load32_u offset=48 (global.get $x))
        (i64.shl (i64.extend_i32_u (local.get $most)) (i64.const 3)))
      (then (call $drop-body) (call $enter (i32.const 3)) (return)))
    (if (i32.and (local.get $code) (i32.const 15)) (then
      (call $stream-drop (i32.load offset=24 (global.get $x)))
      (i32.store offset=24 (global.get $x) (i32.const 0))
      (call $enter (i32.const 2)))))
  (func $read-tail
    (if (i32.eq (i32.const -1) (call $tail-read
        (i32.load offset=28 (global.get $x)) (i32.add (global.get $x) (i32.const 120))))
      (then (call $need (i32.load offset=28 (global.get $x))))
      (else (call $got-tail))))
  (func $got-tail
    (if (i32.load8_u offset=120 (global.get $x))
      (then (i32.store offset=56 (global.get $x) (i32.const 1)))
      (else (if (i32.load8_u offset=128 (global.get $x))
        (then (call $fields-drop (i32.load offset=132 (global.get $x)))))))
    (call $drop-body)
    (call $enter (i32.const 3)))
  ;; Nothing more of it is read.
  (func $drop-body
    (if (i32.load offset=24 (global.get $x))
      (then (call $stream-drop (i32.load offset=24 (global.get $x)))))
    (if (i32.load offset=28 (global.get $x))
      (then (call $tail-drop (i32.load offset=28 (global.get $x)))))
    (i64.store offset=24 align=4 (global.get $x) (i64.const 0))
    (if (i32.load offset=32 (global.get $x)) (then
      (if (i32.eq (i32.const -1) (call $read-write
          (i32.load offset=32 (global.get $x)) (i32.add (global.get $x) (i32.const 80))))
        (then (call $expect (i32.load offset=32 (global.get $x))))
        (else (call $was-read))))))
  (func $was-read
    (call $read-close (i32.load offset=32 (global.get $x)))
    (i32.store offset=32 (global.get $x) (i32.const 0)))

  ;; --- the reply ---
  (func $answer (local $result i32) (local $why i32)
    (call $reset)
    (local.set $result (i32.add (global.get $x) (i32.const 160)))
    (local.set $why (i32.load offset=56 (global.get $x)))
    (if (local.get $why)
      (then (call $finish (global.get $x) (i32.const 1)
        (i32.sub (local.get $why) (i32.const 1)) (i32.const 0) (local.get $result)))
      (else (call $finish (global.get $x) (i32.const 0)
        (i32.load offset=36 (global.get $x)) (i32.load offset=44 (global.get $x))
        (local.get $result))))
    (call $chunk-free (i32.load offset=36 (global.get $x)))
    (call $reply (local.get $result)))
  (func $reply (param $it i32) (local $headers i32) (local $result i32) (local $body i64)
    (local $tail i64) (local $content i32) (local $response i32)
    (local.set $result (i32.add (global.get $x) (i32.const 208)))
    (call $from-list (i32.load offset=4 (local.get $it)) (i32.load offset=8 (local.get $it))
      (local.get $result))
    (if (i32.load8_u (local.get $result)) (then unreachable))  ;; no header of HTTP
    (local.set $headers (i32.load offset=4 (local.get $result)))
    (local.set $content (i32.load8_u offset=12 (local.get $it)))
    (if (local.get $content) (then
      (local.set $body (call $stream-new))
      (i32.store offset=60 (global.get $x)
        (i32.wrap_i64 (i64.shr_u (local.get $body) (i64.const 32))))))
    (if (i32.eq (local.get $content) (i32.const 1)) (then
      (i64.store offset=68 align=4 (global.get $x) (i64.load offset=16 align=4 (local.get $it)))))
    (i32.store offset=76 (global.get $x) (i32.eq (local.get $content) (i32.const 2)))
    (local.set $tail (call $tail-new))
    (i32.store offset=64 (global.get $x)
      (i32.wrap_i64 (i64.shr_u (local.get $tail) (i64.const 32))))
    (call $response (local.get $headers) (i32.ne (local.get $content) (i32.const 0))
      (i32.wrap_i64 (local.get $body)) (i32.wrap_i64 (local.get $tail)) (local.get $result))
    (local.set $response (i32.load (local.get $result)))
    (call $sent-drop (i32.load offset=4 (local.get $result)))
    (drop (call $set-status (local.get $response) (i32.load16_u (local.get $it))))
    (call $return (i32.const 0) (local.get $response)
      (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (call $enter (select (i32.const 4) (i32.const 5) (local.get $content))))
  (func $write-body (local $code i32)
    (if (i32.eqz (i32.load offset=72 (global.get $x))) (then
      (if (i32.load offset=240 (global.get $x)) (then (call $take-bytes) (return)))
      (if (i32.load offset=76 (global.get $x)) (then (call $take-part) (return)))
      (call $close-body)
      (return)))
    (local.set $code (call $stream-write (i32.load offset=60 (global.get $x))
      (i32.load offset=68 (global.get $x)) (i32.load offset=72 (global.get $x))))
    (if (i32.eq (local.get $code) (i32.const -1))
      (then (call $need (i32.load offset=60 (global.get $x))))
      (else (call $gave (local.get $code)))))
  (func $take-part (local $result i32)
    (call $reset)
    (local.set $result (i32.add (global.get $x) (i32.const 160)))
    (call $next-part (global.get $x) (local.get $result))
    (i32.store offset=76 (global.get $x) (i32.load8_u (local.get $result)))
    (if (i32.load offset=76 (global.get $x)) (then
      (if (i32.load8_u offset=8 (local.get $result))
        (then
          (i32.store offset=240 (global.get $x) (i32.load offset=16 (local.get $result)))
          (i64.store offset=248 (global.get $x) (i64.load offset=24 (local.get $result))))
        (else (i64.store offset=68 align=4 (global.get $x)
          (i64.load offset=16 (local.get $result))))))))
  (func $take-bytes (local $result i32) (local $left i64)
    (local.set $left (i64.load offset=248 (global.get $x)))
    (if (i64.eqz (local.get $left)) (then (call $drop-source) (return)))
    (call $reset)
    (local.set $result (i32.add (global.get $x) (i32.const 160)))
    (call $source-read (i32.load offset=240 (global.get $x))
      (select (local.get $left) (i64.const 65536) (i64.lt_u (local.get $left) (i64.const 65536)))
      (local.get $result))
    (if (i32.load8_u (local.get $result)) (then
      (if (i32.eqz (i32.load8_u offset=4 (local.get $result)))
        (then (call $error-drop (i32.load offset=8 (local.get $result)))))
      (call $break-off)
      (return)))
    (local.set $left
      (i64.sub (local.get $left) (i64.load32_u offset=8 (local.get $result))))
    (if (i64.lt_s (local.get $left) (i64.const 0)) (then (call $break-off) (return)))
    (i64.store offset=248 (global.get $x) (local.get $left))
    (i64.store offset=68 align=4 (global.get $x) (i64.load offset=4 align=4 (local.get $result))))
  (func $drop-source
    (if (i32.load offset=240 (global.get $x))
      (then (call $source-drop (i32.load offset=240 (global.get $x)))))
    (i32.store offset=240 (global.get $x) (i32.const 0)))
  ;; The trailers are an error, internal-error without a text.
  (func $break-off
    (i32.store8 offset=80 (global.get $x) (i32.const 1))
    (i32.store8 offset=88 (global.get $x) (i32.const 38))
    (call $give-up))
  ;; Nothing more of the reply's body is sent.
  (func $give-up
    (call $drop-source)
    (if (i32.load offset=76 (global.get $x)) (then (call $end (global.get $x))))
    (call $close-body))
  (func $gave (param $code i32) (local $count i32)
    (local.set $count (i32.shr_u (local.get $code) (i32.const 4)))
    (i32.store offset=68 (global.get $x)
      (i32.add (i32.load offset=68 (global.get $x)) (local.get $count)))
    (i32.store offset=72 (global.get $x)
      (i32.sub (i32.load offset=72 (global.get $x)) (local.get $count)))
    (if (i32.and (local.get $code) (i32.const 15)) (then (call $give-up))))  ;; nobody reads it
  (func $close-body
    (call $stream-close (i32.load offset=60 (global.get $x)))
    (call $enter (i32.const 5)))
  (func $write-tail
    (if (i32.eq (i32.const -1) (call $tail-write
        (i32.load offset=64 (global.get $x)) (i32.add (global.get $x) (i32.const 80))))
      (then (call $expect (i32.load offset=64 (global.get $x))))
      (else (call $tail-close (i32.load offset=64 (global.get $x)))))
    (call $enter (i32.const 6))))
