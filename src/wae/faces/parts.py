"""The parts of an app: for each exported interface, the components that it needs and no others.

A fresh sandbox of a part costs less than one of the whole app. Which parts there are, and the
SHA-256 of each, is remembered, so that nobody reads the app again whose parts are compiled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cached_property
from typing import Any

from wae import __version__
from wae.compose.slice import exports_by_need, slice_app
from wae.contract.model import Contract
from wae.grants.granted import GrantedApp
from wae.runtime import cache
from wae.runtime.cache import entry_name
from wae.runtime.eviction import PARTS
from wae.runtime.files import kept
from wae.runtime.library import identity, library_path, package_folder

RECIPE = f"{__version__}-1"
"""Another for each version of wae, which may cut in another way."""


class Part:
    """What ``interfaces`` need of an app, as the cache of compiled code wants it."""

    def __init__(
        self, source: _Source, interfaces: list[str], sha256: str, number: int, count: int
    ) -> None:
        self.name = f"{source.granted.name} (part {number} of {count})"
        self.interfaces = interfaces
        self.sha256 = sha256
        self._source = source

    def read(self) -> bytes:
        """Its binary. Raises AppError if the app is not there or another by now."""
        return self._source.part(self.interfaces)


def parts_of(granted: GrantedApp, contract: Contract, where: str) -> list[Part]:
    """All parts of an app; ``where`` is the cache folder. Raises AppError."""
    source = _Source(granted)
    interfaces = list(contract.interfaces)
    found = _kept(granted, contract, where, lambda: source.described(interfaces))
    return [
        Part(source, names, sha256, number, len(found))
        for number, (names, sha256) in enumerate(found, 1)
    ]


def only_whole(granted: GrantedApp, contract: Contract, where: str) -> bool:
    """Whether an app is compiled, but not all of its parts, as far as that can be said at once."""
    code = identity(library_path(package_folder()), where)
    if not cache.has(entry_name(granted.app.sha256, code), where):
        return False
    try:
        found = _kept(granted, contract, where, _nobody_knows)
    except LookupError:
        return True
    return not all(cache.has(entry_name(part, code, deadlines=True), where) for _, part in found)


def _kept(
    granted: GrantedApp, contract: Contract, where: str, find: Callable[[], str]
) -> list[tuple[list[str], str]]:
    def parsed(text: str) -> list[tuple[list[str], str]]:
        found = [(list(names), str(sha256)) for names, sha256 in _json(text)]
        if {name for names, _ in found for name in names} != set(contract.interfaces):
            raise ValueError("not the parts of this app")
        return found

    return kept(granted.app.sha256 + PARTS, where, RECIPE, find, parsed)


def _nobody_knows() -> str:
    raise LookupError


class _Source:
    """The app that is cut, read once."""

    def __init__(self, granted: GrantedApp) -> None:
        self.granted = granted

    @cached_property
    def wasm(self) -> bytes:
        return self.granted.source.read()

    def part(self, interfaces: list[str]) -> bytes:
        return self.granted.part(slice_app(self.wasm, interfaces))

    def described(self, interfaces: list[str]) -> str:
        groups = exports_by_need(self.wasm, interfaces)
        return json.dumps(
            [(names, hashlib.sha256(self.part(names)).hexdigest()) for names in groups]
        )


def _json(text: str) -> list[Any]:
    found = json.loads(text)
    if not isinstance(found, list):
        raise ValueError("not what was written")
    return found
