"""Contracts in any of the forms in which somebody has them, to compare an old one with a new."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.types import ComponentType
from wae.build import given
from wae.build.cache import cache_folder
from wae.build.check import Checked, check_app
from wae.build.components import Components
from wae.build.contract_data import read_type
from wae.build.source import ENTRY
from wae.build.tools import BuildError, last_lines, run, tool
from wae.build.tree import TreeError, read_file
from wae.build.wit import Contracts, read_contracts, write_contracts
from wae.build.wit_package import decode
from wae.compose.capabilities import is_wasi
from wae.compose.changes import Change, Surface, changes, import_changes
from wae.compose.interfaces import Interfaces
from wae.errors import UsageError
from wae.manifest import load_manifest
from wae.manifest.finding import MANIFEST

_ROOT = "wae:compared"


def is_wit_folder(path: Path) -> bool:
    """Whether contracts lie there, and neither an app nor a component."""
    return path.is_dir() and not (path / MANIFEST).is_file() and not (path / ENTRY).is_file()


def compare(old: Surface, new: Surface) -> list[Change]:
    """What changed in exports and, where both are apps, in imports.

    Contracts alone have nothing of what only a world has: that is left out then.
    """
    if old.imports is None or new.imports is None:
        return changes(_of_packages(old), _of_packages(new))
    differences = changes(old, new)
    return differences + import_changes(old.imports, new.imports)


def _of_packages(surface: Surface) -> Surface:
    exports = {name: each for name, each in surface.exports.items() if ":" in name}
    return replace(surface, exports=exports)


def surface_at(path: Path) -> Surface:
    """That of a .wasm, of the app in a folder, or of the contracts in a WIT folder.

    Raises :class:`wae.errors.WaeError` where there are none to be read.
    """
    if is_wit_folder(path):
        return Surface(all_interfaces(read_contracts(path)))
    file = path / MANIFEST if path.is_dir() else path
    if file.suffix == ".toml":
        checked = check_app(Components(load_manifest(file)))
        checked.raise_problems()
        return surface_of(checked)
    try:
        return Surface.of(_type(read_file(file), str(path)))
    except TreeError as error:
        raise BuildError(f"cannot read the contract of {path}: {error.message}") from None
    except OSError as error:
        raise UsageError(
            f"cannot read {path}: {error.strerror}",
            hint="Name a .wasm, a folder with a wae.toml, or one with WIT files",
        ) from None


def contract_of(wasm: bytes, whose: str) -> Surface:
    """What a component exports. Raises :class:`BuildError` for anything else."""
    return Surface.of(_type(wasm, whose))


def contract_of_package(wasm: bytes, whose: str) -> Surface:
    """The interfaces of a published WIT package. Raises :class:`BuildError` for anything else."""
    package = decode(wasm, whose)
    found = all_interfaces({"package": package.files, **package.uses})
    own = {name: each for name, each in found.items() if name.startswith(f"{package.name}/")}
    return Surface(own, found)


def _type(wasm: bytes, whose: str) -> ComponentType:
    try:
        return decode_component(wasm)
    except BinaryError as error:
        raise BuildError(f"cannot read the contract of {whose}: {error.message}") from None


def surface_of(checked: Checked) -> Surface:
    """That of an app in which nothing is wrong."""
    assert checked.type is not None
    return Surface.of(checked.type)


def all_interfaces(contracts: Contracts) -> Interfaces:
    """Every interface of the packages, but WASI's. Raises :class:`BuildError` for bad WIT."""
    contracts = given.with_given({}, contracts, cache_folder())
    with tempfile.TemporaryDirectory() as scratch:
        wit = Path(scratch, "wit")
        write_contracts(contracts, wit)
        world = wit / "world.wit"
        world.write_text(f"package {_ROOT};\n")
        done = run([tool("wasm-tools"), "component", "wit", "--json", wit])
        if done.returncode:
            what = f"its contracts are not valid WIT: {last_lines(done.stderr, 3)}"
            raise BuildError(what, debug=done.stderr)
        data = json.loads(done.stdout)
        names = [
            _full(data["packages"][each["package"]]["name"], each["name"])
            for each in data["interfaces"]
            if each["name"]
        ]
        exports = "".join(f"  export {name};\n" for name in names if not is_wasi(name))
        world.write_text(f"package {_ROOT};\nworld all {{\n{exports}}}\n")
        return Surface.of(read_type("contracts", wit, "all")).exports


def _full(package: str, interface: str) -> str:
    base, _, version = package.partition("@")
    return f"{base}/{interface}" + (f"@{version}" if version else "")
