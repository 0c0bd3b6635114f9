"""Every function of official WASI 0.2, denied: what each answers, as a table to read."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dummy
import pytest
from running import Running
from test_stub import plain, seen
from tests.peers.npm_server import package
from wasmtime import Trap, WasmtimeError
from wasmtime.component._types import EnumType, OwnType, ResourceAny, ValType, VariantLikeType

from tests import golden
from wae.binary.decode import decode_component
from wae.binary.types import (
    Borrow,
    Enum,
    Flags,
    Func,
    Interface,
    List,
    Named,
    Option,
    Own,
    Primitive,
    Record,
    Resource,
    Result,
    Tuple,
    Type,
    TypeDef,
    Variant,
)
from wae.compose.generate.denial import denial

WIT = Path("lib", "wit", "builtin", "0.2.12")
VERSION = "@0.2.12"
OPEN = ("wasi:io/error", "wasi:io/poll", "wasi:clocks/", "wasi:random/")
STREAMS = ("wasi:io/streams", "wasi:cli/stderr")


@pytest.fixture(scope="module")
def interfaces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Interface]:
    """Every interface of WASI 0.2.12, unstable functions included."""
    folder = tmp_path_factory.mktemp("wasi")
    shutil.copytree(package("@bytecodealliance/jco") / WIT, folder / "deps")
    names = [f"wasi:{each}{VERSION}" for each in _named(folder / "deps")]
    lines = "".join(f"import {name};\n" for name in names)
    (folder / "root.wit").write_text(f"package test:it;\nworld w {{\n{lines}}}\n")
    options = ("--all-features", "--dummy", "--world", "w", folder)
    embedded = dummy.wasm_tools("component", "embed", *options)
    assert embedded.returncode == 0, embedded.stderr.decode()
    made = dummy.wasm_tools("component", "new", "-", given=embedded.stdout)
    assert made.returncode == 0, made.stderr.decode()
    imports = decode_component(made.stdout).imports
    return {name: item for name, item in imports.items() if isinstance(item, Interface)}


def _named(packages: Path) -> Iterator[str]:
    """The interfaces of the packages in a folder."""
    for folder in sorted(packages.iterdir()):
        for line in (folder / "package.wit").read_text().splitlines():
            if line.startswith("interface "):
                yield f"{folder.name.removeprefix('wasi-')}/{line.split()[1]}"


@pytest.mark.parametrize("streams", ["own", "hosts"])
def test_every_function(interfaces: dict[str, Interface], streams: str) -> None:
    """Each answers what the table says; only what the table says does not return.

    `nobody has …`: it cannot be called, for that resource cannot be had.
    """
    open_ones = OPEN + (STREAMS if streams == "hosts" else ())
    denied = [name for name in interfaces if not name.startswith(open_ones)]
    made = denial("p", denied, interfaces)
    assert "" == dummy.problem(made.binary)
    table = _Table(made.binary, {name: interfaces[name] for name in denied}, interfaces)
    text = "\n".join(table.lines()).replace(VERSION, "")
    golden.check(golden.FOLDER / "denials" / f"{streams}-streams.txt", text)


class _NobodyHas(Exception):
    """A resource of this type cannot be had."""


class _Table:
    def __init__(
        self, binary: bytes, denied: dict[str, Interface], interfaces: dict[str, Interface]
    ) -> None:
        self.binary, self.denied, self.interfaces = binary, denied, interfaces
        self.makers: dict[Named, tuple[str, str]] = {}
        self._find_makers()

    def lines(self) -> Iterator[str]:
        for owner, interface in self.denied.items():
            for title, func in interface.functions().items():
                yield f"{owner} {title}: {self._line(owner, title, func)}"

    def _find_makers(self) -> None:
        """The functions that return a resource, as long as that finds new ones."""
        known = -1
        while known < len(self.makers):
            known = len(self.makers)
            for owner, interface in self.denied.items():
                for title, func in interface.functions().items():
                    kind = self._definition(func.result)
                    kind = self._definition(kind.ok) if isinstance(kind, Result) else kind
                    if not isinstance(kind, Own) or self._origin(kind.resource) in self.makers:
                        continue
                    if self._returns_a_resource(owner, title, func):
                        self.makers[self._origin(kind.resource)] = owner, title

    def _returns_a_resource(self, owner: str, title: str, func: Func) -> bool:
        line = self._line(owner, title, func)
        return line.removeprefix("ok: ") == "a resource"

    def _line(self, owner: str, title: str, func: Func) -> str:
        running = Running(self.binary, {})
        try:
            result = running.type(title, owner).result
            return _text(result, self._call(running, owner, title, func))
        except _NobodyHas as error:
            return f"nobody has a {error}"
        except (Trap, WasmtimeError):
            return f'says "{running.stderr.decode().strip()}" and traps'

    def _call(self, running: Running, owner: str, title: str, func: Func) -> Any:
        kinds = [kind for _, kind in running.type(title, owner).params]
        values = [self._value(running, kind) for _, kind in func.params]
        given = [seen(kind, value) for kind, value in zip(kinds, values, strict=True)]
        return plain(running.call(title, *given, interface=owner))

    def _value(self, running: Running, kind: Type | None) -> Any:
        """The least value of a type, in the terms of `wae.compose.generate.abi.Image`."""
        match self._definition(kind):
            case Primitive("string"):
                return ""
            case Primitive("bool"):
                return False
            case Primitive():
                return 0
            case List() | Flags():
                return ()
            case Option():
                return ("none", None)
            case Result(ok, _):
                return ("ok", self._value(running, ok))
            case Record(fields):
                return {name: self._value(running, field) for name, field in fields}
            case Tuple(items):
                return tuple(self._value(running, item) for item in items)
            case Enum(labels):
                return (labels[0], None)
            case Variant(cases):
                return (cases[0][0], self._value(running, cases[0][1]))
            case Own(resource) | Borrow(resource):
                origin = self._origin(resource)
                if origin not in self.makers:
                    raise _NobodyHas(origin.name)
                owner, title = self.makers[origin]
                made = self._call(running, owner, title, self.denied[owner].functions()[title])
                return getattr(made, "payload", made)
        return None

    def _definition(self, kind: Type | None) -> Type | None:
        while isinstance(kind, Named):
            item = self.interfaces[kind.owner].items[kind.name]
            assert isinstance(item, TypeDef)
            kind = item.type
        return kind

    def _origin(self, resource: Type) -> Named:
        assert isinstance(resource, Named)
        item = self.interfaces[resource.owner].items[resource.name]
        assert isinstance(item, TypeDef)
        return resource if isinstance(item.type, Resource) else self._origin(item.type)


def _text(kind: ValType | None, value: Any) -> str:
    """A value as wasmtime gives it, which leaves out cases where the payload tells them apart."""
    if kind is None:
        return "nothing"
    if isinstance(kind, VariantLikeType):
        tag, payload = _case(kind, value)
        inner = dict(kind._cases())[tag]
        return tag if inner is None else f"{tag}: {_text(inner, payload)}"
    return "a resource" if isinstance(kind, OwnType) else repr(value)


def _case(kind: VariantLikeType, value: Any) -> tuple[str, Any]:
    if kind._tagged():
        return value.tag, value.payload
    matching_export = [name for name, inner in kind._cases() if _may_be(inner, value)]
    return matching_export[0], value


def _may_be(kind: ValType | None, value: Any) -> bool:
    if isinstance(kind, VariantLikeType):
        return any(_may_be(inner, value) for _, inner in kind._cases())
    if isinstance(kind, EnumType):
        return isinstance(value, str)
    if isinstance(kind, OwnType):
        return isinstance(value, ResourceAny)
    return (kind is None) == (value is None)
