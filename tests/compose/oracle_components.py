"""Runnable components for graphs: each function computes with its own number and its imports'.

So a function that is wired to the wrong instance gives another value, and one that is not wired
gives none.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = {
    "num": "num: func(x: u32) -> u32;",
    "total": "total: func(xs: list<u32>) -> u32;",
    "text": "text: func(s: string) -> string;",
    "pair": "record two { a: u32, b: u32 } pair: func(p: two) -> two;",
    "maybe": "maybe: func(x: option<u32>) -> option<u32>;",
    "check": "check: func(x: u32) -> result<u32, string>;",
    "cell": "resource cell { constructor(x: u32); get: func() -> u32; }",
}
RANDOM = "wasi:random/random@0.2.9"
RANDOM_WIT = "package wasi:random@0.2.9 { interface random { get-random-u64: func() -> u64; } }"
CLOCK = "wasi:clocks/monotonic-clock@0.2.9"
CLOCK_WIT = "package wasi:clocks@0.2.9 { interface monotonic-clock { now: func() -> u64; } }"
_WASI = {RANDOM: ("get-random-u64", RANDOM_WIT), CLOCK: ("now", CLOCK_WIT)}
_IMPORTS = {
    "num": ("num", "(param i32) (result i32)"),
    "total": ("total", "(param i32 i32) (result i32)"),
    "text": ("text", "(param i32 i32 i32)"),
    "pair": ("pair", "(param i32 i32 i32)"),
    "maybe": ("maybe", "(param i32 i32 i32)"),
    "check": ("check", "(param i32 i32)"),
}


@dataclass(frozen=True)
class Exported:
    """An interface: `number` makes its name and what it computes, `kinds` its functions."""

    number: int
    kinds: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"test:graph{self.number}/api@1.{self.number}.0"

    def wit(self) -> str:
        body = " ".join(KINDS[kind] for kind in self.kinds)
        return f"package test:graph{self.number}@1.{self.number}.0 {{ interface api {{ {body} }} }}"


@dataclass(frozen=True)
class Node:
    """A component: what it exports, what it imports of others, and of WASI."""

    exports: tuple[Exported, ...]
    imports: tuple[Exported, ...] = ()
    wasi: tuple[str, ...] = ()

    def wit(self) -> str:
        """Its world `w`, with the packages that it needs."""
        names = [e.name for e in self.imports] + list(self.wasi)
        lines = [f"import {name};" for name in names] + [f"export {e.name};" for e in self.exports]
        packages = [e.wit() for e in {*self.exports, *self.imports}]
        packages += [_WASI[name][1] for name in self.wasi]
        return "\n".join(["package test:it;", *packages, f"world w {{ {' '.join(lines)} }}"])

    def wat(self) -> str:
        """Its core module."""
        parts = [f'(import "{name}" "{_WASI[name][0]}" (func (result i64)))' for name in self.wasi]
        for each in self.imports:
            parts += [_imported(each, kind) for kind in each.kinds]
        parts += [
            f'(import "[export]{e.name}" "[resource-new]cell"'
            f" (func $new{e.number} (param i32) (result i32)))"
            for e in self.exports
            if "cell" in e.kinds
        ]
        parts.append(_HEAP)
        for each in self.exports:
            parts += [self._exported(each, kind) for kind in each.kinds]
        return f"(module {' '.join(parts)})"

    def _exported(self, each: Exported, kind: str) -> str:
        key = 3 + 2 * each.number
        used = [other.number for other in self.imports if kind in other.kinds]
        body = _BODIES[kind]
        calls = " ".join(body.call.replace("NUMBER", str(number)) for number in used)
        text = body.whole.replace("CALLS", calls).replace("KEY", str(key))
        return text.replace("NAME", each.name).replace("NUMBER", str(each.number))


def _imported(each: Exported, kind: str) -> str:
    if kind != "cell":
        title, signature = _IMPORTS[kind]
        return f'(import "{each.name}" "{title}" (func ${kind}{each.number} {signature}))'
    functions = {
        "make": ("[constructor]cell", "(param i32) (result i32)"),
        "get": ("[method]cell.get", "(param i32) (result i32)"),
        "drop": ("[resource-drop]cell", "(param i32)"),
    }
    return " ".join(
        f'(import "{each.name}" "{title}" (func ${name}{each.number} {signature}))'
        for name, (title, signature) in functions.items()
    )


@dataclass(frozen=True)
class _Body:
    """A function, with what is done for each import in the place of CALLS."""

    whole: str
    call: str


_HEAP = """\
(memory (export "memory") 2) (global $heap (mut i32) (i32.const 4096))
(func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
  (global.set $heap (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
  (global.get $heap)
  (global.set $heap (i32.add (global.get $heap) (local.get 3))))"""
_PAIR = """\
(i32.store (i32.const 16) (local.get 0)) (i32.store (i32.const 20) (local.get 1)) (i32.const 16)"""
_TAKE = "(local.set 0 (i32.load (i32.const 32))) (local.set 1 (i32.load (i32.const 36)))"
_BODIES = {
    # x * KEY, plus that of every import for x + 1
    "num": _Body(
        """(func (export "NAME#num") (param i32) (result i32) (local i32)
        (local.set 1 (i32.mul (local.get 0) (i32.const KEY))) CALLS (local.get 1))""",
        """(local.set 1 (i32.add (local.get 1)
        (call $numNUMBER (i32.add (local.get 0) (i32.const 1)))))""",
    ),
    # the length and KEY times the first element, plus that of every import for the same list
    "total": _Body(
        """(func (export "NAME#total") (param i32 i32) (result i32) (local i32)
        (if (local.get 1) (then
          (local.set 2 (i32.mul (i32.const KEY) (i32.load (local.get 0))))))
        CALLS (i32.add (local.get 2) (local.get 1)))""",
        "(local.set 2 (i32.add (local.get 2) (call $totalNUMBER (local.get 0) (local.get 1))))",
    ),
    # the text after a letter, and that text handed from import to import
    "text": _Body(
        """(func (export "NAME#text") (param i32 i32) (result i32) (local i32)
        (local.set 2 (call $realloc (i32.const 0) (i32.const 0) (i32.const 1)
          (i32.add (local.get 1) (i32.const 1))))
        (i32.store8 (local.get 2) (i32.add (i32.const 62) (i32.const KEY)))
        (memory.copy (i32.add (local.get 2) (i32.const 1)) (local.get 0) (local.get 1))
        (local.set 0 (local.get 2)) (local.set 1 (i32.add (local.get 1) (i32.const 1)))
        CALLS """
        + _PAIR
        + ")",
        "(call $textNUMBER (local.get 0) (local.get 1) (i32.const 32)) " + _TAKE,
    ),
    # a + KEY and b * KEY, handed from import to import
    "pair": _Body(
        """(func (export "NAME#pair") (param i32 i32) (result i32)
        (local.set 0 (i32.add (local.get 0) (i32.const KEY)))
        (local.set 1 (i32.mul (local.get 1) (i32.const KEY))) CALLS """
        + _PAIR
        + ")",
        "(call $pairNUMBER (local.get 0) (local.get 1) (i32.const 32)) " + _TAKE,
    ),
    # nothing becomes 0; then KEY more, handed from import to import
    "maybe": _Body(
        """(func (export "NAME#maybe") (param i32 i32) (result i32)
        (local.set 1 (i32.add (i32.const KEY)
          (i32.mul (local.get 0) (local.get 1)))) (local.set 0 (i32.const 1)) CALLS """
        + _PAIR
        + ")",
        "(call $maybeNUMBER (local.get 0) (local.get 1) (i32.const 32)) "
        "(local.set 0 (i32.load8_u (i32.const 32))) (local.set 1 (i32.load (i32.const 36)))",
    ),
    # an error, one letter, for what KEY divides; else x from import to import, then KEY more
    "check": _Body(
        """(func (export "NAME#check") (param i32) (result i32) (local i32)
        (if (i32.eqz (i32.rem_u (local.get 0) (i32.const KEY))) (then
          (i32.store8 (i32.const 64) (i32.add (i32.const 62) (i32.const KEY)))
          (i32.store (i32.const 16) (i32.const 1)) (i32.store (i32.const 20) (i32.const 64))
          (i32.store (i32.const 24) (i32.const 1)) (return (i32.const 16))))
        CALLS
        (i32.store (i32.const 16) (i32.const 0))
        (i32.store (i32.const 20) (i32.add (local.get 0) (i32.const KEY))) (i32.const 16))""",
        """(call $checkNUMBER (local.get 0) (i32.const 32))
        (if (i32.load8_u (i32.const 32)) (then (return (i32.const 32))))
        (local.set 0 (i32.load (i32.const 36)))""",
    ),
    # a cell holds x + KEY, and what a cell of every import holds that is made of the same x
    "cell": _Body(
        """(func (export "NAME#[constructor]cell") (param i32) (result i32) (local i32 i32)
        (local.set 1 (i32.add (local.get 0) (i32.const KEY))) CALLS
        (call $newNUMBER (local.get 1)))
        (func (export "NAME#[method]cell.get") (param i32) (result i32) (local.get 0))""",
        """(local.set 2 (call $makeNUMBER (local.get 0)))
        (local.set 1 (i32.add (local.get 1) (call $getNUMBER (local.get 2))))
        (call $dropNUMBER (local.get 2))""",
    ),
}
