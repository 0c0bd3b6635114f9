"""What a model may ask to have called: the functions of the other tools, as their contracts say.

Everything here is made when the component is built, from the generated bindings.
"""

import json
from dataclasses import dataclass
from types import FunctionType, ModuleType, NoneType
from typing import Any, get_type_hints

from wit_world.imports import (
    account,
    chat,
    checker,
    emissions,
    generator,
    location,
    names,
    ports,
    repositories,
    time_server,
)

from contract import json_schema, shapes
from contract.shapes import Unsupported

#: The interfaces whose functions are offered, and the tool that each belongs to.
INTERFACES = (
    ("password", generator),
    ("password", checker),
    ("github", repositories),
    ("watttime", emissions),
    ("watttime", account),
    ("watttime", location),
    ("net", names),
    ("net", ports),
    ("net", time_server),
)
#: Functions that change nothing and tell nobody but their own service. Every other needs consent.
HARMLESS = frozenset(
    {
        "password.check",
        "github.get",
        "github.latest-release",
        "github.releases",
        "github.contributors",
        "github.stargazers",
        "watttime.locate",
        "watttime.indexes",
        "watttime.forecast",
        "watttime.historical",
        "watttime.best",
        "watttime.my-access",
    }
)
#: Why consent is asked for, where it is not plain.
REASONS = {
    "password.generate": "What it makes goes to the model's server, and is kept with the chat",
    "watttime.register": "It makes an account",
    "watttime.by-address": "It tells a third party your IP address, and the model where you are",
}
_OTHERS = "It may change something, or tell others something"


@dataclass(frozen=True)
class Function:
    """A function of a contract, as a model gets to know it."""

    #: `github.latest-release`
    label: str
    #: The same as models can write it: `github_latest_release`.
    name: str
    description: str
    #: JSON Schema of its arguments.
    parameters: dict[str, Any]
    hints: dict[str, Any]
    #: Where the parameters stand; see `shapes.place`.
    places: dict[str, str]
    interface: ModuleType

    @property
    def harmless(self) -> bool:
        """Whether it may be called without asking."""
        return self.label in HARMLESS

    @property
    def reason(self) -> str:
        """Why somebody may not want it called."""
        return REASONS.get(self.label, _OTHERS)

    @property
    def tool(self) -> chat.Tool:
        """What a request to the model has."""
        return chat.Tool(self.name, self.description, json.dumps(self.parameters))

    def __call__(self, *arguments: Any) -> Any:
        """Calls it. Raises `Err` as its contract says."""
        name = self.label.partition(".")[2].replace("-", "_")
        return getattr(self.interface, name)(*arguments)


def catalog(interfaces: tuple[tuple[str, ModuleType], ...]) -> dict[str, Function]:
    """The functions of the interfaces by the names that models use; those that take or give
    resources are left out.
    """
    found = {}
    for tool, interface in interfaces:
        for name, thing in vars(interface).items():
            if isinstance(thing, FunctionType) and thing.__module__ == interface.__name__:
                function = _described(f"{tool}.{name.replace('_', '-')}", thing, interface)
                found |= {function.name: function} if function else {}
    return found


def _described(label: str, function: FunctionType, interface: ModuleType) -> Function | None:
    hints = get_type_hints(function)
    result = hints.pop("return")
    try:
        parameters = json_schema.members(function, hints)
        if result is not NoneType:
            json_schema.of(result)
    except Unsupported:
        return None
    module = interface.__name__.rpartition(".")[2].replace("_", "-")
    subject = f"{label.partition('.')[0]} {module}"
    return Function(
        label=label,
        name=label.replace(".", "_").replace("-", "_"),
        description=" ".join([f"{subject}:", *_words(interface), *_words(function)]),
        parameters=parameters,
        hints=hints,
        places={name: shapes.place(function, name) for name in hints},
        interface=interface,
    )


def _words(documented: ModuleType | FunctionType) -> list[str]:
    """What the contract says, without what the bindings add."""
    return (documented.__doc__ or "").partition("Raises:")[0].split()


#: By the names that models use.
FUNCTIONS = catalog(INTERFACES)
