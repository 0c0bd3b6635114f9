;; Ends through wasi:cli/exit, with an error.
(component
  (import "wasi:cli/exit@0.2.0" (instance $exit (export "exit" (func (param "status" (result))))))
  (core func $exit (canon lower (func $exit "exit")))
  (core module $m
    (import "wasi" "exit" (func $exit (param i32)))
    (func (export "main") (result i32) (call $exit (i32.const 1)) unreachable))
  (core instance $i (instantiate $m (with "wasi" (instance (export "exit" (func $exit))))))
  (func $main (result u8) (canon lift (core func $i "main")))
  (instance $out (export "main" (func $main)))
  (export "wae:cli/main@0.1.0" (instance $out)))
