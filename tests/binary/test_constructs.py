"""Every construct of the format that a component's type can depend on: read, or refused by name."""

import dummy
import pytest

from wae.binary.decode import decode_component
from wae.binary.reader import NotSupported
from wae.binary.types import (
    ComponentType,
    Func,
    Interface,
    Item,
    Named,
    Own,
    Primitive,
    Resource,
    TypeDef,
)

U32 = Primitive("u32")
PLAIN = Func((), None)
F = Interface({"f": PLAIN})
MODULE_TYPE = """(core type $m (module (type $f (func (param i32 externref)))
    (import "" "f" (func (type $f))) (import "" "t" (table 1 2 funcref))
    (import "" "m" (memory i64 1)) (import "" "g" (global (mut i32)))
    (import "" "e" (tag (type $f)))
    (alias outer 1 0 (type)) (export "x" (func (type $f)))))"""

IMPORTS: dict[str, tuple[str, dict[str, Item]]] = {
    "a core module type in an instance type": (
        f"""(type $t (instance (core type $shape (struct (field i8) (field (mut (ref null 0)))))
            {MODULE_TYPE} (core type (array i64))
            (core type (sub (func))) (core type (sub final (func (result i32))))
            (export "f" (func)))) (import "a:b/c" (instance (type $t)))""",
        {"a:b/c": F},
    ),
    "an interface by another name": (
        '(import "one" (implements "a:b/c") (instance (export "f" (func))))'
        '(import "two" (implements "a:b/c") (instance (export "f" (func))))',
        {"one": F, "two": F},
    ),
    "an external id": (
        '(import "one" (external-id "x") (func)) (import "g" (func (result u32)))',
        {"one": PLAIN, "g": Func((), U32)},
    ),
    "a type that is not a value type": (
        """(type $t (instance (type $f (func (param "x" string)))
            (export "f-type" (type (eq $f)))
            (type $i (instance (export "f" (func (type $f)))))
            (export "i-type" (type (eq $i)))
            (type $c (component (import "f" (func (type $f)))))
            (export "c-type" (type (eq $c)))
            (export "bar" (func (result u32)))))
           (import "a:b/c" (instance $a (type $t)))
           (alias export $a "f-type" (type $f)) (import "g" (func (type $f)))""",
        {"g": Func((("x", Primitive("string")),), None)},
    ),
    "a resource represented by i64": (
        '(component (type (resource (rep i64)))) (import "f" (func))',
        {"f": PLAIN},
    ),
    "functions without memory of their own": (
        """(import "f" (func $f (param "x" string)))
           (core module $m (memory (export "m") 1)
             (func (export "r") (param i32 i32 i32 i32) (result i32) unreachable))
           (core instance $i (instantiate $m))
           (core func (canon lower (func $f) string-encoding=latin1+utf16
             (memory (core memory $i "m")) (realloc (core func $i "r"))))""",
        {"f": Func((("x", Primitive("string")),), None)},
    ),
}


@pytest.mark.parametrize(("wat", "imports"), IMPORTS.values(), ids=IMPORTS.keys())
def test_read(wat: str, imports: dict[str, Item]) -> None:
    """What is imported is known, whatever stands beside it."""
    actual = decode_component(dummy.from_wat(f"(component {wat})")).imports
    assert imports == {name: actual[name] for name in imports}


def test_types_of_no_values_shift_nothing() -> None:
    """Exported function, instance and component types leave the index of every function alone."""
    wat, _ = IMPORTS["a type that is not a value type"]
    interface = decode_component(dummy.from_wat(f"(component {wat})")).imports["a:b/c"]
    assert isinstance(interface, Interface)
    assert Func((), U32) == interface.items["bar"]
    assert ["f-type", "i-type", "c-type", "bar"] == [*interface.items]


UNSUPPORTED = {
    "a map": ('(import "f" (func (param "x" (map string u32))))', "a map type"),
    "an imported component": (
        '(import "c" (component $c)) (instance (instantiate $c))',
        "an instance of an imported component",
    ),
}


@pytest.mark.parametrize(("wat", "what"), UNSUPPORTED.values(), ids=UNSUPPORTED.keys())
def test_not_supported(wat: str, what: str) -> None:
    """What is valid but not read is never called invalid."""
    with pytest.raises(NotSupported, match=f"^not supported: {what}"):
        decode_component(dummy.from_wat(f"(component {wat})"))


RESOURCE = """(type $t (instance (export "r" (type $r (sub resource)))
    (export "f" (func (result (own $r))))))"""
OWN = Func((), Own(Named("a:b/c", "r")))


def test_an_instance_handed_through_another_component_is_the_same() -> None:
    """However deep it goes in and out again, an instance's types stay those of the import."""
    inner = f'{RESOURCE} (import "x" (instance $x (type $t))) (export "y" (instance $x))'
    outer = f"""{RESOURCE} (component $inner {inner}) (import "x" (instance $x (type $t)))
        (instance $i (instantiate $inner (with "x" (instance $x))))
        (alias export $i "y" (instance $y)) (export "y" (instance $y))"""
    wat = f"""(component {RESOURCE} (component $outer {outer})
        (import "a:b/c" (instance $a (type $t)))
        (instance $i (instantiate $outer (with "x" (instance $a))))
        (alias export $i "y" (instance $y)) (export "d:e/f" (instance $y)))"""
    actual = decode_component(dummy.from_wat(wat)).exports["d:e/f"]
    assert Interface({"r": TypeDef(Named("a:b/c", "r")), "f": OWN}) == actual


def test_a_resource_that_goes_through_instances_gets_a_name() -> None:
    """A resource of the component's own has the name under which it is first exported."""
    wat = """(component (type $own (resource (rep i32)))
        (component $c
          (import "x" (instance $i (export "in" (instance (export "r" (type (sub resource)))))))
          (export "y" (type $i "in" "r")))
        (instance $in (export "r" (type $own))) (instance $x (export "in" (instance $in)))
        (instance $c (instantiate $c (with "x" (instance $x))))
        (export $r "r" (type $c "y"))
        (core func $drop (canon resource.drop $r))
        (func (export "take") (param "x" (own $r)) (canon lift (core func $drop))))"""
    exports = {
        "r": TypeDef(Resource()),
        "take": Func((("x", Own(Named("", "r"))),), None),
    }
    assert ComponentType({}, exports) == decode_component(dummy.from_wat(wat))
