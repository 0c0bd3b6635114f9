"""What a service's functions fail with."""

from importlib import import_module
from pkgutil import iter_modules
from typing import get_args

from wit_world import imports

_MODULES = [
    import_module(f"{imports.__name__}.{one.name}") for one in iter_modules(imports.__path__)
]
_CONTRACTS = [one for one in _MODULES if hasattr(one, "Failure") and hasattr(one, "Error")]


def failure(error: object) -> object:
    """The failure with a service's error, of its own server; of other contracts, the error."""
    for contract in _CONTRACTS:
        if isinstance(error, get_args(contract.Error)):
            return contract.Failure(None, error)
    return error
