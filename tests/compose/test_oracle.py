"""Our composition beside that of `wasm-tools compose`, where both can do it."""

import tempfile
from pathlib import Path
from typing import Any

import dummy
from hypothesis import HealthCheck, given, settings
from oracle_components import Exported, Node
from oracle_graphs import binaries, graphs, their_composite
from parts import composed, part
from running import Running
from wasmtime.component import Record
from witnesses import world_items

from wae.binary.types import Interface


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(graphs())
def test_same_world_and_behaviour(nodes: list[Node]) -> None:
    """Both composites import and export the same, types included, and compute the same.

    The corpus: acyclic graphs of two to six components; each exports one to three interfaces with
    functions over u32, string, list, record, option and result, or with a resource; it imports
    interfaces of later components (chains, diamonds, several interfaces of one provider) and
    interfaces of WASI that others import, too. Versions are exact and nothing is denied, since
    `wasm-tools compose` does neither. Every function computes with a number of its own and with
    all of its component's imports, so a wrong wire shows in its value.

    Only the order of imports and exports is normalized, which says nothing.
    """
    made = binaries(nodes)
    with tempfile.TemporaryDirectory() as folder:
        theirs = their_composite(nodes, made, Path(folder))
    _, ours = composed([part(name, binary) for name, binary in made.items()], ["c0"])
    assert "" == dummy.problem(theirs)
    assert _world(theirs) == _world(ours)
    assert _answers(theirs, nodes[0]) == _answers(ours, nodes[0])


def test_answers_depend_on_every_component() -> None:
    """What the test above compares is no constant: it changes with what the last one computes."""
    kinds = ("cell", "check", "maybe", "num", "pair", "text", "total")
    actual = []
    for number in (3, 4):
        top, middle, last = Exported(1, kinds), Exported(2, kinds), Exported(number, kinds)
        nodes = [Node((top,), (middle,)), Node((middle,), (last,)), Node((last,))]
        parts = [part(name, binary) for name, binary in binaries(nodes).items()]
        actual.append(_answers(composed(parts, ["c0"])[1], nodes[0]))
    same = [one == other for one, other in zip(*(each.values() for each in actual), strict=True)]
    assert [False] * len(same) == same


def _world(binary: bytes) -> dict[str, dict[str, Interface]]:
    data = dummy.world_of(binary)
    return {side: world_items(data, side) for side in ("imports", "exports")}


def _answers(binary: bytes, node: Node) -> dict[str, Any]:
    """What all functions of the composite return for a few values."""
    running = Running(binary)
    actual = {}
    for each in node.exports:
        for kind in each.kinds:
            actual[f"{each.name} {kind}"] = [
                _answer(running, each.name, kind, value) for value in (1, 2, 1001)
            ]
    return actual


def _answer(running: Running, interface: str, kind: str, value: int) -> Any:
    match kind:
        case "total":
            return running.call("total", [value, 5], interface=interface)
        case "text":
            return running.call("text", f"text {value}", interface=interface)
        case "pair":
            two = Record()
            two.__dict__.update(a=value, b=value + 1)
            return vars(running.call("pair", two, interface=interface))
        case "maybe":
            some = running.call("maybe", value, interface=interface)
            return some, running.call("maybe", None, interface=interface)
        case "check":
            answer = running.call("check", value, interface=interface)
            return answer if isinstance(answer, int | str) else vars(answer)
        case "cell":
            cell = running.call("[constructor]cell", value, interface=interface)
            return running.call("[method]cell.get", cell, interface=interface)
        case _:
            return running.call(kind, value, interface=interface)
