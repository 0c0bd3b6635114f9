"""Graphs that other composers are tested with, said anew in a manifest: all of them compose.

The shapes are those of wac's own tests; components, names and words are other ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from dummy import from_wat, from_wit, problem

from wae.binary.decode import decode_component
from wae.build.app import build_app
from wae.build.progress import Progress
from wae.manifest import load_manifest


@dataclass(frozen=True)
class Graph:
    """``files`` are WIT (a dummy is made of it) or WAT, by the name that ``manifest`` uses.

    ``imports`` and ``exports`` are those of the composite.
    """

    manifest: str
    files: dict[str, str]
    imports: list[str]
    exports: list[str]


KEYS = """package shop:keys; interface kinds { resource key; }
"""
LOCKS = """package shop:locks;
interface doors { use shop:keys/kinds.{key}; cut: func() -> key; }
world w { import doors; export doors; }
package shop:keys { interface kinds { resource key; } }
"""
GOODS = """package shop:goods;
interface sizes { record span { wide: s32 } }
interface goods { use sizes.{span}; record parcel { outside: span } }
"""
TYPES_ONLY = '(component (import "shop:units/kinds@0.2.{0}" (instance {1})))'
SEVERAL = """
  (type (record (field "n" u32))) (export "count" (type (eq 0)))
  (type (func (param "c" 1))) (export "add" (func (type 2))) (export "box" (type (sub resource)))"""

GRAPHS = {
    "two of one file, one after the other": Graph(
        """[app]
exports = ["second"]
imports = ["shop:keys/kinds"]
[components.first]
path = "locks.wasm"
imports = { "shop:locks/doors" = "[app]" }
[components.second]
path = "locks.wasm"
imports = { "shop:locks/doors" = "first" }
""",
        {"locks": LOCKS},
        ["shop:keys/kinds", "shop:locks/doors"],
        ["shop:locks/doors"],
    ),
    "two files of one world": Graph(
        """[app]
exports = ["front"]
imports = ["shop:keys/kinds", "shop:locks/doors"]
[components.front]
path = "front.wasm"
imports = { "shop:locks/doors" = "back" }
[components.back]
path = "back.wasm"
imports = { "shop:locks/doors" = "[app]" }
""",
        {"front": LOCKS, "back": LOCKS},
        ["shop:keys/kinds", "shop:locks/doors"],
        ["shop:locks/doors"],
    ),
    "a function of an import, for one that has no interface": Graph(
        """[app]
exports = ["maker"]
imports = ["shop:keys/kinds"]
[components.maker]
path = "maker.wasm"
imports = { "cut" = { from = "[app]", name = "shop:locks/doors", item = "cut" } }
""",
        {
            "maker": "package shop:maker; world w { use shop:keys/kinds.{key};"
            " import cut: func() -> key; export run: func(); }\n"
            "package shop:keys { interface kinds { resource key; } }"
        },
        ["shop:keys/kinds", "shop:locks/doors"],
        ["run"],
    ),
    "a resource of the world that has a second name": Graph(
        """[app]
exports = ["one"]
imports = ["key", "turn"]
[components.one]
path = "one.wasm"
""",
        {
            "one": "package shop:one; world w { resource key; type spare = key;"
            " import turn: func(k: key) -> spare; export run: func(); }"
        },
        ["key", "spare", "turn"],
        ["run"],
    ),
    "functions of one interface that share a type": Graph(
        """[app]
exports = ["second", "first"]
[components.first]
path = "first.wasm"
imports = { "shop:till/sums" = "[app]" }
[components.second]
path = "second.wasm"
imports = { "shop:till/sums" = "[app]" }
""",
        {
            name: "package shop:till; interface sums { record sum { cents: u8 } "
            f"{name}: func() -> sum; }} world w {{ import sums; export {exported}; }}"
            for name, exported in (("first", "run: func()"), ("second", "sums"))
        },
        ["shop:till/sums"],
        ["run", "shop:till/sums"],
    ),
    "types of an interface's interface": Graph(
        """[app]
