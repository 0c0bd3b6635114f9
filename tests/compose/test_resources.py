"""Resources that one component exports and others use, lend and hand on."""

import dummy
import pytest
from parts import composed, part, relay, written
from running import Running

from wae.binary.decode import decode_component
from wae.binary.types import Interface, Named, TypeDef
from wae.compose import ComponentSpec, PlanError, plan

WIT = """\
package test:it;
package a:a {
    interface api {
        resource thing { constructor(value: u32); get: func() -> u32; }
        record pair { left: u32, right: u32 }
        drops: func() -> u32;
    }
}
package b:b {
    interface api {
        use a:a/api.{thing, pair};
        lend: func(thing: borrow<thing>) -> u32;
        keep: func(thing: thing);
        give: func(value: u32) -> thing;
        swap: func(pair: pair) -> u32;
    }
}
package c:c { interface api { run: func() -> u32; } }
world a { export a:a/api; }
world b { import a:a/api; export b:b/api; }
world c { import a:a/api; import b:b/api; export c:c/api; }
"""
OWNER = """\
(module
  (import "[export]a:a/api" "[resource-new]thing" (func $new (param i32) (result i32)))
  (memory (export "memory") 1)
  (global $drops (mut i32) (i32.const 0))
  (func (export "a:a/api#[constructor]thing") (param i32) (result i32) (call $new (local.get 0)))
  (func (export "a:a/api#[method]thing.get") (param i32) (result i32) (local.get 0))
  (func (export "a:a/api#[dtor]thing") (param i32)
    (global.set $drops (i32.add (global.get $drops) (i32.const 1))))
  (func (export "a:a/api#drops") (result i32) (global.get $drops)))
"""
MIDDLE = """\
(module
  (import "a:a/api" "[constructor]thing" (func $make (param i32) (result i32)))
  (import "a:a/api" "[method]thing.get" (func $get (param i32) (result i32)))
  (import "a:a/api" "[resource-drop]thing" (func $drop (param i32)))
  (memory (export "memory") 1)
  (func (export "b:b/api#lend") (param i32) (result i32)
    (call $get (local.get 0)) (call $drop (local.get 0)))
  (func (export "b:b/api#keep") (param i32) (call $drop (local.get 0)))
  (func (export "b:b/api#give") (param i32) (result i32) (call $make (local.get 0)))
  (func (export "b:b/api#swap") (param i32 i32) (result i32)
    (i32.add (i32.mul (local.get 1) (i32.const 10)) (local.get 0))))
"""
# 1000 × what is lent, 100 × what is given, 10 × drops after one is kept, drops at the end
USER = """\
(module
  (import "a:a/api" "[constructor]thing" (func $make (param i32) (result i32)))
  (import "a:a/api" "[method]thing.get" (func $get (param i32) (result i32)))
  (import "a:a/api" "[resource-drop]thing" (func $drop (param i32)))
  (import "a:a/api" "drops" (func $drops (result i32)))
  (import "b:b/api" "lend" (func $lend (param i32) (result i32)))
  (import "b:b/api" "keep" (func $keep (param i32)))
  (import "b:b/api" "give" (func $give (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "c:c/api#run") (result i32) (local $thing i32) (local $sum i32)
    (local.set $thing (call $make (i32.const 7)))
    (local.set $sum (i32.mul (call $lend (local.get $thing)) (i32.const 1000)))
    (call $keep (local.get $thing))
    (local.set $sum (i32.add (local.get $sum) (i32.mul (call $drops) (i32.const 10))))
    (local.set $thing (call $give (i32.const 5)))
    (local.set $sum (i32.add (local.get $sum) (i32.mul (call $get (local.get $thing))
      (i32.const 100))))
    (call $drop (local.get $thing))
    (i32.add (local.get $sum) (call $drops))))
"""
OUTCOME = 7 * 1000 + 5 * 100 + 1 * 10 + 2


def parts(*, per_consumer: bool = False) -> list[ComponentSpec]:
    return [
        part("c", written(WIT, "c", USER)),
        part("b", written(WIT, "b", MIDDLE)),
        part("a", written(WIT, "a", OWNER), per_consumer=per_consumer),
    ]


def test_handles_through_a_third_component() -> None:
    """What A makes, B borrows, takes and gives back to C; each thing is destroyed once."""
    _, binary = composed(parts(), ["c"])
    assert OUTCOME == Running(binary).call("run", interface="c:c/api")


