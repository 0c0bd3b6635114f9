"""Contracts that came out of registries, kept by their digests: builds read them here.

They lie in the build's cache, so whoever empties that fetches them again.
"""

from __future__ import annotations

import hashlib

from wae.build import cache as kept
from wae.build.cache import cache_folder
from wae.build.lock import ContractPin
from wae.build.tools import BuildError

_FOLDER = "fetched"
_SUFFIX = ".wasm"


def load(name: str, pin: ContractPin) -> bytes | None:
    """The contract that is pinned, if it is here and whole."""
    wasm = kept.load(cache_folder() / _FOLDER, _title(name), _key(pin.sha256), _SUFFIX)
    is_whole = wasm is not None and hashlib.sha256(wasm).hexdigest() == pin.sha256
    return wasm if is_whole else None


def keep(name: str, wasm: bytes) -> None:
    """Keeps a contract, whole or not at all. Raises :class:`BuildError`."""
    key = _key(hashlib.sha256(wasm).hexdigest())
    try:
        kept.keep(cache_folder() / _FOLDER, _title(name), key, _SUFFIX, wasm)
    except OSError as error:
        raise BuildError(f"cannot keep {name} in {cache_folder()}: {error.strerror}") from None


def _title(name: str) -> str:
    return name.replace(":", "-")


def _key(sha256: str) -> str:
    return sha256[: kept.KEY_DIGITS]
