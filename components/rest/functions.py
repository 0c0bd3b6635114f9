"""The functions that the component serves: those of ours that its world imports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wae.contract import own
from wae.contract.json_call import prepare
from wae.contract.model import Contract, Function, Streamed, streamed
from wae.contract.openapi import describe, paths


@dataclass(frozen=True)
class Endpoint:
    """`run` is the bindings' function; `stream` says how it streams, if it does."""

    function: Function
    stream: Streamed | None
    run: Callable[..., Any]


def endpoints(contract: Contract) -> dict[str, Endpoint]:
    """The functions by their path."""
    return {
        path: Endpoint(function, streamed(contract, function), own.imported(function))
        for path, function in paths(contract).items()
    }


def description(contract: Contract) -> dict[str, Any]:
    """The OpenAPI description; whether a call needs the token, the operator decides."""
    document = describe("toolbox", contract, token=True)
    return {**document, "security": [{}, *document["security"]]}


def _is_served(interface: str) -> bool:
    # Files are served as they are, not called.
    return not interface.startswith(("wasi:", "wae:files/"))


CONTRACT = own.imports(_is_served)
for _function in CONTRACT.functions():
    prepare(_function)
ENDPOINTS = endpoints(CONTRACT)
DOCUMENT = description(CONTRACT)
