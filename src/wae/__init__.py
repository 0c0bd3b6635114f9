"""wae: a sandboxed toolbox composed from WebAssembly components, and what composes it."""

__version__ = "0.1.0"
__all__ = ["App", "Crash", "Error", "Ok", "ResultError", "Some", "WaeError", "load"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.contract.shapes import Error, Ok, Some
    from wae.errors import Crash, WaeError
    from wae.faces.python import App, load
    from wae.faces.sandbox import ResultError

_HOMES = {
    "App": "wae.faces.python",
    "Crash": "wae.errors",
    "Error": "wae.contract.shapes",
    "Ok": "wae.contract.shapes",
    "ResultError": "wae.faces.sandbox",
    "Some": "wae.contract.shapes",
    "WaeError": "wae.errors",
    "load": "wae.faces.python",
}


def __getattr__(name: str) -> object:
    """Imports a public name when it is first asked for: the `wae` command needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module 'wae' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
