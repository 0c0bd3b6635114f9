"""The contracts that ``[wit]`` names: read from their places, and compared with the lock."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from wae.build.comments import without_comments
from wae.build.lock import ContractPin, Lock
from wae.build.tree import Tree, TreeError, read_file, read_tree
from wae.manifest import Manifest
from wae.manifest.contracts import ContractEntry

_IDENTITY = re.compile(rb"^package ([\w:@.+-]+)", re.MULTILINE)


@dataclass(frozen=True)
class ContractFiles:
    """A contract's files as a build uses them, where they lie, and what pins them."""

    files: Tree
    place: Path
    pin: ContractPin


def read_contract_files(manifest: Manifest) -> dict[str, ContractFiles]:
    """The contracts of ``[wit]``, by package. Nothing is fetched from anywhere.

    Raises :class:`wae.manifest.ManifestError` for one that is not there, or of another version.
    """
    return {name: _read(manifest, entry) for name, entry in manifest.contracts.items()}


def check_contracts(manifest: Manifest, contracts: Mapping[str, ContractFiles], lock: Lock) -> None:
    """Raises :class:`wae.manifest.ManifestError` where one is not what the lock says.

    Another version than the lock's is what the manifest wants: then there is nothing to compare.
    """
    for name, found in contracts.items():
        known = lock.contracts.get(name)
        if known is None or known.version != found.pin.version or known == found.pin:
            continue
        entry = manifest.contracts[name]
        raise manifest.contract_error(
            entry,
            f"{entry.identity} in {entry.written} is not what wae.lock says: it changed, but its "
            "version did not",
            "See what changed, then accept it: wae build --accept",
        )


def _read(manifest: Manifest, entry: ContractEntry) -> ContractFiles:
    try:
        packages = _packages(entry.path)
    except TreeError as error:
        raise manifest.contract_error(entry, f"{entry.name}: {error.message}", error.hint) from None
    except OSError as error:
        raise manifest.contract_error(
            entry, f"{entry.name}: {entry.path}: {error.strerror}"
        ) from None
    declared = {place: _declared(files) for place, files in packages.items()}
    for place, files in packages.items():
        if entry.identity in declared[place]:
            _check_place(manifest, entry, place)
            digest = hashlib.sha256()
            for name, content in sorted(files.items()):
                for part in (name.encode(), content):
                    digest.update(len(part).to_bytes(8, "little") + part)
            pin = ContractPin(entry.version, digest.hexdigest())
            return ContractFiles(without_comments(files), place, pin)
    there = sorted({each for names in declared.values() for each in names})
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
    """The WIT files below a folder, by the folder that they lie in; or the one file."""
    if path.suffix == ".wit":
        try:
            return {path: {path.name: read_file(path)}}
        except FileNotFoundError:
            raise TreeError(f"there is no {path}") from None
    found: dict[Path, dict[str, bytes]] = {}
    for name, content in read_tree(path, lambda place: not place.name.startswith(".")).items():
        place = PurePosixPath(name)
        if place.suffix == ".wit":
            found.setdefault(path / place.parent, {})[place.name] = content
    return found


def _declared(files: Mapping[str, bytes]) -> set[str]:
    return {name.decode() for text in files.values() for name in _IDENTITY.findall(text)}
