"""Functions, types and resources that stand at the root of a world, without an interface."""

import dummy
import pytest
import wasi
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import composed, part, written
from running import Running
from strategies import worlds

from wae.binary.build import ComponentBuilder
from wae.binary.decode import decode_component
from wae.binary.syntax import FUNC
from wae.binary.types import (
    Func,
    Interface,
    Item,
    List,
    Named,
    Own,
    Resource,
    Type,
    TypeDef,
    Variant,
    named_types,
)
from wae.compose import ComponentSpec, PlanError, encode, plan
from wae.compose.generate.stub import stub_component
from wae.compose.graph import FromExport, FromRoot

ENTRY = "record entry { left: u32, right: u32 }"
ADD = f"package test:it; world add {{ {ENTRY} export add: func(entry: entry) -> u32; }}"
USE = f"""package test:it; world user {{
    {ENTRY} import add: func(entry: entry) -> u32; export run: func(entry: entry) -> u32;
}}"""
USE_CORE = """(module
  (import "$root" "add" (func $add (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32) (result i32)
    (i32.add (i32.const 100) (call $add (local.get 0) (local.get 1)))))"""


def adding(extra: int) -> bytes:
    """A component with a function of its world that adds two numbers, and one more."""
    return written(
        ADD,
        "add",
        f"""(module (memory (export "memory") 1)
          (func (export "add") (param i32 i32) (result i32)
            (i32.add (i32.const {extra}) (i32.add (local.get 0) (local.get 1)))))""",
    )


def test_function_of_another_world() -> None:
    """A function import is met by another component's function, with records of the world."""
    planned, binary = composed(
        [part("user", written(USE, "user", USE_CORE)), part("adder", adding(0))], ["user"]
    )
    assert FromExport("adder", "add", FUNC) == planned.instances["user"].arguments["add"]
    assert ["run"] == list(planned.exports)
    assert ["entry"] == list(decode_component(binary).imports)
    assert 105 == Running(binary).call("run", entry(2, 3))


def entry(left: int, right: int) -> object:
    """A record as wasmtime's binding takes it."""
    from wasmtime.component import Record

    made = Record()
    made.left, made.right = left, right
    return made


def test_chosen_function() -> None:
    """Of two components that export a function, the manifest chooses, per consumer."""
    user = written(USE, "user", USE_CORE)
    parts = [
        part("user", user, wiring={"add": "second"}),
        part("first", adding(10)),
        part("second", adding(20)),
    ]
    _, binary = composed(parts[:1] + parts[2:], ["user"])
    assert 125 == Running(binary).call("run", entry(2, 3))
    planned = plan(parts, ["user", "first"])
    assert FromExport("second", "add", FUNC) == planned.instances["user"].arguments["add"]


def test_composite_with_functions_is_a_component_like_any_other() -> None:
    """A composite that imports and exports functions and types of its world can be composed."""
    open_user = plan([part("user", written(USE, "user", USE_CORE))], ["user"], ["add"])
    inner = encode(open_user, "inner")
    assert "" == dummy.problem(inner)
    assert ["entry", "add"] == list(decode_component(inner).imports)
    _, binary = composed([part("inner", inner), part("adder", adding(0))], ["inner"])
    assert 105 == Running(binary).call("run", entry(2, 3))


THING = """\
package test:it;
world user {
    resource thing { constructor(value: u32); get: func() -> u32; }
    import drops: func() -> u32;
    export run: func() -> u32;
}
"""
THING_USER = """(module
  (import "$root" "[constructor]thing" (func $make (param i32) (result i32)))
  (import "$root" "[method]thing.get" (func $get (param i32) (result i32)))
  (import "$root" "[resource-drop]thing" (func $drop (param i32)))
  (import "$root" "drops" (func $drops (result i32)))
  (memory (export "memory") 1)
  (func (export "run") (result i32) (local i32 i32)
    (local.set 0 (call $make (i32.const 7)))
    (local.set 1 (i32.mul (i32.const 10) (call $get (local.get 0))))
    (call $drop (local.get 0))
    (i32.add (local.get 1) (call $drops))))"""
THING_OWNER = """(component
  (core module $m
    (global $drops (mut i32) (i32.const 0))
    (func (export "get") (param i32) (result i32) local.get 0)
    (func (export "dtor") (param i32)
      (global.set $drops (i32.add (global.get $drops) (i32.const 1))))
    (func (export "drops") (result i32) (global.get $drops)))
  (core instance $i (instantiate $m))
  (type $t (resource (rep i32) (dtor (core func $i "dtor"))))
  (export $thing "thing" (type $t))
  (core func $new (canon resource.new $t))
  (func $make (param "value" u32) (result (own $thing)) (canon lift (core func $new)))
  (func $get (param "self" (borrow $thing)) (result u32) (canon lift (core func $i "get")))
  (func $drops (result u32) (canon lift (core func $i "drops")))
  (export "[constructor]thing" (func $make))
  (export "[method]thing.get" (func $get))
  (export "drops" (func $drops)))"""


def test_resource_of_a_world() -> None:
    """A world's own resource comes from the component that exports it, with its methods."""
    user = part("user", written(THING, "user", THING_USER))
    _, binary = composed([user, part("owner", dummy.from_wat(THING_OWNER))], ["user"])
    assert 71 == Running(binary).call("run")
    assert [] == dummy.root_imports(binary)


def test_resource_from_outside() -> None:
    """A resource that the app may import brings its methods, and nothing else."""
    user = part("user", written(THING, "user", THING_USER))
    with pytest.raises(PlanError, match="drops, which no other component exports"):
        plan([user], ["user"], ["thing"])
    _, binary = composed([user], ["user"], ["thing", "drops"])
    expected = {"thing", "[constructor]thing", "[method]thing.get", "drops"}
    assert expected == set(decode_component(binary).imports)


