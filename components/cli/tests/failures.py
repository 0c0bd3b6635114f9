"""What a service's functions fail with."""

from typing import get_args

from wit_world.imports import chat, emissions, repositories

_CONTRACTS = (repositories, chat, emissions)


def failure(error: object) -> object:
    """The failure with a service's error, of its own server; of other contracts, the error."""
    for contract in _CONTRACTS:
        if isinstance(error, get_args(contract.Error)):
            return contract.Failure(None, error)
    return error
