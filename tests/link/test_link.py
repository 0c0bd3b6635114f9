"""A linked component does what it did before, with few modules and constants in them."""

import re

import dummy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.compose.running import Running
from tests.link.small import PARTS, small

from wae.binary.reader import BinaryError
from wae.link.component import read_linking
from wae.link.errors import LinkError
from wae.link.merge import merge


def code(component: bytes) -> bytes:
    linking = read_linking(component)
    assert linking is not None
    return merge(linking.program)


def linked(component: bytes) -> bytes:
    linking = read_linking(component)
    assert linking is not None
    return linking.component(merge(linking.program))


def text(binary: bytes) -> str:
    return dummy.wasm_tools("print", "-", given=binary).stdout.decode()


BEFORE, AFTER = small(), linked(small())


def test_valid() -> None:
    """wasm-tools accepts the module of code, and the component."""
    assert "" == dummy.problem(code(BEFORE))
    assert "" == dummy.problem(AFTER)


@settings(max_examples=50, derandomize=True)
@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=4))
def test_same_results(arguments: list[int]) -> None:
    """Calls give what they gave: memory, table, state, host and bindings are the same."""
    before, after = Running(BEFORE), Running(AFTER)
    for argument in arguments:
        assert before.call("run", argument) == after.call("run", argument)


def test_core_modules() -> None:
    """Memory and code are a module each; bindings, shim and fixup stay; all else is gone."""
    own = text(AFTER)
    assert 5 == len(re.findall(r"\n  \(core module", own))
    assert 5 == len(re.findall(r"\n  \(core instance \S+ \(instantiate", own))


def test_code_is_constant() -> None:
    """Addresses and places before the bindings are numbers, calls lead to functions at once."""
    made = text(code(BEFORE))
    assert "i32.const 2052\n" in made  # memory_base + 4
    assert "i32.const 2056\n" in made  # GOT.mem
    assert re.findall(r'\(import "state" "([^"]*)"', made) == [
        "memory",
        "slots",
        "part 0:0",
        "__heap_base",
    ]
    assert ["libruntime.so host ten"] == re.findall(r'\(import "outside" "([^"]*)"', made)
    assert "i32.const 99\n" not in made  # what nobody calls
    segments = re.findall(r"\(elem .*", made)
    assert [True, True, False] == ["i32.const" in one for one in segments]  # what moves stands last


@pytest.mark.parametrize(
    "change",
    [
        {"main": ("4096", "4100")},
        {"main": ("(i32.const 4200)", "(i32.const 4300)")},
        {"main": ("\\64", "\\63")},
        {"main": ("9 funcref", "4000 funcref")},
        {"adapter": ("70000", "80000")},
        {"bindings": ("i32.add", "i32.sub")},
    ],
)
def test_same_code(change: dict[str, tuple[str, str]]) -> None:
    """What differs between components is not in the module of code, so that they share it."""
    other = small(**change)
    assert code(BEFORE) == code(other)
    before, after = Running(other), Running(linked(other))
    assert [before.call("run", n) for n in range(4)] == [after.call("run", n) for n in range(4)]


def test_slots_move() -> None:
    """The bindings' own functions move what lies behind them in the table."""
    moved = small_with_slots_at(16)
    assert code(BEFORE) == code(moved)
    before, after = Running(moved), Running(linked(moved))
    assert before.call("run", 5) == after.call("run", 5)


def small_with_slots_at(place: int) -> bytes:
    """The component whose slots begin at ``place``; the bindings would have those before."""
    main = PARTS["main"]
    for old, new in (
        ("(i32.const 6)", f"(i32.const {place})"),
        ("(i32.const 7)", f"(i32.const {place + 1})"),
        ("9 funcref", f"{place + 3} funcref"),
    ):
        main = main.replace(old, new)
    return small(
        main=(PARTS["main"], main),
        init=("(elem (i32.const 6)", f"(elem (i32.const {place})"),
    )


def test_linked_is_left_alone() -> None:
    """What has been linked, and what is not CPython's, is not linked."""
    assert read_linking(AFTER) is None
    assert read_linking(dummy.from_wat("(component)")) is None
    assert read_linking(dummy.from_wat("(component (core module (func)))")) is None


STARTED = "(func $s) (start $s) (elem (i32.const 1) func)"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"init": ("(elem (i32.const 1) func)", STARTED)}, "init has a start function"),
        ({"init": ("(elem (i32.const 1) func)", "(elem (i32.const 1) func $later)")}, "stretch"),
        (
            {"init": ("func $later $thrice", "func $later $own) (func $own")},
            "functions of its own",
        ),
        ({"main": ("(data", "(func $s) (start $s) (data")}, "main has a start function"),
        ({"main": ("(i32.const 6)))", "(i32.const 60)))")}, "later leads nowhere"),
        (
            {"main": ("(i32.const 6)))", "(i32.add (i32.const 6) (i32.const 0))))")},
            "later is no trampoline",
        ),
        ({"runtime": ("(func $four", "(memory 1) (func $four")}, "a memory or a table of its own"),
        ({"runtime": ("(func $four", '(data "x") (func $four')}, "libruntime.so has data"),
        (
            {"python": ("(global.set $sp (i32.add", "(global.set $thrice (i32.add")},
            "sets a global that is the same for all components",
        ),
        (
            {"wiring": ('"libcomponentize_py_bindings.so" (instance', '"libother.so" (instance')},
            "not wired as expected",
        ),
        (
            {"python": ("(call $reset)", "(atomic.fence) (call $reset)")},
            "unknown instruction 0xfe",
        ),
        (
            {"runtime": ("(func $four", "(global i64 (i64.const 1)) (func $four")},
            "a global that is no number of 32 bits",
        ),
    ],
)
def test_other_layouts(change: dict[str, tuple[str, str]], problem: str) -> None:
    """A layout that the linker does not know is told in one line, and never linked wrongly."""
    made = small(**change)
    with pytest.raises(LinkError, match=problem):
        linked(made)


@settings(max_examples=300, derandomize=True)
@given(st.data())
def test_hostile_bytes(data: st.DataObject) -> None:
    """Broken bytes give a component, a BinaryError, or are left alone; nothing else."""
    broken = bytearray(BEFORE)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(broken) - 1))
        broken[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(broken) // 2, len(broken)))
    try:
        linking = read_linking(bytes(broken[:cut]))
        if linking is not None:
            linking.component(merge(linking.program))
    except BinaryError:
        pass
