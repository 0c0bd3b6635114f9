"""The floor under ``wasi:http/client`` of WASI 0.3, made of ``wasi:http`` and ``wasi:io`` of 0.2.

It is one component, the same for every app: ``http_floor/component.wasm``, which
``scripts/http-floor`` makes of the WAT and the WIT beside it.
"""

from __future__ import annotations

from functools import cache
from pkgutil import get_data

from wae.binary.decode import decode_component
from wae.binary.types import ComponentType, Interface

CLIENT, TYPES = INTERFACES = ("wasi:http/client@0.3", "wasi:http/types@0.3")


@cache
def binary() -> bytes:
    """The component."""
    packaged = get_data(__package__, "http_floor/component.wasm")
    assert packaged is not None
    return packaged


@cache
def kind() -> ComponentType:
    """What it imports and exports."""
    return decode_component(binary())


def imported() -> dict[str, Interface]:
    """The interfaces of WASI 0.2 that it imports, cut down to what it needs of them."""
    return {name: i for name, i in kind().imports.items() if isinstance(i, Interface)}


def interfaces() -> dict[str, Interface]:
    """What it gives."""
    return {name: i for name, i in kind().exports.items() if isinstance(i, Interface)}
