;; Its command returns text, which is no exit code.
(component
  (core module $m
    (memory (export "memory") 1)
    (func (export "main") (result i32) i32.const 0))
  (core instance $i (instantiate $m))
  (func $main (result string) (canon lift (core func $i "main") (memory (core memory $i "memory"))))
  (instance $out (export "main" (func $main)))
  (export "wae:cli/main@0.1.0" (instance $out)))
