"""Recognizes the components that the composer generates, by generating them again.

A name proves nothing. Each reader takes from the bytes what its generator was given (names and
types of functions, constants), generates the component again, and compares all bytes: then it does
what that version of the generator makes it do, and no more. What it calls must be the root's own,
or its answers would be another's.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TypeAlias

from wae.binary.reader import BinaryError
from wae.binary.versions import track
from wae.compose.cycles import CircularTypes
from wae.compose.generate.gate import is_outgoing
from wae.compose.interfaces import TypeMismatch
from wae.inspect.constants import read_policy
from wae.inspect.denials import read_denial, read_whole_denial
from wae.inspect.floors import read_floor
from wae.inspect.gates import read_gate
from wae.inspect.generated import Declared, Generated, declared
from wae.inspect.graph import Graph, InstanceNode, Thing
from wae.inspect.variables import read_filter

Reader: TypeAlias = Callable[[bytes, Declared], Generated | None]

# One for each generator. A new version of one joins the old, which released artifacts contain.
READERS: tuple[Reader, ...] = (
    read_denial,
    read_whole_denial,
    read_filter,
    read_policy,
    read_gate,
    read_floor,
)
# What a reader raises where there is not what it looks for.
_ODD = (
    BinaryError,
    CircularTypes,
    TypeMismatch,
    LookupError,
    TypeError,
    ValueError,
    struct.error,
)


def recognize(component: bytes) -> Generated | None:
    """What a component is of ours by its bytes alone; None if a generator would not make it."""
    try:
        says = declared(component)
    except BinaryError:
        return None
    readings = (_read(reader, component, says) for reader in READERS)
    return next((generated for generated in readings if generated is not None), None)


def _read(reader: Reader, component: bytes, says: Declared) -> Generated | None:
    try:
        return reader(component, says)
    except _ODD:
        return None


def recognized(data: bytes, graph: Graph) -> list[Generated | None]:
    """For each instance what it is of ours, by its bytes and by what it is given to call."""

    @cache
    def recognized_at(start: int, end: int) -> Generated | None:
        return recognize(data[start:end])

    generated: list[Generated | None] = []
    for node in graph.nodes:
        generated.append(_in_place(recognized_at(node.start, node.end), node, generated))
    return generated


def _in_place(
    generated: Generated | None, node: InstanceNode, before: list[Generated | None]
) -> Generated | None:
    """``generated`` if all that it calls is the root's, itself or passed on by others of ours.

    Whatever of ours has the type of an interface passes it on, or less of it.
    """
    if generated is None:
        return None
    for name in generated.calls:
        given = node.arguments[name]
        if _is_of_root(given, name):
            continue
        giver = None if given.whole is None else before[given.whole]
        if giver is None:
            return None
        if generated.variables is not None:
            passed = giver.variables or ()
            kept = tuple(v for v in generated.variables if v in passed)
            generated = replace(generated, variables=kept)
        if generated.role == "floor" and is_outgoing(name):
            generated = replace(generated, origins=giver.origins)
    return generated


def _is_of_root(given: Thing, name: str) -> bool:
    """Whether this is the app's own import of interface ``name``, all of it."""
    return given.root is not None and track(given.root) == track(name)
