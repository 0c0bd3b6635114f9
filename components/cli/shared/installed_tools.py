"""The tools that the user installed: the host lists and runs them, where it offers that."""

import json
from dataclasses import dataclass
from typing import Any

from shared.errors import Failure
from shared.services import Services

_LIST, _CALL, _RUN = "installed-tools/1", "call-installed/1", "run-installed/1"


@dataclass(frozen=True)
class InstalledFunction:
    """A function of an installed tool, with its name and the schema of its arguments (JSON Schema)
    for language models; its command's words, and the options that this cannot do without."""

    tool: str
    name: str
    description: str
    parameters: dict[str, Any]
    command: list[str]
    asks: list[str]


def functions(services: Services) -> list[InstalledFunction]:
    """All of them; none where the host offers none."""
    if _LIST not in services.offered:
        return []
    return [InstalledFunction(**each) for each in _ask(services, _LIST, None)]


def call(services: Services, function: InstalledFunction, arguments: dict[str, Any]) -> Any:
    """An object: `result` or `error` as JSON, or `refused`, which is why there is neither."""
    asked = {"tool": function.tool, "name": function.name, "arguments": arguments}
    return _ask(services, _CALL, asked)


def run(services: Services, arguments: list[str]) -> int:
    """Runs a command line of an installed tool; returns its exit code."""
    code: int = _ask(services, _RUN, arguments)
    return code


def _ask(services: Services, service: str, needs: Any) -> Any:
    status, answer = services.ask(service, json.dumps(needs))
    if status != "ok":
        raise Failure(f"installed tools cannot be reached: {answer.decode()}", "See wae list")
    return json.loads(answer)
