"""Components of an app whose contracts are asynchronous: every ``func`` is an ``async func``.

Their code stays as it is (:mod:`wae.binary.asynchronous`). So do functions of WASI, but for those
of ``wasi:io/poll`` that wait, which a floor gives, and for the entry, ``wasi:cli/run``.
"""

from __future__ import annotations

from dataclasses import replace

from wae.binary import asynchronous as binary
from wae.binary.reader import BinaryError
from wae.binary.types import Interface, Item
from wae.binary.versions import track
from wae.compose.capabilities import is_wasi
from wae.compose.generate import pollfloor
from wae.compose.generate.policy import is_policy
from wae.compose.graph import ComponentSpec, PlanError

SYNC, ASYNC = KINDS = ("sync", "async")
"""What the contracts of an app may be."""

_RUN = "wasi:cli/run@0.2"
_NEWER_RUN = "wasi:cli/run@0.3.0"


def asynchronous(spec: ComponentSpec) -> ComponentSpec:
    """A component with asynchronous functions. Raises :class:`PlanError` if it cannot have them."""
    changed = asynchronous_type(spec)
    try:
        return replace(changed, binary=binary.asynchronous(spec.binary, _is_wanted))
    except BinaryError as error:
        raise PlanError(
            spec.name,
            f'the contracts of "{spec.name}" cannot be made asynchronous: {error.message}',
        ) from error


def asynchronous_type(spec: ComponentSpec) -> ComponentSpec:
    """As :func:`asynchronous`, where only the component's type matters."""
    for name, item in spec.type.exports.items():
        if is_wasi(name) and track(name) != _RUN and _is_synchronous(item):
            raise PlanError(
                spec.name,
                f'"{spec.name}" exports {name}, whose functions must not wait, in an app with '
                "asynchronous contracts",
                hint=f'Leave it out: without = ["{spec.name}"]',
            )
    return replace(spec, type=binary.asynchronous_type(spec.type, _is_wanted))


def title(export: str, item: Item) -> str:
    """What an export is called at the root: an entry that waits is WASI 0.3's."""
    if track(export) == _RUN and isinstance(item, Interface) and not _is_synchronous(item):
        return _NEWER_RUN
    return export


def _is_wanted(interface: str, function: str) -> bool:
    if track(interface) == pollfloor.INTERFACE:
        return function in pollfloor.WAITING
    if is_wasi(interface):
        return track(interface) == _RUN
    return not is_policy(interface)


def _is_synchronous(item: Item) -> bool:
    functions = item.functions().values() if isinstance(item, Interface) else ()
    return any(not function.is_async for function in functions)
