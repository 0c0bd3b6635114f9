"""The model of types, read from bytes and written to bytes."""

import dummy
import pytest
from hypothesis import given, reject, settings
from strategies import interface_sets
from witnesses import world_items

from wae.binary.build import ComponentBuilder
from wae.binary.decode import decode_component
from wae.binary.syntax import INSTANCE
from wae.binary.types import Interface, Named, Primitive, Record, TypeDef

EVERYTHING = """\
package test:all@1.2.3;

interface shapes {
    record point { x: f32, y: f64 }
    variant shape { circle(point), square(tuple<point, u8>), nothing }
    enum colour { red, green }
    flags marks { a, b, c }
    type many = list<shape>;
    draw: func(what: many, how: option<colour>, m: marks) -> result<string, char>;
    none: func();
    try-it: func(a: bool, b: s8, c: s16, d: s32, e: s64, f: u16, g: u32, h: u64) -> result;
}

interface store {
    use shapes.{point, shape as form};
    resource bucket {
        constructor(at: point);
        get: func(key: string) -> option<form>;
        share: static func(a: borrow<bucket>, b: bucket) -> result<bucket, point>;
    }
    open: func(b: borrow<bucket>) -> bucket;
}

interface user {
    use store.{bucket, form};
    drain: func(b: bucket) -> list<form>;
}

world imports { import shapes; import store; import user; }
world exports { export shapes; export store; export user; }
world both { import shapes; export store; export user; }
world transformer { import store; export store; }
"""


def encoded(interfaces: dict[str, Interface]) -> bytes:
    builder = ComponentBuilder()
    for name, interface in interfaces.items():
        builder.import_interface(name, interface)
    return builder.finish("test")


@settings(max_examples=60)
@given(interface_sets(gated=True))
def test_interfaces_come_back(interfaces: dict[str, Interface]) -> None:
    """Interfaces of any types are decoded as they were encoded, in the same order."""
    decoded = decode_component(encoded(interfaces)).imports
    assert interfaces == decoded
    assert [list(i.items) for i in interfaces.values()] == [list(i.items) for i in decoded.values()]


@settings(max_examples=40)
@given(interface_sets())
def test_what_is_encoded_means_the_same_to_others(interfaces: dict[str, Interface]) -> None:
    """wasm-tools accepts what is encoded and reads the same types from it."""
    binary = encoded(interfaces)
    assert "" == dummy.problem(binary)
    try:
        world = dummy.world_of(binary)
    except dummy.Panic:
        reject()
    assert interfaces == world_items(world, "imports")


@pytest.mark.parametrize("world", ["imports", "exports", "both", "transformer"])
def test_what_others_encode_means_the_same_to_us(world: str) -> None:
    """A component that wasm-tools made is decoded to the types that wasm-tools itself reads."""
    binary = dummy.from_wit(EVERYTHING, world)
    decoded = decode_component(binary)
    data = dummy.world_of(binary)
    assert world_items(data, "imports") == decoded.imports
    assert world_items(data, "exports") == decoded.exports


def wrapped(binary: bytes, exports: list[str]) -> bytes:
    """A component that instantiates another and exports what that exports."""
    builder = ComponentBuilder()
    made = builder.instantiate(builder.component(binary), [])
    for name in exports:
        builder.export(name, INSTANCE, builder.alias_export(made, name, INSTANCE))
    return builder.finish("wrapped")


def test_types_of_nested_components() -> None:
    """However deep the component that defines them, types belong to what the outermost exports.

    What wasm-tools reads from the same bytes is the witness.
    """
    binary = dummy.from_wit(EVERYTHING, "exports")
    names = list(decode_component(binary).exports)
    for _ in range(3):
        binary = wrapped(binary, names)
        assert "" == dummy.problem(binary)
        assert world_items(dummy.world_of(binary), "exports") == decode_component(binary).exports


def test_types_of_what_is_not_exported() -> None:
    """A value type of an interface that stays inside is spelled out where it is used."""
    wit = """package test:it;
    package a:a { interface a { record inner { x: u8 } record outer { i: inner } } }
    package b:b { interface b { use a:a/a.{inner, outer}; f: func() -> outer; } }
    world w { export a:a/a; export b:b/b; }"""
    actual = decode_component(wrapped(dummy.from_wit(wit), ["b:b/b"])).exports["b:b/b"]
    assert isinstance(actual, Interface)
    inner = Record((("x", Primitive("u8")),))
    assert TypeDef(inner) == actual.items["inner"]
    assert TypeDef(Record((("i", inner),))) == actual.items["outer"]


def test_exported_import_keeps_its_types() -> None:
    """An interface that is an import under another name says whose types it has."""
    binary = dummy.from_wat("""(component
      (import "a:a/a" (instance $a (export "t" (type (sub resource)))))
      (export "b:b/b" (instance $a)))""")
    expected = Interface({"t": TypeDef(Named("a:a/a", "t"))})
    assert expected == decode_component(binary).exports["b:b/b"]
