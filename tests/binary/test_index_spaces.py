"""Every definition takes its place in the index space of its sort, whatever it defines."""

import pytest
from dummy import from_wat, problem

from wae.binary.decode import decode_component
from wae.binary.types import Func, Primitive, Unsupported

CODE = """
  (core module $m (func (export "a") (result i32) i32.const 7))
  (core instance $i (instantiate $m))
"""
# The type of `bar` follows on the type under test: one place off, and it would be another.
BAR = """
  (type $a (func (result u32)))
  (type $b (func (result u64)))
  (func $bar (type $a) (canon lift (core func $i "a")))
  (export "bar" (func $bar))
"""
FUNC_TYPE = '(type $t (func (param "x" string)))'
INSTANCE_TYPE = '(type $t (instance (export "f" (func))))'
NESTED = """
  (component $c {} (export "t" (type $t)))
  (instance $made (instantiate $c))
  (alias export $made "t" (type $alias))
"""
GIVEN = """
  (component $c (type $o (func (param "x" string))) (import "t" (type (eq $o))) {bar})
  {given}
  (instance $made (instantiate $c (with "t" (type $t))))
  (export "bar" (func $made "bar"))
"""
DECLARED = """
  (import "i" (instance
    (type $o (func (param "x" string)))
    (export "t" (type (eq $o)))
    (type $a (func (result u32)))
    (type $b (func (result u64)))
    (export "bar" (func (type $a)))))
"""


@pytest.mark.parametrize(
    "wat",
    [
        f'{FUNC_TYPE} (export "t" (type $t)) {CODE} {BAR}',
        f'{INSTANCE_TYPE} (export "t" (type $t)) {CODE} {BAR}',
        NESTED.format(FUNC_TYPE) + CODE + BAR,
        NESTED.format(INSTANCE_TYPE) + CODE + BAR,
        f'{FUNC_TYPE} (import "t" (type (eq $t))) {CODE} {BAR}',
        GIVEN.format(bar=CODE + BAR, given=FUNC_TYPE),
    ],
    ids=["function", "instance", "aliased function", "aliased instance", "import", "argument"],
)
def test_types_of_no_values(wat: str) -> None:
    """The type of a function or an instance can be exported, imported and aliased like others."""
    binary = from_wat(f"(component {wat})")
    assert "" == problem(binary)
    assert Func((), Primitive("u32")) == decode_component(binary).exports["bar"]


def test_types_of_no_values_in_an_instance_type() -> None:
    """So can it stand in the type of an instance."""
    binary = from_wat(f"(component {DECLARED})")
    assert "" == problem(binary)
    [interface] = decode_component(binary).imports.values()
    assert {"t": Unsupported("type"), "bar": Func((), Primitive("u32"))} == interface.items  # type: ignore[union-attr]
