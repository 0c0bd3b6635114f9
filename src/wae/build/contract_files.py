"""The contracts that ``[wit]`` names: read from their places, and compared with the lock.

Those of registries were fetched by `wae add` or `wae update`; here nobody is asked for anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.types import Interface
from wae.build import fetched, wit_text
from wae.build.comments import without_comments
from wae.build.lock import ContractPin, Lock
from wae.build.tools import BuildError
from wae.build.tree import Tree, TreeError, read_file, read_tree
from wae.build.wit import declared
from wae.build.wit_package import decode
from wae.compose.capabilities import is_wasi
from wae.faces.read_contract import read_docs
from wae.manifest import Manifest
from wae.manifest.contracts import ContractEntry


@dataclass(frozen=True)
class ContractFiles:
    """A contract's files as a build uses them, where they lie, and what pins them."""

    files: Tree
    place: Path
    pin: ContractPin


def read_contract_files(manifest: Manifest, lock: Lock) -> dict[str, ContractFiles]:
    """The contracts of ``[wit]``, by package. Nothing is fetched from anywhere.

    Raises :class:`wae.manifest.ManifestError` for one that is not there, or of another version.
    """
    return {
        name: _read(manifest, entry, entry.path)
        if entry.path
        else _read_fetched(manifest, entry, lock.contracts.get(name))
        for name, entry in manifest.contracts.items()
    }


def is_pinned(entry: ContractEntry, pin: ContractPin | None) -> bool:
    """Whether the lock knows this version of a contract, from this place in a registry."""
    return (
        pin is not None
        and pin.version == entry.version
        and entry.repository is not None
        and pin.oci.partition("@")[0] == entry.repository.name
    )


def check_contracts(manifest: Manifest, contracts: Mapping[str, ContractFiles], lock: Lock) -> None:
    """Raises :class:`wae.manifest.ManifestError` where one is not what the lock says.

    Another version than the lock's is what the manifest wants: then there is nothing to compare.
    """
    for name, files in contracts.items():
        known = lock.contracts.get(name)
        if known is None or known.version != files.pin.version or known == files.pin:
            continue
        entry = manifest.contracts[name]
        raise manifest.contract_error(
            entry,
            f"{entry.identity} in {entry.written} is not what wae.lock says: it changed, but its "
            "version did not",
            "See what changed, then accept it: wae build --accept",
        )


def _read_fetched(
    manifest: Manifest, entry: ContractEntry, pin: ContractPin | None
) -> ContractFiles:
    wasm = fetched.load(entry.name, pin) if pin and is_pinned(entry, pin) else None
    if pin is None or wasm is None:
        what = "has not been fetched" if is_pinned(entry, pin) else "is not in wae.lock"
        raise manifest.contract_error(
            entry,
            f"{entry.identity} of {entry.written} {what}, and a build fetches nothing",
            f"Fetch it: wae update {entry.name}",
        )
    try:
        package = decode(wasm, entry.written)
    except BuildError as error:
        raise manifest.contract_error(entry, error.message, error.hint) from None
    return ContractFiles(without_comments(package.files), Path(entry.written), pin)


def _read(manifest: Manifest, entry: ContractEntry, path: Path) -> ContractFiles:
    try:
        packages = _packages(path)
    except TreeError as error:
        raise manifest.contract_error(entry, f"{entry.name}: {error.message}", error.hint) from None
    except OSError as error:
        raise manifest.contract_error(entry, f"{entry.name}: {path}: {error.strerror}") from None
    for place, files in packages.items():
        if entry.identity in declared(files):
            _check_place(manifest, entry, place)
            digest = hashlib.sha256()
            for name, content in sorted(files.items()):
                for part in (name.encode(), content):
                    digest.update(len(part).to_bytes(8, "little") + part)
            pin = ContractPin(entry.version, digest.hexdigest())
            return ContractFiles(without_comments(files), place, pin)
    there = sorted(declared(*packages.values()))
    raise manifest.contract_error(
        entry,
        f"{entry.written} has no package {entry.identity}",
        f"It has {', '.join(there)}" if there else "It has no WIT package",
    )


def _check_place(manifest: Manifest, entry: ContractEntry, place: Path) -> None:
    real = place.resolve()
    if any(real.is_relative_to(folder.resolve()) for folder in manifest.wit):
        raise manifest.contract_error(
            entry,
            f"{entry.written} lies in a folder that [app] wit names already",
            "Remove one of them",
        )


def _packages(path: Path) -> dict[Path, dict[str, bytes]]:
    """The WIT files below a folder, by the folder that they lie in; or the one file; or the text of
    what an app exports, by package."""
    if path.suffix in (".wit", ".wasm"):
        try:
            content = read_file(path)
        except FileNotFoundError:
            raise TreeError(f"there is no {path}") from None
        return _exported(path, content) if path.suffix == ".wasm" else {path: {path.name: content}}
    packages: dict[Path, dict[str, bytes]] = {}
    for name, content in read_tree(path, lambda place: not place.name.startswith(".")).items():
        place = PurePosixPath(name)
        if place.suffix == ".wit":
            packages.setdefault(path / place.parent, {})[place.name] = content
    return packages


def _exported(path: Path, app: bytes) -> dict[Path, dict[str, bytes]]:
    """The contracts that an app or component exports, with their comments if wae built it.

    What they refer to of WASI comes with wae, as everywhere.
    """
    try:
        kind = decode_component(app)
    except BinaryError as error:
        raise TreeError(f"{path}: {error.message}") from None
    known = {**kind.imports, **kind.exports}
    interfaces = {name: item for name, item in known.items() if isinstance(item, Interface)}
    texts = wit_text.packages(interfaces, read_docs(app))
    return {
        path / package: {"package.wit": text.encode()}
        for package, text in texts.items()
        if not is_wasi(package)
    }