TYPES = """\
package test:it;
interface kinds { record point { x: u8 } }
interface more { use kinds.{point}; record line { a: point, b: point } }
interface draw { use more.{line}; f: func(l: line) -> line; }
interface pens { resource pen; }
interface inks { use pens.{pen}; record ink { pen: pen } f: func(i: ink); }
world plain { import kinds; import more; export draw; }
world held { export inks; }
"""


def test_interfaces_of_value_types_need_no_provider() -> None:
    """There is nothing in them to call or to hold: the app has them as imports, which ask nothing
    of whoever runs it. With a resource it is another matter."""
    _, binary = composed([part("a", dummy.from_wit(TYPES, "plain"))], ["a"])
    assert ["test:it/kinds", "test:it/more"] == list(decode_component(binary).imports)
    Running(binary)
    held = part("a", dummy.from_wit(TYPES, "held"))
    with pytest.raises(PlanError, match="test:it/pens, which no other component exports"):
        plan([held], ["a"])


def test_wasi_types_of_a_world() -> None:
    """Functions may exchange WASI's resources: both sides mean those of the root."""
    world = "use wasi:io/streams@0.2.9.{input-stream}; SIDE f: func() -> input-stream;"
    parts = [
        part("user", wasi.component(world.replace("SIDE", "import"), "0.2.9")),
        part("giver", wasi.component(world.replace("SIDE", "export"), "0.2.9")),
    ]
    _, binary = composed(parts, ["user"])
    assert {"wasi:io/streams@0.2.9", "wasi:io/error@0.2.9", "wasi:io/poll@0.2.9"} == set(
        dummy.root_imports(binary)
    )


@pytest.mark.parametrize("inner", [Own(Named("", "r")), List(Own(Named("", "r")))], ids=str)
def test_a_resource_in_a_type_of_a_world(inner: Type) -> None:
    """A function that gives away a hidden resource in a type of its world is refused, too."""
    world = Interface(
        {
            "r": TypeDef(Resource()),
            "m": TypeDef(Variant((("none", None), ("some", inner)))),
            "e": Func((), Named("", "m")),
        }
    )
    with pytest.raises(PlanError, match="which uses a type that no interface of the app has"):
        plan(with_giver(wanting(world, passing=True), world), ["user"])


# Any world


def wanting(world: Interface, *, passing: bool = False) -> ComponentSpec:
    """A component that imports a world; with `passing` it exports its functions under new names."""
    builder = ComponentBuilder()
    for name, item in world.items.items():
        builder.import_item(name, item)
    if passing:
        for number, name in enumerate(world.functions()):
            builder.export(f"passed{number}", FUNC, builder.imported[name])
    return part("user", builder.finish("user"))


def giving(world: Interface) -> ComponentSpec:
    """A component that exports a world; its functions trap."""
    return part("giver", stub_component("", {"": world}, {}, "giver"))


def with_giver(user: ComponentSpec, world: Interface) -> list[ComponentSpec]:
    is_needed = any(is_reached(item) for item in world.items.values())
    return [user, giving(world)] if is_needed else [user]


@settings(max_examples=60)
@given(worlds())
def test_any_world_is_met(world: Interface) -> None:
    """Whatever one world imports and another exports, the composite is valid and closed."""
    planned, binary = composed(with_giver(wanting(world), world), ["user"])
    assert [] == dummy.root_imports(binary)
    sources = planned.instances["user"].arguments
    assert all(isinstance(sources[name], FromExport) for name in world.functions())


@settings(max_examples=60)
@given(worlds(), st.data())
def test_nothing_reaches_the_root_unnamed(world: Interface, data: st.DataObject) -> None:
    """Without a provider, functions and resources reach the root only if the manifest says so."""
    needed = {name for name, item in world.items.items() if is_reached(item)}
    named = data.draw(st.sets(st.sampled_from(sorted(needed)))) if needed else set()
    if data.draw(st.booleans()):
        named = needed
    resources = {name for name in named if isinstance(world.items[name], TypeDef)}
    covered = {
        n for n in needed if n in named or n.partition("]")[2].partition(".")[0] in resources
    }
    if covered != needed:
        with pytest.raises(PlanError, match="which no other component exports"):
            plan([wanting(world)], ["user"], named)
        return
    planned, binary = composed([wanting(world)], ["user"], named)
    reached = {n for n, item in decode_component(binary).imports.items() if is_reached(item)}
    assert needed == reached
    assert all(
        isinstance(source, FromRoot)
        for name, source in planned.instances["user"].arguments.items()
        if name in needed
    )


def is_reached(item: Item) -> bool:
    """Whether an import gives anything: a type that is spelled out does not."""
    return isinstance(item, Func) or (isinstance(item, TypeDef) and isinstance(item.type, Resource))


def is_of_resources(world: Interface, item: Item) -> bool:
    """Whether an item uses a resource of its world."""
    if isinstance(item, TypeDef) and isinstance(item.type, Resource):
        return True
    return any(is_of_resources(world, world.items[named.name]) for named in named_types(item))


@settings(max_examples=60)
@given(worlds())
def test_any_function_can_be_exported(world: Interface) -> None:
    """The app names the types that its functions use; functions of hidden resources it refuses."""
    parts = with_giver(wanting(world, passing=True), world)
    if any(is_of_resources(world, func) for func in world.functions().values()):
        with pytest.raises(PlanError, match="which uses a type that no interface of the app has"):
            plan(parts, ["user"])
        return
    _, binary = composed(parts, ["user"])
    actual = decode_component(binary)
    assert len(world.functions()) == len(actual.exports)
    assert not any(is_reached(item) for item in actual.imports.values())
