"""Apps whose contracts are asynchronous, although their components were written otherwise."""

import dummy
import pytest
from parts import composed, part, written

from wae.binary.decode import decode_component
from wae.binary.types import Interface
from wae.compose import ComponentSpec, PlanError, Policy, plan
from wae.compose.asynchronous import asynchronous
from wae.compose.graph import FromExport, FromRoot, Wire

WIT = """package acme:shop@1.0.0;
interface stock { left: func(name: string) -> u32; }
interface till { pay: func(amount: u32); }
world stocking { export stock; }
world selling { import stock; export till; }
world awaiting { import waiting:shop/stock@1.0.0; export till; }
world running { import stock; export wasi:cli/run@0.2.9; }
world answering { import stock; export wasi:http/incoming-handler@0.2.9; }
world asking { import wae:http/policy@0.1.0; export till; }
interface timers { use wasi:io/poll@0.2.9.{pollable}; timer: func() -> pollable; }
world timing { import wasi:io/poll@0.2.9; export timers; }
world passing { import timers; export till; }
world smuggling { import wait:io/poll@0.2.9; export till; }
package wasi:io@0.2.9 { interface poll {
  resource pollable { ready: func() -> bool; block: func(); }
  poll: func(in: list<borrow<pollable>>) -> list<u32>;
} }
package wait:io@0.2.9 { interface poll { poll: async func(in: list<u32>) -> list<u32>; } }
package wasi:cli@0.2.9 { interface run { run: func() -> result; } }
package wasi:http@0.2.9 { interface incoming-handler { handle: func(); } }
package waiting:shop@1.0.0 { interface stock { left: async func(name: string) -> u32; } }
package wae:http@0.1.0 { interface policy {
  record basic-names { user: list<string>, password: list<string> }
  record login-rules { url: string, register: option<string>, user: list<string>,
    password: list<string> }
  variant credential { bearer(list<string>), basic(basic-names), login(login-rules) }
  record rules { hosts: list<string>, credential: option<credential>,
    anonymous-hosts: list<string>, tokens: list<string> }
  get: func() -> rules;
} }
"""
PASSING = """(module
  (import "acme:shop/timers@1.0.0" "timer" (func $timer (result i32)))
  (memory (export "memory") 1)
  (func (export "acme:shop/till@1.0.0#pay") (param i32) (drop (call $timer))))"""
STOCK, TILL, RUN = "acme:shop/stock@1.0.0", "acme:shop/till@1.0.0", "wasi:cli/run@0.3.0"
POLL = "wasi:io/poll@0.2.9"


def made(world: str) -> ComponentSpec:
    return part(world, dummy.from_wit(WIT, world))


def are_async(item: object) -> set[bool]:
    assert isinstance(item, Interface)
    return {function.is_async for function in item.functions().values()}


def test_between_components() -> None:
    """Contracts between components and those of the app are asynchronous together."""
    specs = [asynchronous(made("selling")), asynchronous(made("stocking"))]
    _, binary = composed(specs, ["selling"])
    assert {True} == are_async(decode_component(binary).exports[TILL])
    assert "" == dummy.problem(binary)
    with pytest.raises(PlanError, match="left is not async"):
        plan([made("selling"), asynchronous(made("stocking"))], ["selling"])


def test_who_was_written_so() -> None:
    """A component whose imports are asynchronous already fits those that were made so."""
    wiring = {"waiting:shop/stock@1.0.0": Wire("stocking", STOCK)}
    awaiting = part("awaiting", dummy.from_wit(WIT, "awaiting"), wiring=wiring)
    specs = [asynchronous(awaiting), asynchronous(made("stocking"))]
    assert awaiting.type.imports == specs[0].type.imports
    assert "" == dummy.problem(composed(specs, ["awaiting"])[1])


def test_the_entry() -> None:
    """The entry that waits is that of WASI 0.3."""
    specs = [asynchronous(made("running")), asynchronous(made("stocking"))]
    planned, binary = composed(specs, ["running"])
    assert [RUN] == [*planned.exports]
    assert {True} == are_async(decode_component(binary).exports[RUN])


def test_an_entry_that_must_not_wait() -> None:
    """WASI's other entries are synchronous, so nothing behind them may wait."""
    with pytest.raises(PlanError) as caught:
        asynchronous(made("answering"))
    said = (
        'wae: "answering" exports wasi:http/incoming-handler@0.2.9, whose functions must not wait, '
        'in an app with asynchronous contracts. Leave it out: without = ["answering"]'
    )
    assert said == caught.value.line()


def test_pollables_between_components() -> None:
    """A pollable is the same on the floor and below it: who waits by one, and who only passes one
    on, understand each other."""
    passing = part("passing", written(WIT, "passing", PASSING))
    specs = [asynchronous(passing), asynchronous(made("timing"))]
    planned, binary = composed(specs, ["passing"])
    assert FromRoot(POLL) == planned.instances["passing"].arguments[POLL]
    assert isinstance(planned.instances["timing"].arguments[POLL], FromExport)
    assert "" == dummy.problem(binary)


def test_other_types_of_poll() -> None:
    """What is no `poll` of WASI's gets no floor, whatever it is called."""
    odd = dummy.from_wit(WIT, "smuggling").replace(b"wait:io/poll", b"wasi:io/poll")
    with pytest.raises(PlanError, match="imports wasi:io/poll@0.2.9 with types that differ"):
        plan([part("smuggling", odd)], ["smuggling"])


def test_policies() -> None:
    """A policy answers at once: it stays what the inspector knows."""
    spec = part("asking", dummy.from_wit(WIT, "asking"), policy=Policy())
    kind = asynchronous(spec).type
    assert {False} == are_async(kind.imports["wae:http/policy@0.1.0"])
    assert {True} == are_async(kind.exports[TILL])
