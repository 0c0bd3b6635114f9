"""What a model may ask to have called: the functions of the other tools, as their contracts say.

Names, schemas and values are those of `wae mcp` and of the REST API. Everything here is made when
the component is built.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wit_world.imports import chat

from shared.descriptions import TOOLS
from wae.contract import json_call, own
from wae.contract.model import Contract, is_plain
from wae.contract.model import Function as Contracted
from wae.contract.tools import arguments_schema
from wae.tools.description import Tool

#: The tool that asks the model: no model asks itself.
_MODEL = "openai"
_OTHERS = "It may change something, or tell others something"


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

    @property
    def tool(self) -> chat.Tool:
        """What a request to the model has."""
        return chat.Tool(self.name, self.description, json.dumps(self.parameters))

    def values(self, arguments: dict[str, Any]) -> list[Any]:
        """The arguments, from JSON. Raises `InvalidValue`."""
        return json_call.values(self.contracted, arguments)

    def __call__(self, values: list[Any]) -> Any:
        """Its result as JSON. Raises `Err` as its contract says."""
        return json_call.result_json(self.contracted, self.run(*values))

    def error(self, value: Any) -> Any:
        """The payload of such an `Err` as JSON."""
        return json_call.error_json(self.contracted, value)


def catalog(tools: Sequence[Tool]) -> dict[str, Function]:
    """The functions of tools by the names that models use; those that take or give resources are
    left out.
    """
    homes = {interface: tool for tool in tools for interface in tool.interfaces}
    contract = own.imports(lambda interface: interface in homes)
    functions = (
        _function(contract, homes[function.interface], function)
        for function in contract.functions()
        if is_plain(function)
    )
    return {function.name: function for function in functions}


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
