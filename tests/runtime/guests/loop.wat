;; Its command never ends.
(component
  (core module $m (func (export "main") (result i32) (loop $again br $again) unreachable))
  (core instance $i (instantiate $m))
  (func $main (result u8) (canon lift (core func $i "main")))
  (instance $out (export "main" (func $main)))
  (export "wae:cli/main@0.1.0" (instance $out)))
