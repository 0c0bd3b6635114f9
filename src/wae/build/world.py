"""What is known of a component's world before anything is built: its type, and the bindings that
componentize-py makes of it.

Finding out takes four programs, so it is kept in the cache; it goes by the WIT that the world
reaches and the tools' versions alone.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from wae.binary.types import ComponentType
from wae.build import cache as kept
from wae.build.archive import unzip_tree, zip_tree
from wae.build.bindings import Asked, asked_in, make_bindings
from wae.build.contract_data import contract_text
from wae.build.source import Source
from wae.build.tools import tool_version
from wae.build.tree import Tree, read_tree
from wae.build.wit import Contracts, assemble, read_world
from wae.contract import stored

_RECIPE = "2"  # raise it when something else is found out
_FOLDER = "worlds"
_WORLD = "world.json"


@dataclass(frozen=True)
class KnownWorld:
    """``exports`` are full names of interfaces, ``contract`` the type of its components with all
    doc comments (:mod:`wae.contract.stored`), ``bindings`` the files that Python imports.
    """

    name: str
    exports: tuple[str, ...]
    contract: str
    bindings: Tree

    @cached_property
    def type(self) -> ComponentType:
        """The type of a component of this world, but for what its interpreter imports."""
        return stored.read(self.contract)[0]

    @cached_property
    def asked(self) -> list[Asked]:
        """The classes that a component must have in Python."""
        return asked_in(self.bindings)

    @cached_property
    def digest(self) -> str:
        """Tells this world from any other that makes another component."""
        parts: list[Any] = [self.name, self.exports, self.contract]
        parts += [[file, content.hex()] for file, content in sorted(self.bindings.items())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def known_world(
    source: Source,
    contracts: Contracts,
    cache: Path,
    folders: Sequence[Path] = (),
    *,
    is_python: bool = True,
) -> KnownWorld:
    """The world of a component; bindings of one only that ``is_python``.

    Raises :class:`BuildError` for WIT that is not valid; what is wrong in the contracts, it places
    in the ``folders`` that they were read from.
    """
    folder, key = cache / _FOLDER, _key(source, contracts, is_python)
    archive = kept.load(folder, source.name, key, ".zip")
    if archive is None:
        archive = _assembled(source, contracts, folders, is_python)
        kept.keep(folder, source.name, key, ".zip", archive)
    files = dict(unzip_tree(archive))
    known = json.loads(files.pop(_WORLD))
    return KnownWorld(known["name"], tuple(known["exports"]), known["contract"], files)


def _key(source: Source, contracts: Contracts, is_python: bool) -> str:
    trees = [sorted(tree.items()) for tree in (source.world, *contracts.values())]
    parts = (_RECIPE, tool_version("componentize-py"), tool_version("wasm-tools"), trees, is_python)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[: kept.KEY_DIGITS]


def _assembled(
    source: Source, contracts: Contracts, folders: Sequence[Path], is_python: bool
) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        wit, bindings = Path(scratch, "wit"), Path(scratch, "bindings")
        assemble(source, contracts, wit)
        world = read_world(source, wit, contracts, folders)
        bindings.mkdir()
        if is_python:
            make_bindings(source.name, wit, world.name, bindings)
        contract = contract_text(source.name, wit, world.name)
        known = {"name": world.name, "exports": world.exports, "contract": contract}
        files = read_tree(bindings, lambda place: place.name != "__pycache__")
    return zip_tree({**files, _WORLD: json.dumps(known).encode()})
