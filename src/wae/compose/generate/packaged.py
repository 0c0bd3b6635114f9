"""Components that come with wae as files: ``FOLDER/component.wasm``, made of the WAT beside it."""

from __future__ import annotations

from functools import cache
from pkgutil import get_data

from wae.binary.decode import decode_component
from wae.binary.types import ComponentType, Interface


class Packaged:
    """The component in a folder of this package, read when it is asked for."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def binary(self) -> bytes:
        """The component."""
        return _binary(self._folder)

    def imported(self) -> dict[str, Interface]:
        """The interfaces that it imports, cut down to what it needs of them."""
        imports = _kind(self._folder).imports
        return {name: item for name, item in imports.items() if isinstance(item, Interface)}

    def exported(self) -> dict[str, Interface]:
        """The interfaces that it gives."""
        exports = _kind(self._folder).exports
        return {name: item for name, item in exports.items() if isinstance(item, Interface)}


@cache
def _binary(folder: str) -> bytes:
    packaged = get_data(__package__, f"{folder}/component.wasm")
    assert packaged is not None
    return packaged


@cache
def _kind(folder: str) -> ComponentType:
    return decode_component(_binary(folder))
