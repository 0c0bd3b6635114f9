"""Environment markers, evaluated for the guest: pip would evaluate them for the host's Python.

Source: the packaging specification *Dependency specifiers*.
"""

from __future__ import annotations

from packaging.markers import (
    InvalidMarker,
    Marker,
    UndefinedComparison,
    UndefinedEnvironmentName,
)

GUEST_PYTHON = "3.14"

GUEST = {
    "implementation_name": "cpython",
    "implementation_version": f"{GUEST_PYTHON}.0",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_release": "0.0.0",
    "platform_system": "wasi",
    "platform_version": "0.0.0",
    "python_full_version": f"{GUEST_PYTHON}.0",
    "python_version": GUEST_PYTHON,
    "sys_platform": "wasi",
    "extra": "",
}
"""What a guest is. These are all names that a marker may have, so that nothing is the host's."""

_WRONG = (InvalidMarker, UndefinedComparison, UndefinedEnvironmentName, RecursionError)


class BadMarker(ValueError):
    """A text that is no marker, or compares what has no order."""


def holds(marker: str) -> bool:
    """Whether a marker, the text after ``;``, holds in a guest. Raises :class:`BadMarker`."""
    try:
        return Marker(marker).evaluate({**GUEST})
    except _WRONG as error:
        raise BadMarker(str(error)) from None
