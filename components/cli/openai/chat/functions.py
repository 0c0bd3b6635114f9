"""What a model may ask to have called: the functions of the other tools, as their contracts say.

Names, schemas and values are those of `wae mcp` and of the REST API. Everything here is made when
the component is built.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wit_world.imports import chat

from wae.contract import json_call, own
from wae.contract.model import Contract, is_plain
from wae.contract.model import Function as Contracted
from wae.contract.tools import arguments_schema

#: The packages whose functions are offered.
PACKAGES = frozenset({"wae:password", "wae:github", "wae:watttime", "wae:net"})
#: Functions that change nothing and tell nobody but their own service. Every other needs consent.
HARMLESS = frozenset(
    {
        "password_checker_check",
        "github_repositories_get",
        "github_repositories_latest-release",
        "github_repositories_releases",
        "github_repositories_contributors",
        "github_repositories_stargazers",
        "watttime_emissions_locate",
        "watttime_emissions_indexes",
        "watttime_emissions_forecast",
        "watttime_emissions_historical",
        "watttime_emissions_best",
        "watttime_emissions_my-access",
    }
)
#: Why consent is asked for, where it is not plain.
REASONS = {
    "password_generator_generate": (
        "What it makes goes to the model's server, and is kept with the chat"
    ),
    "watttime_account_register": "It makes an account",
    "watttime_location_by-address": (
        "It tells a third party your IP address, and the model where you are"
    ),
}
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

    @property
    def harmless(self) -> bool:
        """Whether it may be called without asking."""
        return self.name in HARMLESS

    @property
    def reason(self) -> str:
        """Why somebody may not want it called."""
        return REASONS.get(self.name, _OTHERS)

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


def catalog(contract: Contract) -> dict[str, Function]:
    """The functions of a contract by the names that models use; those that take or give resources
    are left out.
    """
    functions = (
        Function(
            contract.names.tool(function.interface, function.name),
            _description(contract, function),
            arguments_schema(contract, function),
            function,
            own.imported(function),
        )
        for function in contract.functions()
        if is_plain(function)
    )
    return {function.name: function for function in functions}


def _description(contract: Contract, function: Contracted) -> str:
    interface = contract.interfaces[function.interface]
    return " ".join(f"{interface.doc} {function.doc}".split()) or function.title


#: By the names that models use.
FUNCTIONS = catalog(own.imports(lambda name: name.partition("/")[0] in PACKAGES))
