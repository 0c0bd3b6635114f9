"""What comes with wae: the components `http` and `settings`, and contracts as WIT.

All is taken from the bytes of the packaged toolbox, whose digest is known, so that an app needs
neither copies of files nor a build of what others wrote. It is kept in the build's cache, by that
digest.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from pathlib import Path

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.types import Interface
from wae.binary.versions import split
from wae.build import cache as kept
from wae.build import wit_text
from wae.build.tools import BuildError
from wae.build.tree import Tree
from wae.build.wit import Contracts
from wae.compose.apart import component_exporting
from wae.errors import AppError
from wae.faces.read_contract import read_docs
from wae.manifest.origin import HTTP, PREFIX, SETTINGS
from wae.runtime.app import BundledApp

_KNOWN_BY = {HTTP: "wae:http/client", SETTINGS: "wae:settings/values"}
_CONTRACTS = "contracts"
_RECIPE = "1"  # raise it when other things are taken out of the same toolbox
_FOLDER = "given"
_PACKAGE = re.compile(rb"^package ([\w:-]+)", re.MULTILINE)
_USED = re.compile(
    rb"\b(?:import|export|use|include)\s+%?([\w-]+:[\w:-]+)/[\w%-]+(?:@([\w+-]+(?:\.[\w+-]+)*))?"
)
_unpacking = threading.Lock()


def component(name: str, cache: Path) -> bytes:
    """The component `http` or `settings`. Raises :class:`BuildError` without a toolbox."""
    return _taken(name, cache, ".wasm")


def contracts(cache: Path) -> Mapping[str, str]:
    """The WIT of the packages that come with wae, by their names with version.

    Those of `wae:http`, `wae:settings`, `wae:cli`, and of WASI what the toolbox itself uses.
    """
    texts: dict[str, str] = json.loads(_taken(_CONTRACTS, cache, ".json"))
    return texts


def with_given(world: Tree, known: Contracts, cache: Path) -> Contracts:
    """``known``, and the packages of wae's own that a world, or they, refer to and lack.

    What the app has itself goes before. Raises :class:`BuildError` without a toolbox, and for
    another version than the one that comes with wae.
    """
    found = dict(known)
    while lacking := _lacking(world, found):
        texts = contracts(cache)
        brought = {split(name)[0]: name for name in texts}
        for base, version in sorted(lacking.items()):
            name = brought.get(base)
            if name is None:
                return found  # wasm-tools says what is missing, and where
            if version != split(name)[1]:
                raise BuildError(
                    f"{base}@{version} is in no WIT folder of the app; wae brings {name}",
                    hint=f"Import {name}, or add the WIT of {base}@{version}",
                )
            found[f"given/{base.replace(':', '-')}"] = {"package.wit": texts[name].encode()}
    return found


def _lacking(world: Tree, known: Contracts) -> dict[str, str]:
    """The packages of wae and WASI that are referred to and not there, with their versions."""
    texts = [text for files in (world, *known.values()) for text in files.values()]
    declared = {name for text in texts for name in _PACKAGE.findall(text)}
    return {
        name.decode(): version.decode()
        for text in texts
        for name, version in _USED.findall(text)
        if name not in declared and name.startswith((b"wae:", b"wasi:"))
    }


def _taken(name: str, cache: Path, suffix: str) -> bytes:
    try:
        toolbox = BundledApp()
        folder, key = cache / _FOLDER, f"{_RECIPE}-{toolbox.sha256[: kept.KEY_DIGITS]}"
        with _unpacking:  # which takes seconds; all that is asked for later is made at once
            content = kept.load(folder, name, key, suffix)
            if content is None:
                for each, made in _take(toolbox.read()).items():
                    kept.keep(folder, each, key, ".json" if each == _CONTRACTS else ".wasm", made)
                    content = made if each == name else content
    except (AppError, BinaryError) as error:
        raise BuildError(
            f"{PREFIX}{HTTP} and {PREFIX}{SETTINGS} come with the toolbox, but {error.message}",
            hint=error.hint,
        ) from None
    assert content is not None
    return content


def _take(toolbox: bytes) -> dict[str, bytes]:
    """All that is taken out of a toolbox."""
    components = {name: component_exporting(toolbox, by) for name, by in _KNOWN_BY.items()}
    root = {n: i for n, i in _interfaces(toolbox).items() if n.startswith(("wasi:", "wae:cli/"))}
    own = {
        name: interface
        for each in components.values()
        for name, interface in _interfaces(each).items()
        if name.startswith(PREFIX)
    }
    texts = wit_text.packages({**root, **own}, read_docs(toolbox))
    return {**components, _CONTRACTS: json.dumps(texts, sort_keys=True).encode()}


def _interfaces(wasm: bytes) -> dict[str, Interface]:
    kind = decode_component(wasm)
    items = {**kind.imports, **kind.exports}
    return {name: item for name, item in items.items() if isinstance(item, Interface)}
