;; Imports what no host of WASI 0.2 has.
(component
  (import "acme:rocket/launch@1.0.0" (instance (export "launch" (func))))
  (core module $m (func (export "main") (result i32) i32.const 0))
  (core instance $i (instantiate $m))
  (func $main (result u8) (canon lift (core func $i "main")))
  (instance $out (export "main" (func $main)))
  (export "wae:cli/main@0.1.0" (instance $out)))
