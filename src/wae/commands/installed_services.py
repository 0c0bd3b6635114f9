"""What the toolbox may ask of the host about the tools that the user installed.

Services as in `wae.runtime.services`; requests and answers are JSON.

- `installed-tools/1`: a list of functions. Each has `tool`, `name` (as language models call it),
  `description`, `parameters` (JSON Schema of its arguments); `command` (what is typed after `wae`)
  and `asks`, the options that it cannot do without.
- `call-installed/1` needs `tool`, `name` and `arguments`, an object. It answers an object with
  `result` or `error`, as the contract has it, or with `refused`: why there is neither.
- `run-installed/1` needs a list of arguments, of which the first is the tool. It does what `wae`
  does with them, results on stdout, and answers the exit code.

A tool runs as ever: sealed, with what it was granted when it was installed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wae.commands import installed
from wae.contract.json_call import error_json, result_json, values
from wae.contract.json_values import InvalidValue
from wae.contract.tools import arguments_schema
from wae.errors import WaeError
from wae.installed import lock
from wae.installed.app import InstalledTool
from wae.runtime import cache_directory, terminal
from wae.tools.command import Command, Failed

if TYPE_CHECKING:
    from wae.runtime.services import Answer


def tools(_needs: bytes) -> Answer:
    """`installed-tools/1`; a tool that is damaged has no function: who runs it is told."""
    return _answer(
        [
            {
                "tool": tool,
                "name": _name(command),
                "description": " ".join(command.doc.split()),
                "parameters": arguments_schema(command.contract, command.function),
                "command": [tool, command.name],
                "asks": [option.name for option in command.options if option.is_needed],
            }
            for tool in lock.read(os.environ)
            for command in installed.known(tool)
        ]
    )


def call(needs: bytes) -> Answer:
    """`call-installed/1`."""
    asked = json.loads(needs)
    try:
        return _answer(_called(asked["tool"], asked["name"], asked["arguments"]))
    except (InvalidValue, WaeError) as error:
        return _answer({"refused": error.message})


def run(needs: bytes) -> Answer:
    """`run-installed/1`."""
    name, *arguments = json.loads(needs)
    try:
        code = installed.main(name, arguments)
    except WaeError as error:
        terminal.line(error.line())
        code = error.exit_code
    sys.stdout.flush()
    return _answer(code)


def _called(tool: str, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    command = next((one for one in installed.known(tool) if _name(one) == name), None)
    if command is None:
        return {"refused": f"{tool} has no function {name}"}
    where = cache_directory.path(os.environ)
    app = InstalledTool(lock.find(tool, os.environ), os.environ, where)
    function = command.function
    given: Sequence[Any] = values(function, arguments)
    try:
        value = installed.caller(app, where)(function, given)
    except Failed as failed:
        return {"error": error_json(function, failed.error)}
    return {"result": result_json(function, value)}


def _name(command: Command) -> str:
    return command.contract.names.tool(command.function.interface, command.function.name)


def _answer(value: Any) -> Answer:
    return b"ok", json.dumps(value).encode()
