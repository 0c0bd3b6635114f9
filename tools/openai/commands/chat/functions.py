"""What a model may ask to have called: the functions of the other tools, as their contracts say.

Names, schemas and values are those of `wae mcp` and of the REST API. Everything here is made when
the component is built.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from componentize_py_types import Err, Ok
from wit_world.imports import chat

from shared.descriptions import TOOLS
from wae.contract import json_call, own
from wae.contract.many import does_many
from wae.contract.model import Contract, is_handle_free
from wae.contract.model import Function as Contracted
from wae.contract.tools import arguments_schema
from wae.tools.description import Tool

#: The tool that asks the model: no model asks itself.
_MODEL = "openai"
_OTHERS = "It may change something, or tell others something"


class Offered(Protocol):
    """What a model may ask to have called, wherever it runs."""

    @property
    def name(self) -> str:
        """How the model calls it."""

    @property
    def harmless(self) -> bool:
        """Whether it may be called without asking."""

    @property
    def reason(self) -> str:
        """Why somebody may not want it called."""

    @property
    def run_all(self) -> Callable[..., Any] | None:
        """Does for a list of first arguments what this does for one."""

    @property
    def tool(self) -> chat.Tool:
        """What a request to the model has."""

    def values(self, arguments: dict[str, Any]) -> list[Any]:
        """The arguments, from JSON. Raises `InvalidValue`."""

    def __call__(self, calls: Sequence[list[Any]]) -> list[Any]:
        """The `Ok` or `Err` of calls with these values."""

    def result(self, value: Any) -> Any:
        """What is `Ok`, as JSON."""

    def error(self, value: Any) -> Any:
        """The payload of an `Err`, as JSON."""


@dataclass(frozen=True)
class Function:
    """A function of a contract, as a model gets to know it."""

    #: `github_repositories_get`
    name: str
    description: str
    #: JSON Schema of its arguments.
    parameters: dict[str, Any]
    contracted: Contracted
    run: Callable[..., Any]
    #: Whether it may be called without asking.
    harmless: bool
    #: Why somebody may not want it called.
    reason: str
    #: Does for a list of first arguments what this does for one.
    run_all: Callable[..., Any] | None = None

    @property
    def tool(self) -> chat.Tool:
        """What a request to the model has."""
        return chat.Tool(self.name, self.description, json.dumps(self.parameters))

    def values(self, arguments: dict[str, Any]) -> list[Any]:
        """The arguments, from JSON. Raises `InvalidValue`."""
        return json_call.values(self.contracted, arguments)

    def __call__(self, calls: Sequence[list[Any]]) -> list[Any]:
        """The `Ok` or `Err` of calls with these values; many go together, where that can be:
        they are alike in all but the first."""
        if self.run_all is not None and len(calls) > 1:
            return list(self.run_all([first for first, *_ in calls], *calls[0][1:]))
        return [_outcome(self.run, values) for values in calls]

    def result(self, value: Any) -> Any:
        """What is `Ok`, as JSON."""
        return json_call.result_json(self.contracted, value)

    def error(self, value: Any) -> Any:
        """The payload of an `Err`, as JSON."""
        return json_call.error_json(self.contracted, value)


def catalog(tools: Sequence[Tool]) -> dict[str, Function]:
    """The functions of tools by the names that models use; those that take or give resources are
    left out.
    """
    homes = {interface: tool for tool in tools for interface in tool.interfaces}
    contract = own.imports(lambda interface: interface in homes)
    functions = [
        _function(contract, homes[function.interface], function)
        for function in contract.functions()
        if is_handle_free(function)
    ]
    return {function.name: _with_all(function, functions) for function in functions}


def _with_all(function: Function, others: Sequence[Function]) -> Function:
    """With the function of its interface that does the same for a list, if there is one.

    What somebody has to allow is not called together with what they may not.
    """
    if function.harmless:
        for other in others:
            if other.harmless and does_many(other.contracted, function.contracted):
                return replace(function, run_all=other.run)
    return function


def _outcome(run: Callable[..., Any], values: list[Any]) -> Any:
    try:
        return Ok(run(*values))
    except Err as error:
        return error


def _function(contract: Contract, tool: Tool, function: Contracted) -> Function:
    interface = function.interface.partition("/")[2].partition("@")[0]
    title = f"{interface}.{function.name}"
    return Function(
        contract.names.tool(function.interface, function.name),
        _description(contract, function),
        arguments_schema(contract, function),
        function,
        own.imported(function),
        title in tool.harmless,
        tool.consent.get(title, _OTHERS),
    )


def _description(contract: Contract, function: Contracted) -> str:
    interface = contract.interfaces[function.interface]
    return " ".join(f"{interface.doc} {function.doc}".split()) or function.title


#: By the names that models use.
FUNCTIONS = catalog([tool for tool in TOOLS if tool.name != _MODEL])
