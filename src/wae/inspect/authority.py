"""What each instance of an app holds itself, and what it can ask other instances to do."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TypeAlias

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.types import Interface, TypeDef
from wae.compose.capabilities import is_harmless, source_of
from wae.inspect.graph import Graph, InstanceNode, Own, Root

Held: TypeAlias = list[set[str]]


def authority(name: str) -> str | None:
    """What an import of the root allows: a capability, its own name if unknown, or nothing."""
    return source_of(name) or (None if is_harmless(name) else name)


def held(data: bytes, graph: Graph) -> Held:
    """For each instance the capabilities that come from the root by imports with anything to call.

    Whatever is given to a component with code counts, used or not. One that only wires others
    together holds what these hold, and what it passes on to the outside.
    """

    @cache
    def idle(start: int, end: int) -> set[str]:
        return _types_only(memoryview(data)[start:end])

    held_by: Held = []
    for node in graph.nodes:
        if node.wires_only:
            held_by.append(_allowed(node.passed))
            continue
        unused = idle(node.start, node.end)
        given = (thing for name, thing in node.arguments.items() if name not in unused)
        held_by.append(_allowed(node.calls).union(*(_allowed(thing.origins) for thing in given)))
    for number in reversed(range(len(held_by))):  # parts come after what they are parts of
        within = graph.nodes[number].within
        if within is not None:  # one with code was given all of it, and so holds it already
            held_by[within] |= held_by[number]
    return held_by


def _allowed(origins: Iterable[Root | Own]) -> set[str]:
    names = {origin.name for origin in origins if isinstance(origin, Root)}
    return {allowed for name in names if (allowed := authority(name))}


def _types_only(component: memoryview) -> set[str]:
    """The imports of a component that only define types. None where that cannot be told."""
    try:
        imports = decode_component(component).imports
    except BinaryError:
        return set()
    return {
        name
        for name, item in imports.items()
        if isinstance(item, Interface)
        and all(isinstance(inner, TypeDef) for inner in item.items.values())
    }


def asked(graph: Graph, capabilities: Held) -> list[dict[str, tuple[int, ...]]]:
    """For each instance, by capability: the instances that hold it and can be reached from it."""
    nodes = graph.nodes
    edges = [_neighbours(node) for node in nodes]
    inside = _inside(nodes)
    every = sorted(set().union(*capabilities))
    asked_of = []
    for number, node in enumerate(nodes):
        own = inside[number] if node.wires_only else {number}
        reached = sorted(_reached(own, edges) - own)
        by_name = {c: tuple(i for i in reached if c in capabilities[i]) for c in every}
        asked_of.append({c: holders for c, holders in by_name.items() if holders})
    return asked_of


def _neighbours(node: InstanceNode) -> set[int]:
    origins = node.passed.union(node.calls, *(thing.origins for thing in node.arguments.values()))
    return {origin.instance for origin in origins if isinstance(origin, Own)}


def _inside(nodes: list[InstanceNode]) -> list[set[int]]:
    """For each instance the numbers of itself and all of its parts."""
    inside = [{number} for number in range(len(nodes))]
    for number in reversed(range(len(nodes))):
        within = nodes[number].within
        if within is not None:
            inside[within] |= inside[number]
    return inside


def _reached(start: set[int], edges: list[set[int]]) -> set[int]:
    reached, todo = set(start), list(start)
    while todo:
        new = edges[todo.pop()] - reached
        reached |= new
        todo += new
    return reached
