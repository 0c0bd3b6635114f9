"""`wae inspect` sees into instances within instances, however authority gets there."""

import pytest
from tests.dummy import from_wat, problem
from tests.inspect.composites import (
    ARGUMENTS,
    ENVIRONMENT,
    KEEPER,
    PREOPENS,
    TAKER,
    instance,
    report,
)

from wae.binary.reader import BinaryError
from wae.inspect import authority
from wae.inspect.report import inspect_app

# A composite of two: `a` gets its `x`, `b` its `y`.
PAIR = f"""
  (component $pair
    (import "x" (instance $x {ARGUMENTS}))
    (import "y" (instance $y (export "get-directories" (func (result (list string))))))
    (component $a (import "in" (instance {ARGUMENTS})))
    (component $b (import "in" (instance (export "get-directories" (func (result (list string)))))))
    (instance $a (instantiate $a (with "in" (instance $x))))
    (instance $b (instantiate $b (with "in" (instance $y)))))
"""
INSTANTIATE_PAIR = (
    '(instance $i (instantiate $pair (with "x" (instance $env)) (with "y" (instance $files))))'
)


def test_instances_within_an_instance() -> None:
    """Each part of a composite is listed under its path with what it holds, renamed or not."""
    actual = report(ENVIRONMENT + PREOPENS + PAIR + INSTANTIATE_PAIR)
    assert {
        "i": ("environment", "files"),
        "i/a": ("environment",),
        "i/b": ("files",),
    } == {i.name: i.capabilities for i in actual.instances}
    assert [None, "i", "i"] == [i.within for i in actual.instances]
    assert [True, False, False] == [i.wires_only for i in actual.instances]


def test_what_is_not_passed_on_is_not_held() -> None:
    """A composite that is given something and gives it to none of its parts lets none have it."""
    idle = f"""
      (component $idle (import "x" (instance {ARGUMENTS}))
        (component $a) (instance $a (instantiate $a)))
    """
    actual = report(
        ENVIRONMENT + idle + '(instance $i (instantiate $idle (with "x" (instance $env))))'
    )
    assert [(), ()] == [i.capabilities for i in actual.instances]


def test_each_instance_of_a_composite_is_its_own() -> None:
    """One composite, instantiated twice with different things, is told apart."""
    actual = report(
        ENVIRONMENT
        + f"""
        (component $wrap (import "x" (instance $x {ARGUMENTS}))
          (component $c (import "in" (instance {ARGUMENTS})))
          (instance $c (instantiate $c (with "in" (instance $x)))))
        (component $fake
          (core module $m (memory (export "m") 1) (func (export "f") (result i32) (i32.const 0)))
          (core instance $m (instantiate $m))
          (alias core export $m "m" (core memory $m))
          (alias core export $m "f" (core func $f))
          (func (export "get-arguments") (result (list string))
            (canon lift (core func $f) (memory $m))))
        (instance $f (instantiate $fake))
        (instance $one (instantiate $wrap (with "x" (instance $env))))
        (instance $two (instantiate $wrap (with "x" (instance $f))))
        """
    )
    assert ("environment",) == instance(actual, "one/c").capabilities
    assert () == instance(actual, "two/c").capabilities
    assert {"in": "f"} == instance(actual, "two/c").imports


def test_functions_passed_alone() -> None:
    """A function taken out of an interface carries its authority through bare imports."""
    actual = report(
        ENVIRONMENT
        + """
        (component $outer
          (import "innocent" (func $f (result (list string))))
          (component $inner (import "harmless" (func (result (list string)))))
          (instance $inner (instantiate $inner (with "harmless" (func $f)))))
        (alias export $env "get-arguments" (func $stolen))
        (instance $o (instantiate $outer (with "innocent" (func $stolen))))
        """
    )
    assert ("environment",) == instance(actual, "o/inner").capabilities
    assert ("environment",) == instance(actual, "o").capabilities


def test_bare_function_of_the_root() -> None:
    """A function that the app imports without an interface is authority by its own name."""
    actual = report(
        """
        (import "launch" (func $launch))
        (component $t (import "f" (func)))
        (instance $i (instantiate $t (with "f" (func $launch))))
        """
    )
    assert ("launch",) == actual.other_imports
    assert ("launch",) == instance(actual, "i").capabilities


def test_type_of_the_root_is_no_authority() -> None:
    """A type that the app imports without an interface allows nothing."""
    actual = report(
        '(import "id" (type (sub resource))) (component $t) (instance (instantiate $t))'
    )
    assert () == actual.other_imports


RESOURCE = '(export "t" (type (sub resource)))'
DIRECTORIES = '(export "get-directories" (func (result (list string))))'
TYPES_AND_FUNCTIONS = f"""
  (import "wasi:filesystem/preopens@0.2.3" (instance $files {RESOURCE} {DIRECTORIES}))
  (component $idle (import "a:b/c" (instance {RESOURCE})))
  (component $both (import "a:b/c" (instance {RESOURCE} {DIRECTORIES})))
  (instance $i (instantiate $idle (with "a:b/c" (instance $files))))
  (instance $b (instantiate $both (with "a:b/c" (instance $files))))
"""


def test_types_alone() -> None:
    """Whoever imports the types of an interface, but nothing that can be called, holds nothing."""
    actual = report(TYPES_AND_FUNCTIONS)
    assert {"i": (), "b": ("files",)} == {i.name: i.capabilities for i in actual.instances}


