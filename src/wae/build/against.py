"""Contracts in any of the forms in which somebody has them, to compare an old one with a new."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.build import given
from wae.build.cache import cache_folder
from wae.build.check import Checked, check_app
from wae.build.components import Components
from wae.build.contract_data import read_type
from wae.build.source import ENTRY
from wae.build.tools import BuildError, last_lines, run, tool
from wae.build.tree import TreeError, read_file
from wae.build.wit import Contracts, read_contracts, write_contracts
from wae.compose.capabilities import is_wasi
from wae.compose.changes import interfaces
from wae.compose.interfaces import Interfaces
from wae.errors import UsageError
from wae.manifest import load_manifest

MANIFEST = "wae.toml"
_ROOT = "wae:compared"


def is_wit_folder(path: Path) -> bool:
    """Whether contracts lie there, and neither an app nor a component."""
    return path.is_dir() and not (path / MANIFEST).is_file() and not (path / ENTRY).is_file()


def contracts_at(path: Path) -> Interfaces:
    """The interfaces that a .wasm, or the app in a folder, exports, or those of a WIT folder.

    Raises :class:`wae.errors.WaeError` where there are none to be read.
    """
    if is_wit_folder(path):
        return all_interfaces(read_contracts(path))
    file = path / MANIFEST if path.is_dir() else path
    if file.suffix == ".toml":
        checked = check_app(Components(load_manifest(file)))
        checked.raise_problems()
        return own_exports(checked)
    try:
        return _own(interfaces(decode_component(read_file(file)).exports))
    except (BinaryError, TreeError) as error:
        raise BuildError(f"cannot read the contract of {path}: {error.message}") from None
    except OSError as error:
        raise UsageError(
            f"cannot read {path}: {error.strerror}",
            hint="Name a .wasm, a folder with a wae.toml, or one with WIT files",
        ) from None


def own_exports(checked: Checked) -> Interfaces:
    """What the app exports for its callers: not what every command has of WASI."""
    return _own(checked.exports())


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
        return _own(interfaces(read_type("contracts", wit, "all").exports))


def _full(package: str, interface: str) -> str:
    base, _, version = package.partition("@")
    return f"{base}/{interface}" + (f"@{version}" if version else "")


def _own(found: Interfaces) -> Interfaces:
    return {name: each for name, each in found.items() if not is_wasi(name) and ":" in name}