exports = ["user"]
imports = ["shop:goods/sizes"]
[components.maker]
path = "maker.wasm"
[components.user]
path = "user.wasm"
""",
        {
            "maker": """(component
  (type $s (instance (type (record (field "wide" s32))) (export "span" (type (eq 0)))))
  (import "shop:goods/sizes" (instance $sizes (type $s)))
  (alias export $sizes "span" (type $span))
  (component $c (import "span" (type $it (eq $span)))
    (export $own "span" (type $it))
    (type $r (record (field "outside" $own))) (export "parcel" (type $r)))
  (core module $m (memory (export "m") 1) (func (export "f") (result i32) i32.const 8))
  (core instance $i (instantiate $m))
  (instance $goods (instantiate $c (with "span" (type $span))))
  (export $g "shop:goods/goods" (instance $goods))
  (alias export $g "parcel" (type $parcel))
  (func $f (result $parcel) (canon lift (core func $i "f")))
  (export "pack" (func $f)))""",
            "user": "package shop:user; world w { import shop:goods/goods;"
            " use shop:goods/goods.{parcel}; import pack: func() -> parcel;"
            " export run: func() -> s32; }\n" + GOODS.replace(";", " {", 1).rstrip() + "}",
        },
        ["shop:goods/sizes"],
        ["run"],
    ),
    "the newest version of what two import": Graph(
        """[app]
exports = ["old", "new"]
imports = ["shop:units/kinds"]
[components.old]
path = "old.wasm"
[components.new]
path = "new.wasm"
""",
        {
            "old": TYPES_ONLY.format(0, SEVERAL).replace("(component", "(component $a", 1)[:-1]
            + '(core module $m (func (export "f"))) (core instance $i (instantiate $m))'
            ' (func $f (canon lift (core func $i "f"))) (export "of-old" (func $f)))',
            "new": TYPES_ONLY.format(1, '(export "w" (type (sub resource)))')[:-1]
            + '(core module $m (func (export "f"))) (core instance $i (instantiate $m))'
            ' (func $f (canon lift (core func $i "f"))) (export "of-new" (func $f)))',
        },
        ["shop:units/kinds@0.2.1"],
        ["of-new", "of-old"],
    ),
    "the newest version of interfaces that use each other": Graph(
        """[app]
exports = ["old", "new"]
imports = ["shop:keys/kinds", "shop:keys/doors"]
[components.old]
path = "old.wasm"
[components.new]
path = "new.wasm"
""",
        {
            name: f"package shop:{name}; world w {{ import shop:keys/kinds@0.2.{patch};"
            f" import shop:keys/doors@0.2.{patch}; export of-{name}: func(); }}\n"
            f"package shop:keys@0.2.{patch} {{ interface kinds {{ resource key; {more} }}"
            " interface doors { use kinds.{key}; turn: func(k: key); } }"
            for name, patch, more in (("old", 0, ""), ("new", 1, "resource lock;"))
        },
        ["shop:keys/doors@0.2.1", "shop:keys/kinds@0.2.1"],
        ["of-new", "of-old"],
    ),
    "an import and a function under other names": Graph(
        """[app]
exports = [{ from = "last", name = "e", as = "shown" }]
imports = ["i1", "i2", "merged"]
[components.first]
path = "first.wasm"
imports = { "needed" = { from = "[app]", name = "given" } }
[components.last]
path = "last.wasm"
imports = { "e" = { from = "first", name = "bar" } }
""",
        {
            "first": '(component (import "needed" (func)) (import "i1" (instance))'
            ' (import "merged" (instance (export "a" (func)) (export "b" (func))))'
            ' (export "bar" (func 0)))',
            "last": '(component (import "e" (func)) (import "i2" (instance))'
            ' (import "merged" (instance (export "a" (func)))) (export "e" (func 0)))',
        },
        ["given", "i1", "i2", "merged"],
        ["shown"],
    ),
    "a record of the world, of a type of an interface": Graph(
        """[app]
