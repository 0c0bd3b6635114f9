"""Composites written by hand, and what `wae inspect` says of them."""

from tests.dummy import from_wat, problem

from wae.inspect.report import AppReport, InstanceReport, inspect_app

ARGUMENTS = '(export "get-arguments" (func (result (list string))))'
ENVIRONMENT = f"""
  (import "wasi:cli/environment@0.2.3" (instance $env {ARGUMENTS}))
"""
PREOPENS = """
  (import "wasi:filesystem/preopens@0.2.3" (instance $files
    (export "get-directories" (func (result (list string))))))
"""
# A component that wants a function of any interface `a:b/c`, and does nothing with it.
TAKER = """
  (component $taker
    (import "a:b/c" (instance (export "f" (func (result (list string)))))))
"""
# The same, of an interface like that of the environment.
KEEPER = f"""
  (component $t (import "a:b/c" (instance {ARGUMENTS})))
"""
# Core code that makes a function of type `() -> list<string>` out of one that it is given.
WRAP = """
    (core module $memory
      (memory (export "m") 1)
      (func (export "r") (param i32 i32 i32 i32) (result i32) unreachable))
    (core instance $memory (instantiate $memory))
    (alias core export $memory "m" (core memory $m))
    (alias core export $memory "r" (core func $r))
    (core func $low (canon lower (func $in) (memory $m) (realloc $r)))
    (core module $code
      (import "" "f" (func $f (param i32)))
      (func (export "f") (result i32) (call $f (i32.const 0)) (i32.const 0)))
    (core instance $code (instantiate $code (with "" (instance (export "f" (func $low))))))
    (alias core export $code "f" (core func $high))
    (func $out (result (list string)) (canon lift (core func $high) (memory $m) (realloc $r)))
"""


def report(wat: str, name: str = "app") -> AppReport:
    """The report on the component with this content, which must be valid."""
    binary = from_wat(f"(component {wat})")
    assert "" == problem(binary)
    return inspect_app(binary, name)


def instance(found: AppReport, name: str) -> InstanceReport:
    return next(i for i in found.instances if i.name == name)
