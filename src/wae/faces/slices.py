"""The slices of an app: for each exported interface, the components that it needs and no others.

A fresh sandbox of a slice costs less than one of the whole app. Which slices there are, and the
SHA-256 of each, is remembered, so that nobody reads the app again whose slices are compiled.
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
from wae.runtime.eviction import SLICES
from wae.runtime.library import identity, library_path, package_folder
from wae.runtime.optimizing import compiler
from wae.runtime.private_files import kept

RECIPE = f"{__version__}-1"
"""Another for each version of wae, which may cut in another way."""


class Slice:
    """What ``interfaces`` need of an app, as the cache of compiled code wants it."""

    def __init__(
        self, source: _Source, interfaces: list[str], sha256: str, number: int, count: int
    ) -> None:
        self.name = f"{source.granted.name} (part {number} of {count})"
        self.number = number
        self.count = count
        self.interfaces = interfaces
        self.sha256 = sha256
        self._source = source

    def read(self) -> bytes:
        """Its binary. Raises AppError if the app is not there or another by now."""
        return self._source.binary(self.interfaces)


def slices_of(granted: GrantedApp, contract: Contract, where: str) -> list[Slice]:
    """All slices of an app; ``where`` is the cache folder. Raises AppError."""
    source = _Source(granted)
    interfaces = list(contract.interfaces)
    described = _kept(granted, contract, where, lambda: source.described(interfaces))
    return [
        Slice(source, names, sha256, number, len(described))
        for number, (names, sha256) in enumerate(described, 1)
    ]


def are_compiled(granted: GrantedApp, contract: Contract, where: str) -> bool:
    """Whether all slices of an app are compiled, as far as that can be said at once."""
    code = identity(library_path(package_folder()), where)
    try:
        described = _kept(granted, contract, where, _nobody_knows)
    except LookupError:
        return False
    baseline = compiler(deadlines=True)
    return all(
        cache.is_compiled(slice_, code, where, deadlines=True, baseline=baseline)
        for _, slice_ in described
    )


def _kept(
    granted: GrantedApp, contract: Contract, where: str, find: Callable[[], str]
) -> list[tuple[list[str], str]]:
    def parsed(text: str) -> list[tuple[list[str], str]]:
        described = [(list(names), str(sha256)) for names, sha256 in _json(text)]
        if {name for names, _ in described for name in names} != set(contract.interfaces):
            raise ValueError("not the slices of this app")
        return described

    return kept(granted.app.sha256 + SLICES, where, RECIPE, find, parsed)


def _nobody_knows() -> str:
    raise LookupError


class _Source:
    """The app that is cut, read once."""

    def __init__(self, granted: GrantedApp) -> None:
        self.granted = granted

    @cached_property
    def wasm(self) -> bytes:
        return self.granted.source.read()

    def binary(self, interfaces: list[str]) -> bytes:
        return self.granted.with_denials(slice_app(self.wasm, interfaces))

    def described(self, interfaces: list[str]) -> str:
        groups = exports_by_need(self.wasm, interfaces)
        return json.dumps(
            [(names, hashlib.sha256(self.binary(names)).hexdigest()) for names in groups]
        )


def _json(text: str) -> list[Any]:
    value = json.loads(text)
    if not isinstance(value, list):
        raise ValueError("not what was written")
    return value
