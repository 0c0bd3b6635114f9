;; A command whose code calls in tail position, which baseline compilers leave out.
(component
  (core module $m
    (func $down (param i32) (result i32)
      (if (result i32) (i32.eqz (local.get 0))
        (then (i32.const 0))
        (else (return_call $down (i32.sub (local.get 0) (i32.const 1))))))
    (func (export "run") (result i32) (return_call $down (i32.const 1000000))))
  (core instance $i (instantiate $m))
  (func $run (result (result)) (canon lift (core func $i "run")))
  (instance $command (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $command)))
