"""A component as a tree of sections, which can be changed at any depth and written again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from wae.binary.sections import Id, sections
from wae.binary.writer import COMPONENT_PREAMBLE, section


@dataclass(frozen=True)
class Leaf:
    """A section as its number and its payload."""

    number: int
    payload: bytes


@dataclass(frozen=True)
class Tree:
    """A component: its sections, in which other components may lie."""

    nodes: tuple[Leaf | Tree, ...]


Node: TypeAlias = Leaf | Tree
Path: TypeAlias = tuple[int, ...]


def parse(binary: bytes) -> Tree:
    """The tree of a valid component."""
    nodes: list[Node] = []
    for part in sections(binary):
        payload = binary[part.start : part.end]
        nodes.append(parse(payload) if part.id == Id.COMPONENT else Leaf(part.id, payload))
    return Tree(tuple(nodes))


def write(tree: Tree) -> bytes:
    """The bytes of a component."""
    return COMPONENT_PREAMBLE + b"".join(
        section(Id.COMPONENT, write(node))
        if isinstance(node, Tree)
        else section(node.number, node.payload)
        for node in tree.nodes
    )


def components(tree: Tree, path: Path = ()) -> list[Path]:
    """Where the component itself and those inside it are: positions, from the outside in."""
    actual = [path]
    for position, node in enumerate(tree.nodes):
        if isinstance(node, Tree):
            actual += components(node, (*path, position))
    return actual


def at(tree: Tree, path: Path) -> Tree:
    """The component at a place that `components` gave."""
    for position in path:
        node = tree.nodes[position]
        assert isinstance(node, Tree)
        tree = node
    return tree


def replaced(tree: Tree, path: Path, nodes: tuple[Node, ...]) -> Tree:
    """The tree with other sections in the component at `path`."""
    if not path:
        return Tree(nodes)
    inner = at(tree, path[:1])
    changed = replaced(inner, path[1:], nodes)
    return Tree((*tree.nodes[: path[0]], changed, *tree.nodes[path[0] + 1 :]))
