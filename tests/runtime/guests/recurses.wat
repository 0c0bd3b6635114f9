;; Calls itself until the stack ends.
(component
  (core module $m
    (func $deeper (param i32) (result i32)
      (i32.add (i32.const 1) (call $deeper (i32.add (local.get 0) (i32.const 1)))))
    (func (export "main") (result i32) (call $deeper (i32.const 0))))
  (core instance $i (instantiate $m))
  (func $main (result u8) (canon lift (core func $i "main")))
  (instance $out (export "main" (func $main)))
  (export "wae:cli/main@0.1.0" (instance $out)))
