"""Finds the `wasmtime` package's shared library and version without importing the package.

`import wasmtime` builds a thousand ctypes prototypes, which takes longer than everything else
that `wae` does at the start of a command.
"""

import os
import sys

from wae.errors import EngineError

SUPPORTED = "50"
"""The major version whose C signatures `capi` declares; another one could corrupt memory."""

_INSTALL = "Install it with `pip install 'wasmtime==50.*'`"
_NAMES = {"linux": "_libwasmtime.so", "darwin": "_libwasmtime.dylib", "win32": "_wasmtime.dll"}
_MACHINES = {"AMD64": "x86_64", "arm64": "aarch64", "ARM64": "aarch64"}


def package_folder() -> str:
    """The folder of the installed `wasmtime` package.

    Raises EngineError if it is not installed.
    """
    for finder in sys.meta_path:
        spec = finder.find_spec("wasmtime", None)
        if spec is not None and spec.origin:
            return os.path.dirname(spec.origin)
    raise EngineError("the Python package wasmtime is not installed", hint=_INSTALL)


def machine() -> str:
    """The CPU architecture as wasmtime's package names it, such as `x86_64`."""
    name = os.uname().machine
    return _MACHINES.get(name, name)


def version(package: str) -> str:
    """The version of the wasmtime package in the folder `package`, such as `50.0.1`.

    Raises EngineError if it is not of the supported major version.
    """
    found = _version_beside(package) or _version_from_metadata()
    if found.partition(".")[0] != SUPPORTED:
        raise EngineError(f"wasmtime {found} is installed, {SUPPORTED}.x is needed", hint=_INSTALL)
    return found


def library_path(package: str) -> str:
    """The path of the shared library in the wasmtime package in the folder `package`.

    Raises EngineError if the package has none for this platform.
    """
    name = _NAMES.get(sys.platform, "")
    path = os.path.join(package, f"{sys.platform}-{machine()}", name)
    if not os.path.isfile(path):
        raise EngineError(
            f"the wasmtime package has no library for {sys.platform} on {machine()}", hint=_INSTALL
        )
    return path


def _version_beside(package: str) -> str:
    """The version in the name of the `.dist-info` folder beside the package, or ""."""
    for name in os.listdir(os.path.dirname(package)):
        if name.startswith("wasmtime-") and name.endswith(".dist-info"):
            return name[len("wasmtime-") : -len(".dist-info")]
    return ""


def _version_from_metadata() -> str:
    from importlib import metadata

    try:
        return metadata.version("wasmtime")
    except metadata.PackageNotFoundError:
        return "of unknown version"
