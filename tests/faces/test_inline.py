"""An interface that is written within the world, which has no package."""

import ast
from pathlib import Path

from tests.dummy import from_wat, from_wit

import wae
from wae.faces.read_contract import read_contract
from wae.faces.stubs import stubs

WIT = """package t:x;
world w {
    export inl: interface {
        record pair { a: u8 }
        resource thing { constructor(); get: func() -> pair; }
        hi: func(x: pair) -> thing;
    }
    export other: interface {}
}"""
SEVEN = """(component
  (core module $m (func (export "f") (result i32) i32.const 7))
  (core instance $i (instantiate $m))
  (func $f (result u32) (canon lift (core func $i "f")))
  (instance $out (export "f" (func $f)))
  (export "inl" (instance $out)))"""


def test_python(tmp_path: Path) -> None:
    """Its functions are reached by its name."""
    file = tmp_path / "app.wasm"
    file.write_bytes(from_wat(SEVEN))
    with wae.load(str(file)) as app:
        assert [7, 7] == [app.inl.f(), app["inl"].f()]


def test_stubs() -> None:
    """The stub is Python, and has its types and functions in one class."""
    text = stubs("app", read_contract(from_wit(WIT)))
    (inline,) = [n for n in ast.parse(text).body if isinstance(n, ast.ClassDef) and n.name == "inl"]
    inside = {n.name for n in inline.body if isinstance(n, ast.ClassDef | ast.FunctionDef)}
    assert {"Pair", "Thing", "hi"} == inside
    assert "def hi(x: _inl.Pair | _Mapping[str, object]) -> _inl.Thing: ..." in text
