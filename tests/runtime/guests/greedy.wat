;; Returns 0 if it gets a gigabyte of memory and 7 if it gets no more than that.
(component
  (core module $m
    (memory 1)
    (func (export "main") (result i32)
      (if (i32.eq (memory.grow (i32.const 16383)) (i32.const -1)) (then (return (i32.const 1))))
      (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (return (i32.const 7))))
      i32.const 0))
  (core instance $i (instantiate $m))
  (func $main (result u8) (canon lift (core func $i "main")))
  (instance $out (export "main" (func $main)))
  (export "wae:cli/main@0.1.0" (instance $out)))
