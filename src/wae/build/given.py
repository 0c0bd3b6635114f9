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
from wae.binary.versions import split, track
from wae.build import cache as kept
from wae.build import wit_text
from wae.build.tools import BuildError
from wae.build.tree import Tree
from wae.build.wit import Contracts, declared
from wae.compose.apart import component_exporting
from wae.compose.generate import floor
from wae.errors import AppError
from wae.faces.read_contract import read_docs
from wae.manifest.origin import HTTP, PREFIX, SETTINGS
from wae.runtime.app import BundledApp

_KNOWN_BY = {HTTP: "wae:http/client", SETTINGS: "wae:settings/values"}
_CONTRACTS = "contracts"
_HANDLE = "handle"
_RECIPE = "1"  # raise it when other things are taken out of the same toolbox
_FOLDER = "given"
_USED = re.compile(
    rb"\b(?:import|export|use|include)\s+%?([\w-]+:[\w:-]+)/[\w%-]+(?:@([\w+-]+(?:\.[\w+-]+)*))?"
)
_unpacking = threading.Lock()


def component(name: str, cache: Path) -> bytes:
    """The component `http` or `settings`. Raises :class:`BuildError` without a toolbox."""
    return _taken(name, cache, ".wasm")


def contracts(cache: Path) -> Mapping[str, str]:
    """The WIT of the packages that come with wae, by their names with version.

    Those of `wae:http`, `wae:settings`, `wae:cli`; of WASI 0.2 what the toolbox itself uses, of 0.3
    what has a floor, and the handler of requests.
    """
    texts: dict[str, str] = json.loads(_taken(_CONTRACTS, cache, ".json"))
    return {**texts, **_newer()}


def _newer() -> Mapping[str, str]:
    """Those of WASI 0.3, which no toolbox is needed for."""
    newer = floor.given()
    return wit_text.packages({**newer, **_handler(newer)})


def _handler(newer: Mapping[str, Interface]) -> dict[str, Interface]:
    """``wasi:http/handler`` of 0.3, which has the type of ``client``, seen from the other side."""
    (client,) = (name for name in newer if split(name)[0] == "wasi:http/client")
    items = {_HANDLE if name == "send" else name: i for name, i in newer[client].items.items()}
    return {client.replace("/client", "/handler"): Interface(items)}


def with_given(world: Tree, known: Contracts, cache: Path) -> Contracts:
    """``known``, and the packages of wae's own that a world, or they, refer to and lack.

    What the app has itself goes before. Raises :class:`BuildError` without a toolbox, and for
    another version than the one that comes with wae.
    """
    both = dict(known)
    while lacking := _lacking(world, both):
        texts = _newer()
        if not texts.keys() >= {*lacking}:
            texts = contracts(cache)
        for name in lacking:
            base, version = split(name)
            brought = [each for each in texts if split(each)[0] == base]
            if not brought:
                return both  # wasm-tools says what is missing, and where
            if name not in texts:
                raise BuildError(
                    f"{base}@{version} is in no WIT folder of the app; wae brings "
                    f"{' and '.join(brought)}",
                    hint=f"Import {' or '.join(brought)}, or add the WIT of {base}@{version}",
                )
            folder = re.sub(r"[:@]", "-", name)
            both[f"given/{folder}"] = {"package.wit": texts[name].encode()}
    return both


def _lacking(world: Tree, known: Contracts) -> list[str]:
    """The packages of wae and WASI that are referred to and not there, with their versions.

    What the app has in another version is for wasm-tools to tell, if no track tells them apart.
    """
    trees = (world, *known.values())
    there = {track(name) for name in declared(*trees)}
    bases = {split(name)[0] for name in there}
    used = {
        (name.decode(), version.decode())
        for files in trees
        for text in files.values()
        for name, version in _USED.findall(text)
    }
    return sorted(
        f"{name}@{version}"
        for name, version in used
        if name.startswith(("wae:", "wasi:"))
        and (track(f"{name}@{version}") not in there if version else name not in bases)
    )


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
