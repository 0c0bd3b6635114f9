"""A small component that is wired as componentize-py wires CPython's libraries."""

import dummy

FUNC = "(type $f (func (param i32) (result i32)))"

PARTS = {
    "host": """
  (component $host
    (core module $m (func (export "f") (param i32) (result i32)
      (i32.mul (local.get 0) (i32.const 10))))
    (core instance $i (instantiate $m))
    (func (export "ten") (param "x" u32) (result u32) (canon lift (core func $i "f"))))
  (instance $host (instantiate $host))
  (alias export $host "ten" (func $ten))""",
    "main": f"""
  (core module $main {FUNC} (type $v (func))
    (import "wasi_snapshot_preview1" "reset" (func $reset))
    (memory (export "memory") 1)
    (table (export "__indirect_function_table") 9 funcref)
    (global (export "__stack_pointer") (mut i32) (i32.const 1024))
    (global (export "libpython3.14.so:memory_base") i32 (i32.const 2048))
    (global (export "libpython3.14.so:table_base") i32 (i32.const 1))
    (global (export "libpython3.14.so:thrice") (mut i32) (i32.const 7))
    (global (export "libpython3.14.so:word") (mut i32) (i32.const 2056))
    (global (export "libruntime.so:table_base") i32 (i32.const 3))
    (global (export "libcomponentize_py_bindings.so:memory_base") i32 (i32.const 4096))
    (global (export "libcomponentize_py_bindings.so:table_base") i32 (i32.const 5))
    (global (export "__heap_base") (mut i32) (i32.const 4200))
    (export "reset" (func $reset))
    (func (export "later") (type $f)
      (call_indirect (type $f) (local.get 0) (i32.const 6)))
    (func (export "thrice") (type $f)
      (call_indirect (type $f) (local.get 0) (i32.const 7)))
    (data (i32.const 2048) "\\05\\00\\00\\00\\00\\00\\00\\00\\64\\00\\00\\00"))""",
    "python": f"""
  (core module $python {FUNC} (type $v (func)) (type $two (func (result i32 i32)))
    (import "env" "memory" (memory 1))
    (import "env" "__indirect_function_table" (table 0 funcref))
    (import "env" "__stack_pointer" (global $sp (mut i32)))
    (import "env" "__memory_base" (global $memory i32))
    (import "env" "__table_base" (global $table i32))
    (import "env" "__heap_base" (global $heap (mut i32)))
    (import "GOT.mem" "word" (global $word (mut i32)))
    (import "GOT.func" "thrice" (global $thrice (mut i32)))
    (import "env" "later" (func $later (type $f)))
    (import "env" "reset" (func $reset (type $v)))
    (global $offset (export "offset") i32 (i32.const 4))
    (global $place i32 (i32.add (global.get $memory) (i32.const 4)))
    (func $unused (type $f) (i32.const 99))
    (func $own (type $f) (i32.add (local.get 0) (i32.const 1)))
    (func (export "compute") (type $f) (local $n i32) (local i64 f32)
      (global.set $sp (i32.sub (global.get $sp) (i32.const 16)))
      (call $reset)
      (i32.store (global.get $place) (call $later (local.get 0)))
      (local.set $n (i32.add
        (i32.load (i32.add (global.get $memory) (i32.const 4)))
        (i32.load (global.get $word))))
      (local.set $n (call_indirect (type $f) (local.get $n) (global.get $thrice)))
      (local.set $n (call_indirect (type $f) (local.get $n) (global.get $table)))
      (block $default (block $one (block $zero
        (br_table $zero $one $default (i32.and (local.get 0) (i32.const 3))))
        (local.set $n (i32.add (local.get $n) (i32.const 1000))))
        (local.set $n (i32.add (local.get $n) (i32.const 2000))))
      (block (type $two) (global.get $heap) (global.get $sp))
      (i32.add) (i32.add (local.get $n)) (i32.add (global.get $offset))
      (global.set $sp (i32.add (global.get $sp) (i32.const 16))))
    (func (export "calls_nobody") (type $f) (call $unused (local.get 0)))
    (elem (global.get $table) func $own))""",
    "runtime": f"""
  (core module $runtime {FUNC}
    (import "env" "__table_base" (global $table i32))
    (import "env" "__indirect_function_table" (table 0 funcref))
    (import "host" "ten" (func $ten (type $f)))
    (import "env" "count" (func $count (result i32)))
    (func $four (type $f) (i32.mul (local.get 0) (i32.const 4)))
    (func (export "later") (type $f)
      (i32.add (call $count) (call $ten
        (call_indirect (type $f) (local.get 0) (global.get $table)))))
    (func (export "thrice") (type $f) (i32.mul (local.get 0) (i32.const 3)))
    (elem (global.get $table) func $four))""",
    "adapter": """
  (core module $adapter
    (import "env" "memory" (memory 0))
    (global $state (mut i32) (i32.const 70000))
    (func (export "reset") (global.set $state (i32.add (global.get $state) (i32.const 7))))
    (func (export "count") (result i32) (global.get $state)))""",
    "bindings": f"""
  (core module $bindings {FUNC}
    (import "env" "__memory_base" (global $memory i32))
    (import "env" "__stack_pointer" (global $sp (mut i32)))
    (import "env" "compute" (func $compute (type $f)))
    (func (export "run") (type $f)
      (i32.add (global.get $sp)
        (i32.add (global.get $memory) (call $compute (local.get 0))))))""",
    "init": """
  (core module $init
    (import "env" "memory" (memory 0))
    (import "env" "__indirect_function_table" (table 0 funcref))
    (import "libruntime.so" "later" (func $later (param i32) (result i32)))
    (import "libruntime.so" "thrice" (func $thrice (param i32) (result i32)))
    (elem (i32.const 1) func)
    (elem (i32.const 6) func $later $thrice))""",
    "shim": """
  (core module $shim (type $f (func (param i32) (result i32))) (type $v (func))
    (table (export "$imports") 2 2 funcref)
    (func (export "0") (call_indirect (type $v) (i32.const 0)))
    (func (export "1") (type $f) (call_indirect (type $f) (local.get 0) (i32.const 1))))
  (core module $fixup
    (import "" "0" (func $a)) (import "" "1" (func $b (param i32) (result i32)))
    (import "" "$imports" (table 2 2 funcref))
    (elem (i32.const 0) func $a $b))""",
    "wiring": """
  (core instance $s (instantiate $shim))
  (core instance $main (instantiate $main (with "wasi_snapshot_preview1" (instance
    (export "reset" (func $s "0"))))))
  (core instance $adapter (instantiate $adapter
    (with "env" (instance (export "memory" (memory $main "memory"))))))
  (core instance $python (instantiate $python
    (with "env" (instance
      (export "memory" (memory $main "memory"))
      (export "__indirect_function_table" (table $main "__indirect_function_table"))
      (export "__stack_pointer" (global $main "__stack_pointer"))
      (export "__memory_base" (global $main "libpython3.14.so:memory_base"))
      (export "__table_base" (global $main "libpython3.14.so:table_base"))
      (export "__heap_base" (global $main "__heap_base"))
      (export "later" (func $main "later"))
      (export "reset" (func $main "reset"))))
    (with "GOT.mem" (instance (export "word" (global $main "libpython3.14.so:word"))))
    (with "GOT.func" (instance (export "thrice" (global $main "libpython3.14.so:thrice"))))))
  (core instance $runtime (instantiate $runtime
    (with "env" (instance
      (export "__table_base" (global $main "libruntime.so:table_base"))
      (export "__indirect_function_table" (table $main "__indirect_function_table"))
      (export "count" (func $adapter "count"))))
    (with "host" (instance (export "ten" (func $s "1"))))))
  (core instance $bindings (instantiate $bindings
    (with "env" (instance
      (export "__memory_base" (global $main "libcomponentize_py_bindings.so:memory_base"))
      (export "__stack_pointer" (global $main "__stack_pointer"))
      (export "compute" (func $python "compute"))))))
  (core func $ten (canon lower (func $ten)))
  (core instance (instantiate $fixup (with "" (instance
    (export "$imports" (table $s "$imports"))
    (export "0" (func $adapter "reset"))
    (export "1" (func $ten))))))
  (core instance (instantiate $init
    (with "env" (instance $main))
    (with "libpython3.14.so" (instance $python))
    (with "libruntime.so" (instance $runtime))
    (with "libcomponentize_py_bindings.so" (instance $bindings))))
  (func (export "run") (param "x" u32) (result u32)
    (canon lift (core func $bindings "run")))""",
}


def small(**changes: tuple[str, str]) -> bytes:
    """The component, with one text replaced by another in the parts that are named."""
    parts = dict(PARTS)
    for part, (old, new) in changes.items():
        assert old in parts[part], old
        parts[part] = parts[part].replace(old, new)
    return dummy.from_wat(f"(component {''.join(parts.values())})")
