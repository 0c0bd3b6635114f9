"""A contract with its words, from whatever has one: an app, a component, its folder, WIT."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from wae.binary.decode import decode_component
from wae.binary.types import ComponentType, Interface, Item
from wae.build import given
from wae.build.against import all_interfaces, is_wit_folder
from wae.build.cache import cache_folder
from wae.build.check import check_app
from wae.build.components import Components
from wae.build.docs import texts
from wae.build.wit import Contracts, read_contracts, write_contracts
from wae.compose.capabilities import is_wasi
from wae.contract import stored
from wae.contract.docs import Docs, clean
from wae.faces.read_contract import read_docs
from wae.installed.app import find_app
from wae.manifest import load_manifest
from wae.manifest.finding import manifest_file
from wae.runtime.app import TOOLBOX


@dataclass(frozen=True)
class Described:
    """``app`` is what to write for the app in a command; ``type`` has what it exports, and among
    the imports all interfaces whose types these use."""

    name: str
    app: str
    type: ComponentType
    docs: Docs


def describe(path: str, where: str) -> Described:
    """What lies at ``path``: a .wasm (or ``toolbox``), the folder of an app or its manifest, or a
    folder of WIT, which any app may export. ``where`` is the cache folder.

    Raises :class:`wae.errors.WaeError`.
    """
    place = Path(path)
    if path != TOOLBOX and is_wit_folder(place):
        return _wit(place)
    if path != TOOLBOX and (place.is_dir() or place.suffix == ".toml"):
        return _folder(manifest_file(str(place)))
    wasm = find_app(path, where).read()
    name = Path(path).name.removesuffix(".wasm")
    return Described(name, path, decode_component(wasm), read_docs(wasm))


def _wit(folder: Path) -> Described:
    contracts = read_contracts(folder)
    exports: dict[str, Item] = {**all_interfaces(contracts)}
    name = folder.resolve().name
    return Described(name, "app.wasm", ComponentType({}, exports), _docs(contracts))


def _folder(file: Path) -> Described:
    manifest = load_manifest(file)
    checked = check_app(Components(manifest))
    checked.raise_problems()
    texts: dict[str, str] = {}
    known: dict[str, Item] = {}
    for each in checked.components.values():
        kinds = [each.type] if each.type else []
        if each.world is not None:
            kind, docs = stored.read(each.world.contract)
            texts |= docs.texts
            kinds.append(kind)
        for kind in kinds:
            items = {**kind.imports, **kind.exports}
            known |= {n: item for n, item in items.items() if isinstance(item, Interface)}
    assert checked.type is not None
    exports = {name: item for name, item in checked.type.exports.items() if not is_wasi(name)}
    imports = {n: item for n, item in {**known, **checked.type.imports}.items() if n not in exports}
    kind = ComponentType(imports, exports)
    return Described(manifest.name, f"{manifest.name}.wasm", kind, Docs(texts))


def _docs(contracts: Contracts) -> Docs:
    contracts = given.with_given({}, contracts, cache_folder())
    with tempfile.TemporaryDirectory() as scratch:
        wit = Path(scratch, "wit")
        write_contracts(contracts, wit)
        (wit / "root.wit").write_text("package wae:docs;\n", encoding="utf-8")
        return Docs({path: clean(text) for path, text in texts(wit)})
