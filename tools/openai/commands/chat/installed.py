"""Functions of tools that the user installed, as a model may ask to have them called."""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from componentize_py_types import Err, Ok
from wit_world.imports import chat

from shared import installed_tools
from shared.installed_tools import InstalledFunction
from shared.services import Services
from tools.openai.commands.chat.functions import FUNCTIONS, Offered
from wae.contract.names import LONGEST_TOOL, hashed


@dataclass(frozen=True)
class Installed:
    """One of them; its values are JSON, which the host checks and converts."""

    name: str
    function: InstalledFunction
    services: Services
    harmless = False
    run_all = None

    @property
    def reason(self) -> str:
        """Why somebody may not want it called."""
        return f"It belongs to the installed tool {self.function.tool}"

    @property
    def tool(self) -> chat.Tool:
        """What a request to the model has."""
        schema = json.dumps(self.function.parameters)
        return chat.Tool(self.name, self.function.description, schema)

    def values(self, arguments: dict[str, Any]) -> list[Any]:
        """The arguments as they are."""
        return [arguments]

    def __call__(self, calls: Sequence[list[Any]]) -> list[Any]:
        """The `Ok` or `Err` of calls with these values."""
        return [self._outcome(arguments) for (arguments,) in calls]

    def result(self, value: Any) -> Any:
        """What is `Ok`, as JSON."""
        return value

    def error(self, value: Any) -> Any:
        """The payload of an `Err`, as JSON."""
        return value

    def _outcome(self, arguments: dict[str, Any]) -> Ok[Any] | Err[Any]:
        answer = installed_tools.call(self.services, self.function, arguments)
        if "result" in answer:
            return Ok(answer["result"])
        return Err(answer.get("error", answer.get("refused")))


@functools.cache
def offered(services: Services) -> dict[str, Offered]:
    """The functions of all tools, by the names that models use: one that another has already is
    called by its tool as well.
    """
    known: dict[str, Offered] = {**FUNCTIONS}
    for function in installed_tools.functions(services):
        name = function.name
        if name in known:
            name = f"{function.tool.replace('-', '_')}_{name}"
            if len(name) > LONGEST_TOOL or name in known:
                name = hashed(name, f"{function.tool}#{function.name}")
        known[name] = Installed(name, function, services)
    return known
