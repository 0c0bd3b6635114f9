"""The wiring of an app as text, to be read and compared in a review.

The words are those of wac (``new``, ``export … as …``), so that who knows its documents can read
it: a line for each import of each instance, in an order that depends on names alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wae.inspect.follow import read_graph
from wae.inspect.graph import Graph, InstanceNode, Own, Root, Thing
from wae.inspect.printable import printable


def as_wac(data: bytes, name: str) -> str:
    """The wiring of the app in ``data``, without a newline at its end.

    Raises :class:`wae.binary.reader.BinaryError`.
    """
    graph = read_graph(data, name)
    lines = [f"import {_quoted(title)};" for title in sorted(graph.imports)]
    for number in _in_order(graph):
        lines += ["", *_instance(graph, graph.nodes[number])]
    exports = [f"export {_origin(graph, t)} as {_quoted(n)};" for n, t in graph.exports.items()]
    return "\n".join([*lines, "", *sorted(exports)]).strip()


def _in_order(graph: Graph) -> list[int]:
    """Every instance after those that it imports of; else by name."""
    names = [node.name for node in graph.nodes]
    needs = [
        {
            origin.instance
            for thing in node.arguments.values()
            for origin in thing.origins
            if isinstance(origin, Own)
        }
        for node in graph.nodes
    ]
    ordered: list[int] = []
    left = sorted(range(len(names)), key=lambda number: names[number])
    while left:
        # Parts of one instance may import of each other through it: then names decide.
        ready = next((n for n in left if not needs[n].intersection(left) - {n}), left[0])
        ordered.append(ready)
        left.remove(ready)
    return ordered


def _instance(graph: Graph, node: InstanceNode) -> Iterator[str]:
    of = f"new {_quoted(node.component)}"
    within = "" if node.within is None else f" // within {printable(graph.nodes[node.within].name)}"
    given = {
        title: thing for title, thing in node.arguments.items() if thing.origins or _is_types(thing)
    }
    if not given:
        yield f"let {_quoted(node.name)} = {of} {{}};{within}"
        return
    yield f"let {_quoted(node.name)} = {of} {{{within}"
    for title, thing in sorted(given.items()):
        yield f"  {_quoted(title)}: {_origin(graph, thing)},"
    yield "};"


def _is_types(thing: Thing) -> bool:
    return thing.whole is not None or thing.root is not None


def _origin(graph: Graph, thing: Thing) -> str:
    """Where a thing comes from; several places where it is put together."""
    words = [
        f"import {_quoted(origin.name)}"
        if isinstance(origin, Root)
        else _export(graph, origin, whole=origin.instance == thing.whole)
        for origin in thing.origins
    ]
    if not words and thing.whole is not None:
        words = [_quoted(graph.nodes[thing.whole].name)]
    if not words:
        words = [f"import {_quoted(thing.root)}"] if thing.root else ["types"]
    item = f"[{_quoted(thing.item)}]" if thing.item else ""
    return " + ".join(_unique(sorted(f"{word}{item}" for word in words)))


def _export(graph: Graph, origin: Own, *, whole: bool) -> str:
    instance = _quoted(graph.nodes[origin.instance].name)
    return instance if whole or not origin.name else f"{instance}[{_quoted(origin.name)}]"


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _quoted(name: str) -> str:
    return f'"{printable(name)}"'