def test_a_component_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can tell what a component imports, it holds all that it is given."""

    def fails(_: memoryview) -> None:
        raise BinaryError("too strange")

    monkeypatch.setattr(authority, "decode_component", fails)
    actual = report(TYPES_AND_FUNCTIONS)
    assert [("files",), ("files",)] == [i.capabilities for i in actual.instances]


def test_harmless_interfaces() -> None:
    """Streams and pollables are nobody's authority; what is not known is, by its own name."""
    for name, held in (("wasi:io/poll@0.2.3", ()), ("wasi:io/pool@0.2.3", ("wasi:io/pool@0.2.3",))):
        given = f'(import "{name}" (instance $x (export "f" (func (result (list string))))))'
        actual = report(
            f'{given}{TAKER}(instance (instantiate $taker (with "a:b/c" (instance $x))))'
        )
        assert [held] == [i.capabilities for i in actual.instances]


def test_regrouped_at_depth() -> None:
    """A bag of exports that is made within a component, from bags given to it, hides nothing."""
    actual = report(
        ENVIRONMENT
        + PREOPENS
        + f"""
        (component $outer
          (import "bag" (instance $bag
            (export "e" (instance {ARGUMENTS}))
            (export "p" (instance (export "get-directories" (func (result (list string))))))))
          (alias export $bag "p" (instance $p))
          (alias export $p "get-directories" (func $get))
          (instance $again (export "f" (func $get)))
          {TAKER}
          (instance $i (instantiate $taker (with "a:b/c" (instance $again)))))
        (instance $bag (export "e" (instance $env)) (export "p" (instance $files)))
        (instance $o (instantiate $outer (with "bag" (instance $bag))))
        """
    )
    assert ("files",) == instance(actual, "o/i").capabilities


def test_outer_aliases_of_components() -> None:
    """A component of the root that is instantiated far within is seen there."""
    actual = report(
        ENVIRONMENT
        + KEEPER
        + f"""
        (component $one (import "x" (instance $x {ARGUMENTS}))
          (component $two (import "x" (instance $x {ARGUMENTS}))
            (alias outer 2 $t (component $far))
            (instance $deep (instantiate $far (with "a:b/c" (instance $x)))))
          (instance $two (instantiate $two (with "x" (instance $x)))))
        (instance $one (instantiate $one (with "x" (instance $env))))
        """
    )
    assert ("environment",) == instance(actual, "one/two/deep").capabilities


def test_components_as_arguments() -> None:
    """A component may be handed to another and instantiated there: that is seen as well."""
    actual = report(
        ENVIRONMENT
        + KEEPER
        + f"""
        (component $maker
          (import "x" (instance $x {ARGUMENTS}))
          (import "c" (component $c (import "a:b/c" (instance {ARGUMENTS}))))
          (instance $made (instantiate $c (with "a:b/c" (instance $x)))))
        (instance $m (instantiate $maker
          (with "x" (instance $env)) (with "c" (component $t))))
        """
    )
    assert ("environment",) == instance(actual, "m/made").capabilities


def test_exported_components() -> None:
    """So is one that an instance exports."""
    actual = report(
        ENVIRONMENT
        + f"""
        (component $shop (component $c (import "a:b/c" (instance {ARGUMENTS})))
          (export "c" (component $c)))
        (instance $shop (instantiate $shop))
        (alias export $shop "c" (component $bought))
        (instance $i (instantiate $bought (with "a:b/c" (instance $env))))
        """
    )
    assert ("environment",) == instance(actual, "i").capabilities


def test_reexport_is_the_thing_itself() -> None:
    """What is handed on by an instance is held by whoever gets it, not only asked for."""
    relay = """
      (component $relay
        (import "a:b/c" (instance $in (export "f" (func (result (list string))))))
        (export "d:e/f" (instance $in)))
    """
    actual = report(
        ENVIRONMENT
        + relay
        + TAKER
        + '(alias export $env "get-arguments" (func $stolen))'
        + '(instance $bundle (export "f" (func $stolen)))'
        + '(instance $r (instantiate $relay (with "a:b/c" (instance $bundle))))'
        + '(alias export $r "d:e/f" (instance $out))'
        + '(instance $i (instantiate $taker (with "a:b/c" (instance $out))))'
    )
    assert ("environment",) == instance(actual, "r").capabilities
    assert ("environment",) == instance(actual, "i").capabilities


def _refused(binary: bytes) -> str:
    with pytest.raises(BinaryError) as caught:
        inspect_app(binary, "app")
    return caught.value.message


def test_no_outer_alias_of_an_instance() -> None:
    """Only components and types can be taken from outside: other bytes are refused, not skipped."""
    inner = "(component $e (alias outer 1 $c (component)))"
    binary = from_wat(f"(component (component $c) {inner} (instance (instantiate $e)))")
    for sort in (b"\x01", b"\x05"):
        altered = binary.replace(b"\x04\x02\x01\x00", sort + b"\x02\x01\x00")
        assert altered != binary
        assert "outer alias of a function or an instance" in _refused(altered)


def test_too_many_instances() -> None:
    """An app that unfolds into more instances than anyone can read is refused at once."""
    text = "(component $c0)"
    for level in range(1, 25):
        text += f"""(component $c{level} (alias outer 1 $c{level - 1} (component $c))
          (instance (instantiate $c)) (instance (instantiate $c)))"""
    binary = from_wat(f"(component {text} (instance (instantiate $c24)))")
    assert "" == problem(binary)
    assert "the app has more than 1000 instances" == _refused(binary)
