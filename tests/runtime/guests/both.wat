;; Has both commands: `main` returns 4, `run` fails.
(component
  (core module $m
    (func (export "main") (result i32) i32.const 4)
    (func (export "run") (result i32) i32.const 1))
  (core instance $i (instantiate $m))
  (func $run (result (result)) (canon lift (core func $i "run")))
  (func $main (result u8) (canon lift (core func $i "main")))
  (instance $out-run (export "run" (func $run)))
  (instance $out-main (export "main" (func $main)))
  (export "wasi:cli/run@0.2.9" (instance $out-run))
  (export "wae:cli/main@0.1.0" (instance $out-main)))
