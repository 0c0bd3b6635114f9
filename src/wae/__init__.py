"""wae: a sandboxed toolbox composed from WebAssembly components, and what composes it."""

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.binary.reader import BinaryError, NotSupported
    from wae.build.command import CommandFailed
    from wae.build.guest import CannotComponentize
    from wae.build.tools import BuildError
    from wae.compose.cycles import CircularTypes
    from wae.compose.graph import PlanError
    from wae.compose.interfaces import TypeMismatch
    from wae.compose.unused import Unused
    from wae.compose.wrap import CannotWrap
    from wae.contract.json_values import InvalidValue
    from wae.contract.shapes import Err, Ok, Some
    from wae.deploy.errors import DeployError, Unreachable
    from wae.deploy.rollout import NotStopped, RolloutFailed
    from wae.errors import (
        AppError,
        ArtifactRefused,
        CacheError,
        Closed,
        Crash,
        EngineError,
        Error,
        NameClash,
        Problems,
        UsageError,
    )
    from wae.errors import WaeError as WaeError
    from wae.faces.objects import Resource
    from wae.faces.python import App, load
    from wae.faces.sandbox import ResultError
    from wae.kit.into import CannotEdit
    from wae.link.errors import LinkError
    from wae.manifest.model import ManifestError
    from wae.registry.connection import ConnectionBroken
    from wae.registry.errors import AuthenticationError, NoArtifact, RegistryError
    from wae.testing.sandbox import CannotFake

_HOMES = {
    "wae.binary.reader": ("BinaryError", "NotSupported"),
    "wae.build.command": ("CommandFailed",),
    "wae.build.guest": ("CannotComponentize",),
    "wae.build.tools": ("BuildError",),
    "wae.compose.cycles": ("CircularTypes",),
    "wae.compose.graph": ("PlanError",),
    "wae.compose.unused": ("Unused",),
    "wae.compose.interfaces": ("TypeMismatch",),
    "wae.compose.wrap": ("CannotWrap",),
    "wae.contract.json_values": ("InvalidValue",),
    "wae.contract.shapes": ("Err", "Ok", "Some"),
    "wae.deploy.errors": ("DeployError", "Unreachable"),
    "wae.deploy.rollout": ("NotStopped", "RolloutFailed"),
    "wae.errors": (
        *("AppError", "ArtifactRefused", "CacheError", "Closed", "Crash", "EngineError", "Error"),
        *("NameClash", "Problems", "UsageError", "WaeError"),
    ),
    "wae.faces.objects": ("Resource",),
    "wae.faces.python": ("App", "load"),
    "wae.faces.sandbox": ("ResultError",),
    "wae.kit.into": ("CannotEdit",),
    "wae.link.errors": ("LinkError",),
    "wae.manifest.model": ("ManifestError",),
    "wae.registry.connection": ("ConnectionBroken",),
    "wae.registry.errors": ("AuthenticationError", "NoArtifact", "RegistryError"),
    "wae.testing.sandbox": ("CannotFake",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "App",
    "AppError",
    "ArtifactRefused",
    "AuthenticationError",
    "BinaryError",
    "BuildError",
    "CacheError",
    "CannotComponentize",
    "CannotEdit",
    "CannotFake",
    "CannotWrap",
    "CircularTypes",
    "Closed",
    "CommandFailed",
    "ConnectionBroken",
    "Crash",
    "DeployError",
    "EngineError",
    "Err",
    "Error",
    "InvalidValue",
    "LinkError",
    "ManifestError",
    "NameClash",
    "NoArtifact",
    "NotStopped",
    "NotSupported",
    "Ok",
    "PlanError",
    "Problems",
    "RegistryError",
    "Resource",
    "ResultError",
    "RolloutFailed",
    "Some",
    "TypeMismatch",
    "Unreachable",
    "Unused",
    "UsageError",
    "load",
]


def __getattr__(name: str) -> object:
    """Imports a public name when it is first asked for: the `wae` command needs none of them."""
    if name not in _HOME:
        raise AttributeError(f"module 'wae' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
