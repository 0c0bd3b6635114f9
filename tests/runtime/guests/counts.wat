;; Its exit code: the number of its variables, and 16 for each of its folders.
(component
  (import "wasi:cli/environment@0.2.0" (instance $environment
    (export "get-environment" (func (result (list (tuple string string)))))))
  (import "wasi:filesystem/types@0.2.0" (instance $types
    (export "descriptor" (type (sub resource)))))
  (alias export $types "descriptor" (type $descriptor))
  (import "wasi:filesystem/preopens@0.2.0" (instance $preopens
    (alias outer 1 $descriptor (type $d))
    (export "descriptor" (type $descriptor (eq $d)))
    (export "get-directories" (func (result (list (tuple (own $descriptor) string)))))))
  (core module $heap
    (memory (export "memory") 16)
    (global $free (mut i32) (i32.const 64))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.get $free)
      (global.set $free (i32.and (i32.add (global.get $free) (i32.add (local.get 3) (i32.const 7))) (i32.const -8)))))
  (core instance $heap (instantiate $heap))
  (core func $variables (canon lower (func $environment "get-environment")
    (memory (core memory $heap "memory")) (realloc (core func $heap "realloc"))))
  (core func $folders (canon lower (func $preopens "get-directories")
    (memory (core memory $heap "memory")) (realloc (core func $heap "realloc"))))
  (core module $m
    (import "wasi" "variables" (func $variables (param i32)))
    (import "wasi" "folders" (func $folders (param i32)))
    (import "heap" "memory" (memory 1))
    (func (export "main") (result i32)
      (call $variables (i32.const 16))
      (call $folders (i32.const 32))
      (i32.add (i32.load (i32.const 20)) (i32.shl (i32.load (i32.const 36)) (i32.const 4)))))
  (core instance $i (instantiate $m
    (with "wasi" (instance (export "variables" (func $variables)) (export "folders" (func $folders))))
    (with "heap" (instance $heap))))
  (func $main (result u8) (canon lift (core func $i "main")))
  (instance $exported (export "main" (func $main)))
  (export "wae:cli/main@0.1.0" (instance $exported)))
