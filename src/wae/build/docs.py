"""The doc comments of an app's WIT, kept in the app for everyone who uses its contract."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from wae.binary import writer
from wae.build.parameter_docs import split
from wae.build.tools import run, tool
from wae.build.wit import Contracts, write_contracts
from wae.contract.docs import SECTION, path


def docs_section(contracts: Contracts, interfaces: Iterable[str]) -> bytes:
    """The custom section with the texts of these interfaces, empty where there are none.

    The form of the section: `wae.contract.docs`.
    """
    if not contracts:
        return b""
    wanted = set(interfaces)
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch, "wit")
        root.mkdir()
        (root / "root.wit").write_text("package wae:docs;\n", encoding="utf-8")
        write_contracts(contracts, root)
        documented = {path: text for path, text in texts(root) if path.partition("#")[0] in wanted}
    if not documented:
        return b""
    document = json.dumps(documented, ensure_ascii=False, sort_keys=True).encode()
    return writer.custom_section(SECTION, document)


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Path and text of every doc comment in the packages of a WIT folder."""
    done = run([tool("wasm-tools"), "component", "wit", "--json", folder])
    if done.returncode:
        return  # whoever uses these contracts has been told
    data = json.loads(done.stdout)
    for interface in data["interfaces"]:
        package = data["packages"][interface["package"]]["name"]
        base, _, version = package.partition("@")
        name = f"{base}/{interface['name']}" + (f"@{version}" if version else "")
        yield from _interface(name, interface, data["types"])


def _interface(
    name: str, interface: dict[str, Any], types: list[dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    yield from _text(interface, name)
    for label, number in interface["types"].items():
        kind = types[number]
        yield from _text(kind, name, label)
        if isinstance(kind["kind"], dict):
            for part in _parts(kind["kind"]):
                yield from _text(part, name, label, part["name"])
    for label, function in interface["functions"].items():
        for _, text in _text(function, name, label):
            own, parts = split(text, [parameter["name"] for parameter in function["params"]])
            documented = {"": own, **parts}
            yield from (
                (path(name, label, part), text) for part, text in documented.items() if text
            )


def _parts(kind: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields, cases or labels of a type."""
    names = {"record": "fields", "variant": "cases", "enum": "cases", "flags": "flags"}
    return [part for sort, key in names.items() if sort in kind for part in kind[sort][key]]


def _text(item: dict[str, Any], *where: str) -> Iterator[tuple[str, str]]:
    text = (item.get("docs") or {}).get("contents")
    if text:
        yield path(*where), text