exports = ["one"]
imports = ["shop:goods/sizes"]
[components.one]
path = "one.wasm"
""",
        {
            "one": """(component
  (type $sizes (instance (type (record (field "x" s32))) (export "span" (type (eq 0)))))
  (import "shop:goods/sizes" (instance $i (type $sizes)))
  (alias export $i "span" (type $span))
  (type $r (record (field "outside" $span))) (import "parcel" (type (eq $r)))
  (core module $m (func (export "run") (result i32) i32.const 7))
  (core instance $c (instantiate $m))
  (func $run (result s32) (canon lift (core func $c "run"))) (export "run" (func $run)))"""
        },
        ["shop:goods/sizes"],
        ["run"],
    ),
    "a function of the world that takes a resource of an interface": Graph(
        """[app]
exports = ["one"]
imports = ["shop:keys/kinds"]
[components.one]
path = "one.wasm"
""",
        {
            "one": "package shop:keys; interface kinds { resource key {} }"
            " world w { use kinds.{key}; type spare = key; export turn: func(k: spare); }"
        },
        ["key", "shop:keys/kinds", "spare"],
        ["turn"],
    ),
    "an interface with a resource under a second name": Graph(
        """[app]
exports = ["one"]
imports = ["shop:mail/types", "shop:mail/inbox"]
[components.one]
path = "one.wasm"
""",
        {
            "one": "package shop:mail; interface types { resource fields; type headers = fields; }"
            " interface inbox { use types.{headers}; get: func() -> headers; }"
            " world w { import inbox; export run: func(); }"
        },
        ["shop:mail/inbox", "shop:mail/types"],
        ["run"],
    ),
    "an instance of the world that is handed on": Graph(
        """[app]
exports = ["one"]
imports = ["kinds"]
[components.one]
path = "one.wasm"
""",
        {
            "one": """(component
  (type (instance
    (export "r" (type (sub resource))) (export "s" (type (eq 0)))
    (type (func)) (export "[static]r.make" (func (type 2)))
    (type (borrow 0)) (type (own 1)) (type (tuple 4 4))
    (type (func (param "a" 3) (param "b" 4) (result 5))) (export "turn" (func (type 6)))))
  (import "kinds" (instance (type 0))) (export "kinds" (instance 0)))"""
        },
        ["kinds"],
        ["kinds"],
    ),
    "several instances, each with another source": Graph(
        """[app]
exports = [{ from = "x3", name = "foo" }, "y1", "y2", "y3"]
imports = ["baz"]
[components.x1]
path = "x.wasm"
[components.x2]
path = "x.wasm"
imports = { "baz" = { from = "[app]", name = "f" } }
[components.x3]
path = "x.wasm"
imports = { "baz" = { from = "[app]", name = "i2", item = "baz" } }
[components.y1]
path = "y1.wasm"
imports = { "foo" = { from = "[app]", name = "i", item = "foo" } }
[components.y2]
path = "y2.wasm"
imports = { "foo" = "x1" }
[components.y3]
path = "y3.wasm"
imports = { "foo" = "x2" }
""",
        {
            "x": '(component (import "baz" (func)) (export "foo" (func 0)))',
            **{
                f"y{n}": f'(component (import "foo" (func)) (export "run-{n}" (func 0)))'
                for n in (1, 2, 3)
            },
        },
        ["baz", "f", "i", "i2"],
        ["foo", "run-1", "run-2", "run-3"],
    ),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_known_graphs(name: str, tmp_path: Path) -> None:
    """It composes, is valid, and imports and exports what the other composer's does."""
    graph = GRAPHS[name]
    binary = compose(graph, tmp_path)
    kind = decode_component(binary)
    assert "" == problem(binary)
    assert (graph.imports, graph.exports) == (sorted(kind.imports), sorted(kind.exports))


def compose(graph: Graph, folder: Path) -> bytes:
    """What `wae build` makes of a graph.."""
    text = graph.manifest.replace("[app]\n", '[app]\nname = "shop"\nversion = "1"\n', 1)
    for name, source in graph.files.items():
        made = from_wat(source) if source.startswith("(") else from_wit(source)
        (folder / f"{name}.wasm").write_bytes(made)
        path = f'path = "{name}.wasm"\n'
        text = text.replace(path, f'{path}sha256 = "{sha256(made).hexdigest()}"\n')
    (folder / "wae.toml").write_text(text)
    return build_app(load_manifest(folder / "wae.toml"), Progress(quiet=True)).binary
