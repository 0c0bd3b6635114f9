"""Each row of the table in docs/composition.md, as a manifest: what comes of it, in wac's words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from dummy import wasm_tools
from test_known_graphs import Graph, compose

from wae.binary.decode import decode_component
from wae.binary.types import Interface
from wae.inspect.wac import as_wac

ROOT = Path(__file__).parents[2]
CODE = '(core module $m (func (export "f") (result i32) i32.const 7))'
FUNC = f"""{CODE} (core instance $c (instantiate $m))
(func $f (result u32) (canon lift (core func $c "f")))"""
INTERFACE = '(component (import "i:j/k" (instance $i (export "{0}" (func (result u32))))) {1})'
SHOWN = '(alias export $i "{0}" (func $f)) (export "{1}" (func $f))'
PARTS = {
    # What x, y and z export, and what a, b, k, l and t want.
    "x": f'(component {FUNC} (export "f" (func $f)) (export "g" (func $f)))',
    "y": f'(component {FUNC} (export "f" (func $f)))',
    "z": f"""(component {FUNC} (instance $i (export "g" (func $f)) (export "h" (func $f)))
        (export "i:j/k" (instance $i)))""",
    "a": '(component (import "f" (func (result u32))) (export "run" (func 0)))',
    "b": '(component (import "f" (func (result u32))) (export "go" (func 0)))',
    "k": INTERFACE.format("g", SHOWN.format("g", "run")),
    "l": INTERFACE.format("h", SHOWN.format("h", "go")),
    "t": """(component (type (record (field "n" u32))) (import "count" (type $c (eq 0)))
        (import "f" (func (param "c" $c) (result u32))))""",
    "u": """(component (type (record (field "n" u32))) (import "count" (type $c (eq 0)))
        (import "i:j/k" (instance (export "g" (func (result u32))))))""",
}


@dataclass(frozen=True)
class Row:
    """A manifest, and what `wae inspect --wac` says of its app; ``tables`` are part and keys of
    each component by its name."""

    app: str
    tables: dict[str, str]
    said: str

    def build(self, folder: Path) -> bytes:
        text, files = f"[app]\n{self.app}\n", {}
        for name, table in self.tables.items():
            part, _, keys = table.partition("\n")
            text += f'[components.{name}]\npath = "{part}.wasm"\n{keys}\n'
            files[part] = PARTS[part]
        return compose(Graph(text, files, [], []), folder)


ROWS = {
    "`let x = new a:b { }`": Row(
        'exports = [{ from = "one", name = "f", as = "g" }, "two"]',
        {"one": "y", "two": "y"},
        """\
let "one" = new "one" {};

let "two" = new "one" {};

export "one"["f"] as "g";
export "two"["f"] as "f";""",
    ),
    '`import … as n`, `import "n": …`': Row(
        'exports = ["a"]',
        {"a": 'a\nimports = { "f" = { from = "[app]", name = "n" } }'},
        """\
import "n";

let "a" = new "a" {
  "f": import "n",
};

export import "n" as "run";""",
    ),
    "`new a:b { f: x.g }`": Row(
        'exports = ["a"]',
        {"x": "x", "a": 'a\nimports = { "f" = { from = "x", name = "g" } }'},
        """\
let "x" = new "x" {};

let "a" = new "a" {
  "f": "x"["g"],
};

export "x"["g"] as "run";""",
    ),
    "`import i: interface { g: func() };` and `new a:b { f: i.g }`": Row(
        'exports = ["a"]',
        {"a": 'a\nimports = { "f" = { from = "[app]", name = "i", item = "g" } }'},
        """\
import "i";

let "a" = new "a" {
  "f": import "i"["g"],
};

export import "i"["g"] as "run";""",
    ),
    '`new a:b { f: x["i:j/k"].g }`': Row(
        'exports = ["a"]',
        {"z": "z", "a": 'a\nimports = { "f" = { from = "z", name = "i:j/k", item = "g" } }'},
        """\
let "z" = new "z" {};

let "a" = new "a" {
  "f": "z"["i:j/k"]["g"],
};

export "z"["i:j/k"]["g"] as "run";""",
    ),
    "`new a:b { f }`, `{ ...x }`": Row(
        'exports = ["a"]',
        {"y": "y", "a": "a"},
        """\
let "y" = new "y" {};

let "a" = new "a" {
  "f": "y"["f"],
};

export "y"["f"] as "run";""",
    ),
    "(of several)": Row(
        'exports = ["a", "b"]',
        {"x": "x", "y": "y", "a": 'a\nimports = { "f" = "y" }', "b": 'b\nimports = { "f" = "x" }'},
        """\
