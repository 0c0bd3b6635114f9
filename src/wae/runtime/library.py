"""Finds the `wasmtime` package's shared library without importing the package, and says what it is.

`import wasmtime` builds a thousand ctypes prototypes, which takes longer than everything else
that `wae` does at the start of a command.
"""

import os
import sys

from wae.errors import EngineError
from wae.runtime import private_files

SUPPORTED = "50"
"""The major version whose C signatures `capi` declares; another one could corrupt memory."""

SUFFIX = ".engine"
"""How the note ends that keeps what a library is in the cache folder."""

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


def identity(path: str, where: str) -> str:
    """What the library at `path` is: the version that it writes into compiled code, `-`, and the
    start of its SHA-256. It is found out once and remembered in the cache folder `where`.

    Raises EngineError if it is not of the supported version.
    """
    remembered = private_files.remembered(path, where, SUFFIX, lambda: _identity(path))
    version = remembered.partition("-")[0]
    if version.partition(".")[0] != SUPPORTED:
        raise EngineError(
            f"wasmtime {version} is installed, {SUPPORTED}.x is needed", hint=_INSTALL
        )
    return remembered


def claimed_version(package: str) -> str:
    """The version that the metadata beside the package in the folder `package` tell, or ""."""
    for name in os.listdir(os.path.dirname(package)):
        if name.startswith("wasmtime-") and name.endswith(".dist-info"):
            return name[len("wasmtime-") : -len(".dist-info")]
    return _version_from_metadata()


def description(where: str) -> str:
    """The installed wasmtime for people: the library's version and, after it, the package's.

    Raises EngineError as `identity` does.
    """
    package = package_folder()
    version = identity(library_path(package), where).partition("-")[0]
    return f"{version}, package {claimed_version(package) or 'of unknown version'}"


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


def _identity(path: str) -> str:
    from wae.runtime import identity

    return identity.of_library(path)


def _version_from_metadata() -> str:
    from importlib import metadata

    try:
        return metadata.version("wasmtime")
    except metadata.PackageNotFoundError:
        return ""
