"""Core modules that occur more than once are kept once, and nothing else changes."""

from collections.abc import Iterator

import dummy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts import composed, part
from running import Running

from wae.binary.build import ComponentBuilder
from wae.binary.sections import Id, sections
from wae.binary.writer import custom_section
from wae.compose import share
from wae.compose.share import shared_modules, use_shared


@pytest.fixture(autouse=True, scope="module")
def small_modules_too() -> Iterator[None]:
    """The modules here are a few bytes each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(share, "SMALLEST", 0)
        yield


# Three modules; their constants tell which of them a composite really calls.
MODULES = [f'(core module (func (export "f") (result i32) (i32.const {1 << n})))' for n in range(3)]


def tree(shape: list[int], depth: int, title: str) -> str:
    """A component that adds up the modules in `shape`, each in its order, `depth` levels down."""
    modules = " ".join(MODULES[n] for n in shape)
    instances = " ".join(f"(core instance $i{i} (instantiate {i}))" for i in range(len(shape)))
    calls = [f'(import "m{i}" "f" (func $f{i} (result i32)))' for i in range(len(shape))]
    body = "(i32.const 0)" + "".join(
        f" (i32.mul (i32.const 8)) (i32.add (call $f{i}))" for i in range(len(shape))
    )
    given_ = " ".join(f'(with "m{i}" (instance $i{i}))' for i in range(len(shape)))
    inner = (
        f"{modules} {instances}"
        f'(core module $sum {" ".join(calls)} (func (export "f") (result i32) {body}))'
        f"(core instance $s (instantiate $sum {given_}))"
        f'(func $f (result u32) (canon lift (core func $s "f")))'
        f'(instance $x (export "f" (func $f))) (export "{title}" (instance $x))'
    )
    for _ in range(depth):
        inner = (
            f"{MODULES[0]} (component $c {inner}) (instance $i (instantiate $c))"
            f'(alias export $i "{title}" (instance $y)) (export "{title}" (instance $y))'
        )
    return f"(component {inner})"


def count_modules(binary: bytes, start: int = 0, end: int | None = None) -> int:
    """The core modules in a component, at any depth."""
    actual = 0
    for section in sections(binary, start, end):
        if section.id == Id.CORE_MODULE:
            actual += 1
        elif section.id == Id.COMPONENT:
            actual += count_modules(binary, section.start, section.end)
    return actual


shapes = st.tuples(st.lists(st.integers(0, 2), min_size=1, max_size=4), st.integers(0, 3))


@given(st.lists(shapes, min_size=1, max_size=3))
def test_behaviour_stays(components: list[tuple[list[int], int]]) -> None:
    """Whatever is shared, at whatever depth: each component runs the modules that were its own."""
    parts = [
        part(f"p{i}", dummy.from_wat(tree(shape, depth, f"test:p{i}/x")))
        for i, (shape, depth) in enumerate(components)
    ]
    _, binary = composed(parts, [p.name for p in parts])
    running = Running(binary)
    for i, (shape, _) in enumerate(components):
        expected = 0
        for n in shape:
            expected = expected * 8 + (1 << n)
        assert expected == running.call("f", interface=f"test:p{i}/x")


@pytest.mark.parametrize("depth", [0, 1, 4])
def test_each_module_is_there_once(depth: int) -> None:
    """Two components of the same modules have each of them once between them."""
    parts = [
        part(f"p{i}", dummy.from_wat(tree([0, 1, 2, 0], depth, f"test:p{i}/x"))) for i in range(2)
    ]
    _, binary = composed(parts, ["p0", "p1"])
    assert 4 == count_modules(binary)  # the three, and the sum


def test_what_occurs_once_stays() -> None:
    """A module that only one component has stays where it is."""
    one, two = (dummy.from_wat(tree([n], 0, "test:p/x")) for n in (0, 1))
    kept = shared_modules([one, two])
    assert 1 == len(kept)  # the sum, which is the same in both
    assert one == use_shared(one, {})


def test_nothing_but_modules_is_touched() -> None:
    """A component without shared modules comes back byte for byte."""
    builder = ComponentBuilder()
    builder.core_module(b"\0asm\x01\x00\x00\x00")
    binary = builder.finish("title") + custom_section("note", b"kept")
    assert binary == use_shared(binary, {})


def test_small_modules_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not worth it is not shared: a generated component in a nested app keeps its bytes."""
    monkeypatch.setattr(share, "SMALLEST", 16 << 10)
    parts = [part(f"p{i}", dummy.from_wat(tree([0, 1], 1, f"test:p{i}/x"))) for i in range(2)]
    _, binary = composed(parts, ["p0", "p1"])
    assert all(one.binary in binary for one in parts)
