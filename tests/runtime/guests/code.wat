;; Its command returns the exit code 3.
(component
  (core module $m (func (export "main") (result i32) i32.const 3))
  (core instance $i (instantiate $m))
  (func $main (result u8) (canon lift (core func $i "main")))
  (instance $out (export "main" (func $main)))
  (export "wae:cli/main@0.1.0" (instance $out)))
