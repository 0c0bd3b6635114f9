"""Environment markers, evaluated for the guest: pip would evaluate them for the host's Python.

Source: the packaging specification *Dependency specifiers*.
"""

from __future__ import annotations

from wae.build.tools import not_installed

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


class BadMarker(ValueError):
    """A text that is no marker, or compares what has no order."""


def holds(marker: str) -> bool:
    """Whether a marker, the text after ``;``, holds in a guest.

    Raises :class:`BadMarker`; BuildError without the package that reads markers.
    """
    try:
        from packaging import markers
    except ImportError:
        raise not_installed("packaging") from None
    wrong = (markers.InvalidMarker, markers.UndefinedComparison, markers.UndefinedEnvironmentName)
    try:
        return markers.Marker(marker).evaluate({**GUEST})
    except (*wrong, RecursionError) as error:
        raise BadMarker(str(error)) from None
