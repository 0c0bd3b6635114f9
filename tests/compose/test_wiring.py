"""What the manifest says of wiring: imports of the app, chosen providers, one component twice."""

import dummy
from parts import composed, part
from running import Running
from test_plan import nothing

from wae.binary.decode import decode_component
from wae.binary.types import Interface
from wae.compose import ComponentSpec, encode, plan
from wae.compose.graph import FromExport, FromRoot
from wae.inspect.report import inspect_app

GATEWAY = """\
package test:it;
package acme:money@1.2.0 {
    interface currency { enum currency { chf, eur } }
    interface gateway {
        use currency.{currency};
        resource session { pay: func(amount: u64, currency: currency) -> result<_, string>; }
        open: func() -> session;
    }
}
package x:shop { interface shop { buy: func(); } }
world w { import acme:money/gateway@1.2.0; export x:shop/shop; }
"""


def constant(value: int) -> bytes:
    """A component that exports `a:b/c` with a function `f` that returns a number."""
    return dummy.from_wat(f"""(component
      (core module $m (func (export "f") (result i32) i32.const {value}))
      (core instance $i (instantiate $m))
      (func $f (result u32) (canon lift (core func $i "f")))
      (instance $out (export "f" (func $f)))
      (export "a:b/c" (instance $out)))""")


def relaying(export: str) -> bytes:
    """A component that imports `a:b/c` and exports the same function in another interface."""
    return dummy.from_wat(f"""(component
      (import "a:b/c" (instance $in (export "f" (func (result u32)))))
      (core module $m
        (import "in" "f" (func $f (result i32)))
        (func (export "f") (result i32) call $f))
      (core func $low (canon lower (func $in "f")))
      (core instance $i (instantiate $m (with "in" (instance (export "f" (func $low))))))
      (func $f (result u32) (canon lift (core func $i "f")))
      (instance $out (export "f" (func $f)))
      (export "{export}" (instance $out)))""")


def test_app_imports_keep_their_types() -> None:
    """An import that the app may leave open stays its import, with all its types and resources."""
    shop = part("shop", dummy.from_wit(GATEWAY))
    planned = plan([shop], ["shop"], ["acme:money/gateway", "acme:money/currency"])
    binary = encode(planned, "test")
    assert "" == dummy.problem(binary)
    gateway = "acme:money/gateway@1.2.0"
    assert FromRoot(gateway) == planned.instances["shop"].arguments[gateway]
    actual = decode_component(binary).imports[gateway]
    assert isinstance(actual, Interface)
    assert actual == shop.type.imports[gateway]
    assert {gateway, "acme:money/currency@1.2.0"} == set(inspect_app(binary, "x").other_imports)


def test_a_component_comes_before_the_outside() -> None:
    """What a component exports is not asked of the outside, though the manifest would allow it."""
    parts = [part("user", nothing("a:b/c", "x:y/z")), part("giver", nothing("", "a:b/c"))]
    planned = plan(parts, ["user"], ["a:b/c"])
    assert FromExport("giver", "a:b/c") == planned.instances["user"].arguments["a:b/c"]


def test_chosen_provider() -> None:
    """Of two components that export an interface, the manifest chooses, per consumer."""
    parts = [
        part("one", constant(1)),
        part("two", constant(2)),
        part("left", relaying("x:y/left"), wiring={"a:b/c": "one"}),
        part("right", relaying("x:y/right"), wiring={"a:b/c": "two"}),
    ]
    _, binary = composed(parts, ["left", "right"])
    running = Running(binary)
    assert 1 == running.call("f", interface="x:y/left")
    assert 2 == running.call("f", interface="x:y/right")


def test_one_component_in_several_roles() -> None:
    """Entries with the same bytes are instances of one component, each with its own wiring."""
    middle = relaying("a:b/c")
    parts = [
        part("base", constant(7)),
        part("inner", middle, wiring={"a:b/c": "base"}),
        part("outer", middle, wiring={"a:b/c": "inner"}),
        part("top", relaying("x:y/top"), wiring={"a:b/c": "outer"}),
    ]
    planned, binary = composed(parts, ["top"])
    assert planned.instances["inner"].component == planned.instances["outer"].component
    assert 3 == len(planned.components)
    assert 7 == Running(binary).call("f", interface="x:y/top")


def test_nested_composites() -> None:
    """A composite is a component like any other: it can be a part of the next."""
    inner_parts = [part("base", constant(5)), part("wrap", relaying("x:y/wrapped"))]
    _, inner = composed(inner_parts, ["wrap"])
    renamed = dummy.from_wat("""(component
      (import "x:y/wrapped" (instance $in (export "f" (func (result u32)))))
      (export "a:b/c" (instance $in)))""")
    parts = [
        ComponentSpec("inner", inner, decode_component(inner)),
        part("rename", renamed),
        part("top", relaying("x:y/top")),
    ]
    _, outer = composed(parts, ["top"])
    assert 5 == Running(outer).call("f", interface="x:y/top")
