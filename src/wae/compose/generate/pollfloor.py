"""The floor under ``wasi:io/poll`` where its functions that wait are asynchronous.

It is one component, the same for every app: ``poll_floor/component.wasm``, which
``scripts/poll-floor`` makes of the WAT beside it. Components whose functions were made asynchronous
import this (:mod:`wae.compose.asynchronous`); what they wait for is still WASI 0.2's.
"""

from __future__ import annotations

from functools import cache
from pkgutil import get_data

from wae.binary.decode import decode_component
from wae.binary.types import ComponentType, Interface, Resource, TypeDef
from wae.binary.versions import track

INTERFACE = "wasi:io/poll@0.2"
_POLLABLE = "pollable"
WAITING = ("poll", "[method]pollable.block")
"""The functions that wait."""


@cache
def binary() -> bytes:
    """The component."""
    packaged = get_data(__package__, "poll_floor/component.wasm")
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
    """What it gives; the resource is the one that it imports."""
    resource = {_POLLABLE: TypeDef(Resource())}
    return {
        name: Interface({**i.items, **resource})
        for name, i in kind().exports.items()
        if isinstance(i, Interface)
    }


def is_under(name: str, interface: Interface) -> bool:
    """Whether an import is what the floor is for, which nobody else gives."""
    waits = any(function.is_async for function in interface.functions().values())
    return track(name) == INTERFACE and waits
