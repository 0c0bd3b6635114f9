;; Writes a line with a colour on stderr, without a frame, and traps.
(component
  (import "wasi:io/error@0.2.0" (instance $error (export "error" (type (sub resource)))))
  (alias export $error "error" (type $e))
  (import "wasi:io/streams@0.2.0" (instance $streams
    (export "output-stream" (type $os (sub resource)))
    (alias outer 1 $e (type $oe))
    (export "error" (type $err (eq $oe)))
    (type $failure' (variant (case "last-operation-failed" (own $err)) (case "closed")))
    (export "stream-error" (type $failure (eq $failure')))
    (export "[method]output-stream.blocking-write-and-flush" (func
      (param "self" (borrow $os)) (param "contents" (list u8))
      (result (result (error $failure)))))))
  (alias export $streams "output-stream" (type $stream))
  (import "wasi:cli/stderr@0.2.0" (instance $out
    (alias outer 1 $stream (type $s))
    (export "output-stream" (type $os (eq $s)))
    (export "get-stderr" (func (result (own $os))))))
  (core module $heap (memory (export "memory") 1)
    (data (i32.const 64) "\1b[31mTraceback: boom\n"))
  (core instance $heap (instantiate $heap))
  (core func $get (canon lower (func $out "get-stderr")))
  (core func $write (canon lower
    (func $streams "[method]output-stream.blocking-write-and-flush") (memory (core memory $heap "memory"))))
  (core module $m
    (import "wasi" "get" (func $get (result i32)))
    (import "wasi" "write" (func $write (param i32 i32 i32 i32)))
    (import "heap" "memory" (memory 1))
    (func (export "main") (result i32)
      (call $write (call $get) (i32.const 64) (i32.const 21) (i32.const 0))
      unreachable))
  (core instance $i (instantiate $m
    (with "wasi" (instance (export "get" (func $get)) (export "write" (func $write))))
    (with "heap" (instance $heap))))
  (func $main (result u8) (canon lift (core func $i "main")))
  (instance $exported (export "main" (func $main)))
  (export "wae:cli/main@0.1.0" (instance $exported)))
