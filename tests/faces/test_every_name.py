"""Every function of every app is reached through every face, whatever it is called."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from tests.dummy import from_wit
from tests.faces.odd_names import WORDS, components

import wae
from wae.binary.types import ComponentType
from wae.contract.docs import Docs
from wae.contract.model import Contract, Function, is_handle_free, streamed
from wae.contract.openapi import describe, paths
from wae.contract.python_names import callables
from wae.errors import NameClash
from wae.faces.loaded_app import find_function
from wae.faces.mcp.powers import Power, key
from wae.faces.mcp.tools import Choice, tools
from wae.faces.read_contract import checked_contract, read_contract
from wae.faces.stubs import module_name, stubs
from wae.faces.tree import Tree

FIXTURES = {
    "own": """package t:a;
        world w { export call: func(x: u32) -> u32; export close: func(); export drop: func();
          export f: func(); export f-async: func(); record app { self: u8, wae: list<string> }
          export metrics: func(self: app) -> app; }""",
    "builtins": """package t:x;
        interface i {
          record r { %list: list<string>, str: string, int: s32, z: list<string> }
          variant v { %list(r), str, none, %type(list<u8>) }
          enum e { a, none, mro } flags g { %list, x }
          resource %type { constructor(self: r); %list: func() -> list<v>; str: func() -> str2;
            next: func() -> option<r>; property: static func(x: g) -> tuple<e, g>; }
          type str2 = string;
          %list: func(x: list<string>) -> list<r>; str: func(%list: v) -> string;
          int: func() -> u32; bytes: func(bytes: list<u8>, o: option<e>) -> list<u8>;
          staticmethod: func(); %tuple: func(x: tuple<r, u8>) -> tuple<r>;
          %bool: func() -> bool; }
        world w { export i; }""",
    "packages": """package t:%enum;
        interface wae { type t = u8; record %enum { a: t } f: func(x: %enum) -> %enum; }
        interface %enum { use wae.{%enum, t}; g: func(x: %enum) -> t; }
        world w { export wae; export %enum; export exports: interface { h: func(); }
          export dataclass: interface { record point { x: u8 } p: func() -> point; } }""",
    "imported": """package t:x;
        interface types { record point { x: u8 } record line { a: point, b: point }
          variant shape { dot(point), none } resource pen { draw: func(l: line); } }
        interface i { use types.{line, shape, pen};
          f: func(l: line) -> result<shape, list<line>>; g: func(p: borrow<pen>) -> pen; }
        world w { import types; export i; }""",
    "acronyms": """package t:http;
        interface HTTP-get { record URL { the-URL: string, A: u8 }
          enum a-1 { x, NOT-x } %HTTP-get: func(URL: URL) -> a-1; G-1: func(x: a-1) -> URL; }
        world w { export HTTP-get; }""",
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for stubs, all of which mypy looks at in the end."""
    folder = tmp_path_factory.mktemp("stubs")
    yield folder
    command = [sys.executable, "-m", "mypy", "--strict", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout[-3000:]


@pytest.mark.parametrize("name", FIXTURES)
def test_names_that_are_in_the_way(name: str, checked: Path) -> None:
    """Names of Python's, of wae's and of each other."""
    check(name, read_contract(from_wit(FIXTURES[name])), checked)


def test_random_components(checked: Path) -> None:
    """Components with any types and such names."""
    seen = []

    @settings(max_examples=40, deadline=None, derandomize=True, database=None)
    @given(components())
    def every(kind: ComponentType) -> None:
        try:
            contract = checked_contract(kind, Docs())
        except NameClash:
            return
        seen.append(contract)
        check(f"random{len(seen)}", contract, checked)

    every()
    assert len(seen) > 20
    assert len({*WORDS} & {f.name for contract in seen for f in contract.functions()}) > 5


def check(name: str, contract: Contract, folder: Path) -> None:
    """Looks for each function on each face; its stub is written into ``folder``."""
    functions = contract.functions()
    (folder / f"{module_name(name)}.pyi").write_text(stubs(name, contract))
    app = wae.App.__new__(wae.App)
    tree: Any = Tree(contract, None)  # type: ignore[arg-type]
    super(wae.App, app).__init__(name, tree.text(name), *tree.makers())
    for function in functions:
        assert function is in_python(app, contract, function).function
        assert function is find_function(contract, function.title)
    described = describe(name, contract, token=False)
    validate(described, cls=OpenAPIV31SpecValidator)
    by_json = [f for f in functions if is_handle_free(f) or streamed(contract, f)]
    operations = [path["post"]["operationId"] for path in described["paths"].values()]
    assert len(by_json) == len({*operations}) == len(operations)
    assert by_json == [*paths(contract).values()]
    powers = {key(function): Power("", False) for function in functions}
    offered = tools(contract, powers, Choice())
    assert [f for f in functions if is_handle_free(f)] == [tool.function for tool in offered]
    assert len(offered) == len({tool.name for tool in offered})


def in_python(app: Any, contract: Contract, function: Function) -> Any:
    """What `wae.load` has for the function: where the names say, and not what they hide."""
    place = app
    for name in contract.names.python(function.interface):
        place = getattr(place, name)
    interface = contract.interfaces[function.interface]
    if function.resource is None:
        root = {} if function.interface else contract.names.root()
        names = root or callables(contract.labels(interface, None))
        return getattr(place, names[function.name][0])
    made = getattr(place, interface.classes()[function.resource])
    if function.name.startswith("[constructor]"):
        return made.__new__.__kwdefaults__["_made"]
    names = callables(contract.labels(interface, function.resource))
    return getattr(made, names[function.name][0])
