"""Slices of composites: what some exports need, and nothing else."""

import dummy
import pytest
from parts import composed, part
from running import Running

from wae.binary.decode import decode_component
from wae.compose.slice import exports_by_need, slice_app
from wae.inspect.report import inspect_app


def answering(interface: str, value: int, imported: str = "") -> bytes:
    """A component whose `f` returns `value`, added to that of the interface it imports."""
    if not imported:
        body, core, given = f"i32.const {value}", "", ""
        declared = ""
    else:
        declared = f'(import "{imported}" (instance $in (export "f" (func (result u32)))))\n'
        declared += '(core func $low (canon lower (func $in "f")))'
        core = '(import "in" "f" (func $in (result i32)))'
        body = f"(i32.add (i32.const {value}) (call $in))"
        given = '(with "in" (instance (export "f" (func $low))))'
    return dummy.from_wat(f"""(component {declared}
      (core module $m {core} (func (export "f") (result i32) {body}))
      (core instance $i (instantiate $m {given}))
      (func $f (result u32) (canon lift (core func $i "f")))
      (instance $out (export "f" (func $f)))
      (export "{interface}" (instance $out)))""")


@pytest.fixture(scope="module")
def app() -> bytes:
    """`a:a/a` needs `b:b/b`, which needs `c:c/c`; `d:d/d` needs nobody."""
    parts = [
        part("a", answering("a:a/a", 1, "b:b/b")),
        part("b", answering("b:b/b", 10, "c:c/c")),
        part("c", answering("c:c/c", 100)),
        part("d", answering("d:d/d", 1000)),
    ]
    return composed(parts, ["a", "b", "d"])[1]


@pytest.mark.parametrize(
    ("exports", "instances"),
    [
        (["a:a/a"], {"a", "b", "c"}),
        (["b:b/b"], {"b", "c"}),
        (["d:d/d"], {"d"}),
        (["b:b/b", "d:d/d"], {"b", "c", "d"}),
    ],
)
def test_only_what_is_needed(app: bytes, exports: list[str], instances: set[str]) -> None:
    """A slice is valid, exports what was asked for, works as the whole, and has nothing else."""
    cut = slice_app(app, exports)
    assert "" == dummy.problem(cut)
    assert exports == list(decode_component(cut).exports)
    assert instances == {i.name for i in inspect_app(cut, "cut").instances if i.size > 8}
    for export in exports:
        whole = Running(app).call("f", interface=export)
        assert whole == Running(cut).call("f", interface=export)
    assert len(cut) <= len(app)


def test_everything_is_the_same_app(app: bytes) -> None:
    """A slice with all exports holds all components, byte for byte."""
    whole = inspect_app(app, "app")
    cut = inspect_app(slice_app(app, list(whole.exports)), "app")
    assert {i.name: i.sha256 for i in whole.instances} == {i.name: i.sha256 for i in cut.instances}


def test_a_root_with_code_is_left_alone() -> None:
    """Where the root is more than wiring, nothing is cut."""
    plain = answering("a:a/a", 1)
    assert slice_app(plain, []) is plain


def test_groups(app: bytes) -> None:
    """Exports of one instance belong together; others do not."""
    assert [["a:a/a"], ["b:b/b"], ["d:d/d"]] == exports_by_need(app, ["a:a/a", "b:b/b", "d:d/d"])
