"""Denials of whatever there is: versions, names, types that WASI does not have, cycles."""

from typing import Any

import dummy
import pytest
import wasi
from denied import AT, OPEN, STREAMS, every
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import composed, part
from strategies import interface_sets

from wae.binary.decode import decode_component
from wae.binary.types import Func, Interface, Named, Own, Primitive, Record, TypeDef
from wae.compose.cycles import CircularTypes
from wae.compose.generate.denial import denial
from wae.compose.interfaces import TypeMismatch
from wae.inspect.recognize import recognize


@pytest.fixture(scope="module")
def interfaces() -> dict[str, Interface]:
    """Every interface of our WASI."""
    return every()


@pytest.mark.parametrize("version", ["0.2.0", "0.2.9", "0.2.12"])
def test_versions_of_what_it_calls(version: str) -> None:
    """A denial calls the host's stderr in the version that the app imports, or else the oldest."""
    alone = wasi.component(f"import wasi:cli/exit@{version};", version)
    planned, _ = composed([part("p", alone)], ["p"])
    assert "wasi:cli/stderr@0.2.0" in planned.roots
    both = wasi.component(
        f"import wasi:cli/exit@{version}; import wasi:cli/stderr@0.2.4;", version, "0.2.4"
    )
    planned, _ = composed([part("p", both)], ["p"])
    assert "wasi:cli/stderr@0.2.4" in planned.roots


def test_names_of_what_it_calls(interfaces: dict[str, Interface]) -> None:
    """Whoever knows which versions the whole app imports says how WASI's own are named."""
    exits = {name: interfaces[name] for name in [f"wasi:cli/exit{AT}"]}
    made = denial("p", list(exits), exits, lambda base: f"{base}@0.2.7")
    expected = {"wasi:cli/stderr@0.2.7", "wasi:io/streams@0.2.7", "wasi:io/error@0.2.7"}
    assert expected == made.imports.keys()


@settings(max_examples=100)
@given(interface_sets(), st.randoms(use_true_random=False))
def test_any_interfaces(interfaces: dict[str, Interface], random: Any) -> None:
    """Whatever interfaces look like, their denial is valid, has their types, and is recognized.

    It is the same in whatever order they come.
    """
    made = denial("p", list(interfaces), interfaces)
    assert "" == dummy.problem(made.binary)
    exports = decode_component(made.binary).exports
    assert {n: i.items for n, i in interfaces.items()} == {
        n: i.items for n, i in exports.items() if isinstance(i, Interface)
    }
    names = list(interfaces)
    random.shuffle(names)
    assert made.binary == denial("p", names, {n: interfaces[n] for n in names}).binary
    actual = recognize(made.binary)
    assert actual is not None
    assert ("denial", 2) == (actual.role, actual.version)


@settings(max_examples=30)
@given(st.data())
def test_any_of_wasi(data: st.DataObject) -> None:
    """The same for any denied part of WASI, with the rest from the host."""
    interfaces = every()
    open_ones = OPEN + data.draw(st.sampled_from([(), STREAMS]))
    some = [name for name in interfaces if not name.startswith(OPEN + STREAMS)]
    denied = data.draw(st.sets(st.sampled_from(some), min_size=1))
    denied |= {n for n in interfaces if n.startswith(STREAMS) and not n.startswith(open_ones)}
    made = denial("p", sorted(denied), interfaces)
    assert "" == dummy.problem(made.binary)
    actual = recognize(made.binary)
    assert actual is not None
    assert {n for n, i in made.imports.items() if i.functions()} == actual.calls


def test_another_stderr(interfaces: dict[str, Interface]) -> None:
    """A component that means something else by WASI's stderr is refused."""
    streams = f"wasi:io/streams{AT}"
    other = Interface({"output-stream": TypeDef(Primitive("u32"))})
    stdout = Func((), Own(Named(streams, "output-stream")))
    denied = {f"wasi:cli/stdout{AT}": Interface({"get-stdout": stdout}), streams: other}
    with pytest.raises(TypeMismatch, match="output-stream of wasi:io/streams"):
        denial("p", [f"wasi:cli/stdout{AT}"], denied)


def test_streams_that_are_none() -> None:
    """What somebody else calls an output stream is denied by its type alone."""
    streams = f"wasi:io/streams{AT}"
    for kind in (Primitive("u32"), Record((("x", Primitive("u32")),))):
        made = denial("p", [streams], {streams: Interface({"output-stream": TypeDef(kind)})})
        assert "" == dummy.problem(made.binary)
        assert {} == made.imports


def test_circles_of_types() -> None:
    """Types that stand for each other are an error, in whatever interface; nothing follows them."""
    own = Interface({"a": TypeDef(Named("x:y/z", "b")), "b": TypeDef(Named("x:y/z", "a"))})
    with pytest.raises(CircularTypes, match="x:y/z"):
        denial("c", ["x:y/z"], {"x:y/z": own})
    one = Interface({"a": TypeDef(Named("x:y/two", "a"))})
    two = Interface({"a": TypeDef(Named("x:y/one", "a"))})
    for denied in (["x:y/one"], ["x:y/two"], ["x:y/one", "x:y/two"]):
        with pytest.raises(CircularTypes):
            denial("c", denied, {"x:y/one": one, "x:y/two": two})
