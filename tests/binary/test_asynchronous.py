"""Functions of a component become asynchronous, its code stays."""

import tempfile
from pathlib import Path

import dummy
import pytest
from hypothesis import given, settings
from strategies import interface_sets

from wae.binary.asynchronous import asynchronous, asynchronous_type
from wae.binary.decode import decode_component
from wae.binary.reader import NotSupported
from wae.binary.types import Func, Interface
from wae.build.wit_text import packages

CONTRACT = """package acme:shop@1.0.0;
interface goods {
    record good { name: string }
    find: func(name: string) -> option<good>;
    resource basket {
        constructor(owner: string);
        add: func(good: good) -> u32;
        empty: static func() -> basket;
    }
}
interface prices { use goods.{good}; price: func(good: good) -> u32; old: async func(); }
world both { import prices; export goods; export tell: func() -> string; }
"""
GOODS, PRICES = "acme:shop/goods@1.0.0", "acme:shop/prices@1.0.0"


def everything(interface: str, function: str) -> bool:
    return True


def waiting(interface: object) -> dict[str, bool]:
    """Which functions of an interface are asynchronous."""
    assert isinstance(interface, Interface)
    return {name: function.is_async for name, function in interface.functions().items()}


def test_all() -> None:
    """All functions become asynchronous but constructors, which cannot be."""
    kind = decode_component(asynchronous(dummy.from_wit(CONTRACT, "both"), everything))
    assert {
        "find": True,
        "[constructor]basket": False,
        "[method]basket.add": True,
        "[static]basket.empty": True,
    } == waiting(kind.exports[GOODS])
    assert {"price": True, "old": True} == waiting(kind.imports[PRICES])
    tell = kind.exports["tell"]
    assert isinstance(tell, Func)
    assert tell.is_async


def test_some() -> None:
    """What is not wanted stays; asking twice is asking once, and the size is what it was."""
    binary = dummy.from_wit(CONTRACT, "both")

    def wanted(interface: str, function: str) -> bool:
        return interface == PRICES

    changed = asynchronous(binary, wanted)
    kind = decode_component(changed)
    assert {"price": True, "old": True} == waiting(kind.imports[PRICES])
    assert {False} == set(waiting(kind.exports[GOODS]).values())
    assert len(binary) == len(changed)
    assert changed == asynchronous(changed, wanted)
    assert "" == dummy.problem(changed)


def test_a_type_of_both_kinds() -> None:
    """One type of a constructor and of another function cannot be both."""
    wit = """package acme:shop@1.0.0; interface goods { resource basket {
        constructor(owner: string); of: static func(owner: string) -> basket; } }
    world w { export goods; }"""
    with pytest.raises(NotSupported, match="a constructor whose type is that of another function"):
        asynchronous(dummy.from_wit(wit), everything)


@pytest.mark.parametrize("side", ["import", "export"])
@settings(max_examples=30, deadline=None)
@given(interfaces=interface_sets())
def test_any_contracts(side: str, interfaces: dict[str, Interface]) -> None:
    """Whatever the types are: the result is valid, and just the functions have changed."""
    binary = component(side, interfaces)
    try:
        changed = asynchronous(binary, everything)
    except NotSupported:
        names = [name for each in interfaces.values() for name in each.functions()]
        assert any(name.startswith("[constructor]") for name in names)
        return
    assert asynchronous_type(decode_component(binary), everything) == decode_component(changed)
    assert "" == dummy.problem(changed)


def component(side: str, interfaces: dict[str, Interface]) -> bytes:
    """A component that imports or exports all of these, as wasm-tools makes it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, text in enumerate(packages(interfaces).values()):
            (folder / f"deps/{number}").mkdir(parents=True)
            (folder / f"deps/{number}/package.wit").write_text(text)
        items = " ".join(f"{side} {each};" for each in interfaces)
        (folder / "root.wit").write_text(f"package t:t; world w {{ {items} }}")
        made = dummy.wasm_tools("component", "embed", "--dummy", "--world", "w", folder)
    assert made.returncode == 0, made.stderr.decode()
    done = dummy.wasm_tools("component", "new", "-", given=made.stdout)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