let "x" = new "x" {};

let "b" = new "b" {
  "f": "x"["f"],
};

let "y" = new "y" {};

let "a" = new "a" {
  "f": "y"["f"],
};

export "x"["f"] as "go";
export "y"["f"] as "run";""",
    ),
    "`new a:b { ... }` (the rest outside)": Row(
        'exports = ["k"]\nimports = ["i:j/k"]',
        {"k": "k"},
        """\
import "i:j/k";

let "k" = new "k" {
  "i:j/k": import "i:j/k",
};

export import "i:j/k"["g"] as "run";""",
    ),
    "`new a:b { f: (new c:d { }).g }`": Row(
        'exports = ["a", "b"]',
        {"y": 'y\ninstance = "per-consumer"', "a": "a", "b": "b"},
        """\
let "y(a)" = new "y" {};

let "a" = new "a" {
  "f": "y(a)"["f"],
};

let "y(b)" = new "y" {};

let "b" = new "b" {
  "f": "y(b)"["f"],
};

export "y(a)"["f"] as "run";
export "y(b)"["f"] as "go";""",
    ),
    "`export x...;`": Row(
        'exports = ["x"]',
        {"x": "x"},
        """\
let "x" = new "x" {};

export "x"["f"] as "f";
export "x"["g"] as "g";""",
    ),
    '`export x["i:j/k"];`, `export x.f;`': Row(
        'exports = [{ from = "z", name = "i:j/k" }]',
        {"z": "z"},
        """\
let "z" = new "z" {};

export "z"["i:j/k"] as "i:j/k";""",
    ),
    "(a function)": Row(
        'exports = [{ from = "x", name = "f" }]',
        {"x": "x"},
        """\
let "x" = new "x" {};

export "x"["f"] as "f";""",
    ),
    '`export x["i:j/k"].f as g;`': Row(
        'exports = [{ from = "z", name = "i:j/k", item = "h", as = "g" }]',
        {"z": "z"},
        """\
let "z" = new "z" {};

export "z"["i:j/k"]["h"] as "g";""",
    ),
    '`export e as "n";`': Row(
        'exports = [{ from = "x", name = "f", as = "n" }]',
        {"x": "x"},
        """\
let "x" = new "x" {};

export "x"["f"] as "n";""",
    ),
}
ELSEWHERE = {
    "`package a:b targets x:y/world;`": "tests/build/test_target.py",
    "a package by name, from a registry": "tests/adversary/test_prebuilt.py",
}
REASONS = {
    "`type`, `interface`, `world` declarations",
    "an import that is exported unchanged",
}
HERE = {"`package a:b;`", "`import f: a:b/c;`, `import f: func()`"}


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[*ROWS])
def test_row(number: int, tmp_path: Path) -> None:
    """The manifest's way to say it is wired so."""
    row = [*ROWS.values()][number]
    assert row.said == as_wac(row.build(tmp_path), "shop")


def test_a_package(tmp_path: Path) -> None:
    """The composite has the app's name."""
    binary = Row('exports = ["y"]', {"y": "y"}, "").build(tmp_path)
    assert b"(component $shop" == wasm_tools("print", "-", given=binary).stdout.split(b"\n")[0]


def test_what_is_left_outside(tmp_path: Path) -> None:
    """One import has what any component wants of it; a type of a world is one only where a function
    that is left outside has it."""
    row = Row('exports = ["k", "l"]\nimports = ["i:j/k"]', {"k": "k", "l": "l"}, "")
    [(name, merged)] = decode_component(row.build(tmp_path)).imports.items()
    assert isinstance(merged, Interface)
    assert ("i:j/k", {"g", "h"}) == (name, {*merged.functions()})
    row = Row('exports = ["t"]\nimports = ["f"]', {"t": "t"}, "")
    assert ["count", "f"] == [*decode_component(row.build(tmp_path)).imports]
    row = Row('exports = ["u"]\nimports = ["i:j/k"]', {"u": "u"}, "")
    assert ["i:j/k"] == [*decode_component(row.build(tmp_path)).imports]


def test_every_row_of_the_table() -> None:
    """The document has these rows and no others."""
    text = (ROOT / "docs" / "composition.md").read_text()
    table = text[text.index("| wac | `wae.toml` |") :].partition("\n\n")[0]
    cells = {line.split(" | ")[0].removeprefix("| ") for line in table.split("\n")[2:]}
    known = {cell for cell in ROWS if not cell.startswith("(")} | REASONS | HERE | {*ELSEWHERE}
    assert known == cells
    assert all((ROOT / file).is_file() for file in ELSEWHERE.values())
