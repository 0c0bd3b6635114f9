"""The floor under ``wasi:io/poll`` where its functions that wait are asynchronous.

It is one component, the same for every app: ``poll_floor/component.wasm``, which
``scripts/poll-floor`` makes of the WAT beside it. Components whose functions were made asynchronous
import this (:mod:`wae.compose.asynchronous`); what they wait for is still WASI 0.2's.
"""

from __future__ import annotations

from wae.binary.types import Interface, Resource, TypeDef
from wae.binary.versions import track
from wae.compose.generate.packaged import Packaged

INTERFACE = "wasi:io/poll@0.2"
_POLLABLE = "pollable"
WAITING = ("poll", "[method]pollable.block")
"""The functions that wait."""

_FLOOR = Packaged("poll_floor")
binary, imported = _FLOOR.binary, _FLOOR.imported


def interfaces() -> dict[str, Interface]:
    """What it gives; the resource is the one that it imports."""
    resource = {_POLLABLE: TypeDef(Resource())}
    return {name: Interface({**i.items, **resource}) for name, i in _FLOOR.exported().items()}


def is_under(name: str, interface: Interface) -> bool:
    """Whether an import is what the floor is for, which nobody else gives."""
    waits = any(function.is_async for function in interface.functions().values())
    return track(name) == INTERFACE and waits
