"""Hypothesis strategies for graphs of components, and `wasm-tools compose` for such a graph."""

from __future__ import annotations

import json
from pathlib import Path

import dummy
from hypothesis import strategies as st
from oracle_components import CLOCK, KINDS, RANDOM, Exported, Node
from parts import written


@st.composite
def graphs(draw: st.DrawFn) -> list[Node]:
    """Two to six components without circles: each is imported by one before it, but the first.

    The last ones import nothing; interfaces may be imported by several components.
    """
    count = draw(st.integers(2, 6))
    some_kinds = st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=4, unique=True)
    exports: list[tuple[Exported, ...]] = []
    number = 0
    for _ in range(count):
        mine = []
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            mine.append(Exported(number, tuple(draw(some_kinds))))
        exports.append(tuple(mine))
    imported: list[set[int]] = [set() for _ in range(count)]
    for place in range(1, count):
        users = draw(st.lists(st.integers(0, place - 1), min_size=1, max_size=3, unique=True))
        for user in users:
            imported[user].add(place)
    nodes = []
    for place in range(count):
        offered = [e for other in sorted(imported[place]) for e in exports[other]]
        # At least one of each, so that every component is used.
        chosen = [
            e
            for other in sorted(imported[place])
            for e in draw(
                st.lists(st.sampled_from(exports[other]), min_size=1, max_size=3, unique=True)
            )
        ]
        wasi = draw(st.lists(st.sampled_from([RANDOM, CLOCK]), max_size=2, unique=True))
        imports = tuple(e for e in offered if e in chosen)
        nodes.append(Node(exports[place], imports, tuple(wasi)))
    return nodes


def binaries(nodes: list[Node]) -> dict[str, bytes]:
    """The components of a graph by name, `c0` first."""
    return {f"c{place}": written(node.wit(), "w", node.wat()) for place, node in enumerate(nodes)}


def their_composite(nodes: list[Node], made: dict[str, bytes], folder: Path) -> bytes:
    """What `wasm-tools compose` makes of a graph, told in a configuration how to wire it.

    Without it, a provider that two components import would have an instance for each.
    """
    owner = {e: f"c{place}" for place, node in enumerate(nodes) for e in node.exports}
    for name, binary in made.items():
        Path(folder, f"{name}.wasm").write_bytes(binary)
    wiring = {
        name: {
            "dependency": name,
            "arguments": {e.name: {"instance": owner[e], "export": e.name} for e in node.imports},
        }
        for name, node in zip(made, nodes, strict=True)
    }
    wiring["root"] = {"arguments": wiring.pop("c0")["arguments"]}
    config = {
        "dependencies": {name: {"path": f"./{name}.wasm"} for name in [*made][1:]},
        "instantiations": wiring,
    }
    Path(folder, "compose.yml").write_text(json.dumps(config))
    output = Path(folder, "theirs.wasm")
    done = dummy.wasm_tools(
        "compose", folder / "c0.wasm", "-c", folder / "compose.yml", "-o", output
    )
    assert 0 == done.returncode, done.stderr.decode()
    return output.read_bytes()
