;; Wants a body of each request, and counts the exchanges that were ended.
(module
  (memory (export "memory") 1)
  (global $ended (mut i32) (i32.const 0))
  (global $at (mut i32) (i32.const 1024))
  (data (i32.const 16) "\01\00\00\00\64\00\00\00")  ;; the body is needed, of 100 bytes at most
  (func (export "cabi_realloc") (param i32 i32 i32) (param $size i32) (result i32)
    (global.set $at (i32.add (global.get $at) (i32.add (local.get $size) (i32.const 8))))
    (i32.and (i32.sub (global.get $at) (local.get $size)) (i32.const -8)))
  (func (export "wae:serving/responder@0.1.0#begin")
    (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32) (i32.const 16))
  (func (export "wae:serving/responder@0.1.0#finish") (param i32 i32 i32 i32) (result i32)
    unreachable)
  (func (export "wae:serving/responder@0.1.0#next") (param i32) (result i32) unreachable)
  (func (export "wae:serving/responder@0.1.0#end") (param i32)
    (global.set $ended (i32.add (global.get $ended) (i32.const 1))))
  (func (export "t:x/told@0.1.0#ended") (result i32) (global.get $ended)))
