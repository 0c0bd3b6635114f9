"""A composite taken apart: its components are again what they were, to the byte."""

from collections.abc import Iterator

import dummy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_share import tree

from wae.binary.build import ComponentBuilder
from wae.binary.reader import BinaryError
from wae.compose import share
from wae.compose.apart import component_exporting, components_of
from wae.compose.share import shared_modules, use_shared

SHAPES = st.lists(st.integers(0, 2), min_size=1, max_size=4)


@pytest.fixture(autouse=True, scope="module")
def small_modules_too() -> Iterator[None]:
    """The modules here are a few bytes each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(share, "SMALLEST", 0)
        yield


def composite(binaries: list[bytes]) -> bytes:
    """The components side by side, with shared modules at the root."""
    builder = ComponentBuilder()
    modules = shared_modules(binaries)
    index = {digest: builder.core_module(module) for digest, module in modules.items()}
    for binary in binaries:
        builder.component(use_shared(binary, index))
    return builder.finish("all")


@given(st.lists(st.tuples(SHAPES, st.integers(0, 2)), min_size=1, max_size=4))
def test_as_they_went_in(trees: list[tuple[list[int], int]]) -> None:
    """Whatever modules they share, at whatever depth, each comes out whole and valid."""
    binaries = [dummy.from_wat(tree(s, depth, f"t{n}")) for n, (s, depth) in enumerate(trees)]
    assert binaries == [*components_of(composite(binaries))]


def test_by_what_it_exports() -> None:
    """A component is found by an interface that it exports, of any version, not by a name."""
    one, two = (
        dummy.from_wit(f"package t:x@{v}; interface {n} {{ f: func(); }} world w {{ export {n}; }}")
        for v, n in (("1.2.3", "one"), ("0.1.0", "two"))
    )
    assert two == component_exporting(composite([one, two]), "t:x/two")


@pytest.mark.parametrize(("count", "said"), [(0, "no"), (2, "2")])
def test_none_or_several(count: int, said: str) -> None:
    """Which one is meant is never guessed."""
    one = dummy.from_wit("package t:x@1.2.3; interface one { f: func(); } world w { export one; }")
    with pytest.raises(BinaryError) as caught:
        component_exporting(composite([one] * count), "t:x/one")
    assert f"{said} components in it export t:x/one" == caught.value.message


def test_a_module_that_is_not_there() -> None:
    """An alias of a module that the root does not have is an error, not another module."""
    builder = ComponentBuilder()
    one = dummy.from_wat(tree([0], 0, "t"))
    digest = next(iter(shared_modules([one, one])))
    builder.component(use_shared(one, {digest: 7}))
    with pytest.raises(BinaryError) as caught:
        list(components_of(builder.finish("broken")))
    assert "there is no core module 7 at the root" == caught.value.message