def test_instances_of_one_component_do_not_share_resources() -> None:
    """Where B and C have an A each, that is said, not left to a validator."""
    with pytest.raises(PlanError, match='"c" has that of "a\\(c\\)", "b" that of "a\\(b\\)"'):
        plan(parts(per_consumer=True), ["c"])


def test_own_instances_where_nothing_is_exchanged() -> None:
    """One component may serve two consumers by an instance each, if its resources stay there."""
    user = "world user { import a:a/api; export c:c/api; }"
    core = """(module
      (import "a:a/api" "[constructor]thing" (func $make (param i32) (result i32)))
      (import "a:a/api" "[resource-drop]thing" (func $drop (param i32)))
      (import "a:a/api" "drops" (func $drops (result i32)))
      (memory (export "memory") 1)
      (func (export "c:c/api#run") (result i32)
        (call $drop (call $make (i32.const 1))) (call $drops)))"""
    other = written(
        WIT.replace("c:c", "d:d") + user.replace("c:c", "d:d"), "user", core.replace("c:c", "d:d")
    )
    both = [
        part("a", written(WIT, "a", OWNER), per_consumer=True),
        part("one", written(WIT + user, "user", core)),
        part("two", other),
    ]
    planned, binary = composed(both, ["one", "two"])
    assert {"a(one)", "a(two)"} < set(planned.instances)
    running = Running(binary)
    assert 1 == running.call("run", interface="c:c/api")
    assert 1 == running.call("run", interface="d:d/api")
    assert 2 == running.call("run", interface="c:c/api")


@pytest.mark.parametrize("exports", [["a", "b", "c"], ["c", "b", "a"]])
def test_exports_that_use_each_others_types(exports: list[str]) -> None:
    """The app exports an interface after those whose types it uses, however they are named."""
    planned, binary = composed(parts(), exports)
    assert ["a:a/api", "b:b/api"] == [n for n in planned.exports if n != "c:c/api"]
    assert OUTCOME == Running(binary).call("run", interface="c:c/api")


def test_nested_composite_hands_on_resources() -> None:
    """A composite that exports two interfaces with one resource type is like any component."""
    _, inner = composed([p for p in parts() if p.name != "c"], ["b", "a"])
    kind = decode_component(inner)
    middle = kind.exports["b:b/api"]
    assert isinstance(middle, Interface)
    assert TypeDef(Named("a:a/api", "thing")) == middle.items["thing"]
    _, binary = composed([parts()[0], ComponentSpec("inner", inner, kind)], ["c"])
    assert OUTCOME == Running(binary).call("run", interface="c:c/api")


def test_composite_within_a_composite_within_a_composite() -> None:
    """Types keep their meaning through any number of composites."""
    binary = composed([p for p in parts() if p.name != "c"], ["a", "b"])[1]
    for _ in range(3):
        binary = composed([part("inner", binary)], ["inner"])[1]
    _, whole = composed([parts()[0], part("inner", binary)], ["c"])
    assert OUTCOME == Running(whole).call("run", interface="c:c/api")


def test_relay_of_a_resource() -> None:
    """A component that passes an interface on under its own name passes on its resource."""
    api = decode_component(written(WIT, "a", OWNER)).exports["a:a/api"]
    assert isinstance(api, Interface)
    passing = relay({"a:a/api": api}, {"r:r/api": "a:a/api"})
    renamed = WIT.replace("a:a", "r:r")
    core = USER.replace("a:a", "r:r")
    _, binary = composed(
        [
            part("c", written(renamed, "c", core)),
            part("b", written(renamed, "b", MIDDLE.replace("a:a", "r:r"))),
            part("relay", passing),
            part("a", written(WIT, "a", OWNER)),
        ],
        ["c"],
    )
    assert OUTCOME == Running(binary).call("run", interface="c:c/api")


def test_component_in_between() -> None:
    """One that imports an interface and exports it anew has a resource of its own in it.

    Who asks it gets that one; who asks the first gets the first's, and the two do not mix.
    """
    wit = WIT + "world between { import a:a/api; export a:a/api; }"
    between = part("between", dummy.from_wit(wit, "between"), wiring={"a:a/api": "a"})
    owner, middle = part("a", written(WIT, "a", OWNER)), written(WIT, "b", MIDDLE)
    user = written(WIT, "c", USER)

    def wired(first: str, second: str) -> list[ComponentSpec]:
        return [
            part("c", user, wiring={"a:a/api": first}),
            part("b", middle, wiring={"a:a/api": second}),
            between,
            owner,
        ]

    composed(wired("between", "between"), ["c"])
    with pytest.raises(PlanError, match='"c" has that of "between", "b" that of "a"'):
        plan(wired("between", "a"), ["c"])
